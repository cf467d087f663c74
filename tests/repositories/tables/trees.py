"""What may lie in a work tree or a commit: links, pipes, odd names, sizes. Django follows links on disk; git stores them."""

from case import Case

APP = "backend/shop/migrations"
CHECK = "check --no-drift --no-lint --no-against"
REV = CHECK + " --rev HEAD"

CASES = [
    Case("a FIFO called like a migration", f"cd repo && mkfifo {APP}/0003_x.py", run=CHECK, exit=1, prints="0003_x.py.*no regular file"),
    Case("a socket called like a migration", f"cd repo && python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"{APP}/0003_x.py\")'", run=CHECK, exit=1, prints="0003_x.py.*no regular file"),
    Case("a folder called like a migration", f"cd repo && mkdir {APP}/0003_x.py && : >{APP}/0003_x.py/a.py", run=CHECK, exit=1, prints="0003_x.py.*is a folder"),
    Case("a folder called like a migration, committed", f"cd repo && mkdir {APP}/0003_x.py && : >{APP}/0003_x.py/a.py && commit x", run=REV, exit=1, prints="0003_x.py.*is a folder"),
    Case("a dangling link called like a migration", f"cd repo && ln -s nowhere {APP}/0003_x.py", run=CHECK, exit=1, prints="0003_x.py.*dangling link"),
    Case("a dangling link, committed", f"cd repo && ln -s nowhere {APP}/0003_x.py && commit x", run=REV, exit=1, prints="0003_x.py.*link that leads to no file"),
    Case("a link to itself", f"cd repo && ln -s 0003_x.py {APP}/0003_x.py", run=CHECK, exit=1, prints="0003_x.py.*link to itself"),
    Case("links in a circle, folders", "cd repo && ln -s ../shop backend/shop/loop && ln -s .. backend/up && ln -s b a && ln -s a b", run=CHECK, exit=0),
    Case("links in a circle, committed", "cd repo && ln -s ../shop backend/shop/loop && ln -s .. backend/up && ln -s b a && ln -s a b && commit x", run=REV, exit=0),
    Case("a link to a migration inside the tree", f"cd repo && text shop 0003_x 0001_initial >backend/elsewhere.py && ln -s ../../elsewhere.py {APP}/0003_x.py", run=CHECK, exit=1, prints="0002_feature and 0003_x"),
    Case("a link to a migration inside the tree, committed", f"cd repo && text shop 0003_x 0001_initial >backend/elsewhere.py && ln -s ../../elsewhere.py {APP}/0003_x.py && commit x", run=REV, exit=1, prints="0002_feature and 0003_x"),
    Case("a link to a migration outside of the tree", f"text shop 0003_x 0001_initial >elsewhere.py && cd repo && ln -s $PWD/../elsewhere.py {APP}/0003_x.py", run=CHECK, exit=1, prints="0002_feature and 0003_x"),
    Case("a link out of the tree, committed: it leads out of the commit", f"text shop 0003_x 0001_initial >elsewhere.py && cd repo && ln -s $PWD/../elsewhere.py {APP}/0003_x.py && commit x", run=REV, exit=1, prints="0003_x.py.*link that leads to no file"),
    Case("a link to a migrations folder", "cd repo && mkdir backend/twin && : >backend/twin/__init__.py && ln -s ../shop/migrations backend/twin/migrations && commit x", run=REV, exit=1, prints="twin has 2 leaf migrations"),
    Case("a name that is not UTF-8", f"cd repo && text shop x 0001_initial >{APP}/0003_$(printf '\\344').py", run=CHECK, exit=1, prints="0003_"),
    Case("a name that is not UTF-8, committed", f"cd repo && text shop x 0001_initial >{APP}/0003_$(printf '\\344').py && commit x", run=REV, exit=1, prints="0003_"),
    Case("control characters in a name", f"cd repo && text shop x 0001_initial >\"{APP}/$(printf '0003_\\033[31m\\n::error::x').py\"", run=CHECK, exit=1, prints="0003_"),
    Case("a path of more than 4,096 bytes", "cd repo && python3 -c 'import os\nfor i in range(30):\n os.mkdir(\"d\" * 200); os.chdir(\"d\" * 200)\nopen(\"models.py\", \"w\").close()'", run=CHECK, exit=0),
    Case("folders deeper than any project's", "cd repo && python3 -c 'import os\nfor i in range(1000):\n os.mkdir(\"d\"); os.chdir(\"d\")\nopen(\"models.py\", \"w\").close()'", run=CHECK, exit=0),
    # No check asks for models.py today: the answer is right without it, and nothing of it may be read.
    Case("models.py of two gigabytes of nothing", "cd repo && truncate -s 2G backend/shop/models.py", run=CHECK, exit=0),
    Case("models.py of two gigabytes of nothing, another leaf beside it", "cd repo && truncate -s 2G backend/shop/models.py && migration shop 0003_x 0001_initial", run=CHECK, exit=1, prints="0002_feature and 0003_x"),
    Case("a migration of two gigabytes of nothing", f"cd repo && truncate -s 2G {APP}/0003_x.py", run=CHECK, exit=1, prints="0003_x.py.*large"),
    Case(".gitignore is a FIFO", "cd repo && mkfifo backend/.gitignore", run=CHECK, exit=2, says="backend/.gitignore is no regular file"),
    Case(".gitignore is a folder", "cd repo && mkdir backend/.gitignore && : >new.py", run=CHECK, exit=0),
]
