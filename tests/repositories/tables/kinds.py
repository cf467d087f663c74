"""Every kind of repository that git knows: the same answer as git's, or one clear error."""

from case import Case

FETCH_ALL = r"git fetch --no-tags --depth=2147483647 origin \S+"

# git keeps what it fetches.
FETCHED = "repo/(.git/)?objects(/|$)|repo(/.git)?/?$"
# git notes each time that a shared index is read, lest it expires.
READ = "sharedindex"

PARTIAL = """
(cd repo && git config uploadpack.allowFilter true && git config uploadpack.allowAnySHA1InWant true)
mv repo origin
"""

# Written into packed-refs in git's order: making each with git takes a minute.
MANY = """cd repo && git pack-refs --all && awk -v id=$(git rev-parse main) 'BEGIN {{ for (i = 1; i <= {count}; ++i) printf "%s refs/{name}\\n", id, i }}' >../more
(head -1 .git/packed-refs && tail -n +2 .git/packed-refs | cat - ../more | LC_ALL=C sort -k 2) >../sorted && mv ../sorted .git/packed-refs && rm ../more
"""

CASES = [
    # Where one stands.
    Case("a plain repository"),
    Case("a subfolder", at="repo/backend/shop"),
    Case("a folder that is not tracked", "mkdir repo/new", at="repo/new"),
    Case("a linked worktree", "cd repo && git worktree add -q ../linked feature --force", at="linked"),
    Case("a linked worktree of a bare repository", "git clone -q --bare repo bare.git && git -C bare.git worktree add -q ../linked feature", at="linked"),
    Case("a linked worktree, detached", "cd repo && git worktree add -q --detach ../linked feature", at="linked"),
    Case("a linked worktree that was moved", "cd repo && git worktree add -q --force ../linked feature && mv ../linked ../moved", at="moved"),
    Case("a linked worktree whose repository is gone", "(cd repo && git worktree add -q --force ../linked feature) && mv repo elsewhere", at="linked",
         run="check", says="points to .*/repo/.git/worktrees/linked.*not there"),
    Case("a .git file that points nowhere", "mv repo/.git gone && rm -rf gone && echo 'gitdir: ../nowhere' >repo/.git",
         run="check", says=r"repo/\.git points to .*nowhere"),
    Case("a .git file of garbage", "rm -rf repo/.git && echo garbage >repo/.git", run="check", says=r"repo/\.git"),
    Case("an empty .git file", "rm -rf repo/.git && : >repo/.git", run="check", says=r"repo/\.git"),
    Case("an empty .git folder", "rm -rf repo/.git && mkdir repo/.git", run="check --no-against", exit=0),
    Case("an empty .git folder inside a repository", "mkdir repo/backend/.git", at="repo/backend"),
    Case("a submodule", "git init -q -b main outer && cd outer && git -c protocol.file.allow=always submodule --quiet add -b feature ../repo sub", at="outer/sub", against="origin/main"),
    Case("around a submodule", "git init -q -b main outer && cd outer && git -c protocol.file.allow=always submodule --quiet add ../repo sub && migration own 0001_own '' && commit x",
         at="outer", views="worktree index HEAD"),
    Case("a repository inside a repository, not tracked", "git init -q -b main outer && cd outer && migration own 0001_own '' && commit x && mv ../repo inner", at="outer", views="worktree index HEAD"),
    Case("a separate git directory", "git init -q --separate-git-dir ../elsewhere.git repo || git -C repo init -q --separate-git-dir ../elsewhere.git"),
    Case("core.worktree", "mkdir files && mv repo/backend repo/manage.py repo/README files && git -C repo config core.worktree $PWD/files", at="files",
         env={"GIT_DIR": "$CASE/repo/.git"}),
    Case("core.worktree, from the git directory's side", "mkdir files && mv repo/backend repo/manage.py repo/README files && git -C repo config core.worktree $PWD/files", at="repo", views="worktree index HEAD merge"),
    Case("core.worktree that is gone", "git -C repo config core.worktree $PWD/files", run="check", says="core.worktree.*files"),
    Case("GIT_DIR and GIT_WORK_TREE", "mv repo/.git store", env={"GIT_DIR": "$CASE/store", "GIT_WORK_TREE": "$CASE/repo"}, at="repo/backend"),
    Case("GIT_DIR alone", "mv repo/.git store", env={"GIT_DIR": "$CASE/store"}),
    Case("GIT_DIR of another repository", "git clone -q repo other && cd other && git switch -qc feature2 && migration shop 0003_other 0002_feature && commit other",
         env={"GIT_DIR": "$CASE/other/.git", "GIT_WORK_TREE": "$CASE/other"}, against="origin/main"),
    Case("GIT_DIR that points nowhere", env={"GIT_DIR": "$CASE/nowhere"}, run="check", says="GIT_DIR.*nowhere"),
    Case("GIT_INDEX_FILE", "cd repo && cp .git/index other && migration shop 0003_staged 0002_feature && GIT_INDEX_FILE=$PWD/other git add backend && mv other ../other",
         env={"GIT_INDEX_FILE": "$CASE/other"}, views="index worktree"),
    Case("GIT_INDEX_FILE, relative, from a subfolder", "cd repo && cp .git/index .git/other && migration shop 0003_staged 0002_feature && GIT_INDEX_FILE=.git/other git add backend",
         env={"GIT_INDEX_FILE": ".git/other"}, at="repo/backend", views="index worktree"),
    Case("GIT_INDEX_FILE that is not there", env={"GIT_INDEX_FILE": "$CASE/none"}, views="index"),
    Case("GIT_OBJECT_DIRECTORY, a push in quarantine", "cd repo && mkdir ../new && export GIT_OBJECT_DIRECTORY=$PWD/../new GIT_ALTERNATE_OBJECT_DIRECTORIES=$PWD/.git/objects && "
         "migration shop 0003_pushed 0002_feature && git add -A && echo $(git commit-tree -p HEAD -m pushed $(git write-tree)) >../id && git reset -q --hard && git update-ref refs/heads/pushed $(cat ../id)",
         env={"GIT_OBJECT_DIRECTORY": "$CASE/new", "GIT_ALTERNATE_OBJECT_DIRECTORIES": "$CASE/repo/.git/objects"}, views="pushed merge:pushed"),
    Case("the same without its quarantine", "cd repo && mkdir ../new && (export GIT_OBJECT_DIRECTORY=$PWD/../new GIT_ALTERNATE_OBJECT_DIRECTORIES=$PWD/.git/objects && "
         "migration shop 0003_pushed 0002_feature && git add -A && git commit-tree -p HEAD -m pushed $(git write-tree) >../id && git reset -q --hard) && cat ../id >.git/refs/heads/pushed",
         run="check --against pushed", says="pushed.*missing"),
    # HEAD and the branches.
    Case("detached HEAD", "cd repo && git checkout -q --detach"),
    Case("an unborn branch", "cd repo && git switch -q --orphan new && migration own 0001_own ''", views="worktree index"),
    Case("an unborn branch against another", "cd repo && git switch -q --orphan new && migration shop 0001_own ''", run="check --against main", exit=1, prints="MG1"),
    Case("no commit at all", "rm -rf repo/.git && git -C repo init -q", views="worktree index"),
    Case("--rev on an unborn branch", "rm -rf repo/.git && git -C repo init -q -b main", run="check --rev HEAD", says="no such ref: HEAD.*main has no commit yet"),
    Case("bare", "git clone -q --bare repo bare.git", at="bare.git", views="HEAD merge main"),
    Case("bare, without --rev", "git clone -q --bare repo bare.git", at="bare.git", run="check", says="bare repository.*--rev REV"),
    Case("bare, --staged", "git clone -q --bare repo bare.git", at="bare.git", run="check --staged", says="bare repository.*--rev REV"),
    Case("the .git folder itself", at="repo/.git", run="check", says="git directory.*--rev|bare|work tree"),
    Case("packed refs", "cd repo && git pack-refs --all && git gc -q"),
    Case("a packed ref and a newer loose one", "cd repo && git pack-refs --all && git switch -q main && migration shop 0003_late 0002_main && commit late && git switch -q feature"),
    Case("5,000 branches", MANY.format(count=5000, name="heads/topic/%04d") + "git rev-parse -q --verify refs/heads/topic/4999"),
    Case("5,000 branches, all of them compared", MANY.format(count=5000, name="heads/topic/%04d"), run="check --branches --no-drift --no-lint", exit=1, prints="0002_main"),
    # libgit2 searches packed-refs line by line with strchr, and AddressSanitizer's strict checks then measure the whole rest each time: 600 GB.
    Case("100,000 refs", MANY.format(count=100000, name="pull/%06d/head") + "git rev-parse -q --verify refs/pull/000007/head", env={"ASAN_OPTIONS": "strict_string_checks=0"}),
    Case("branches with odd names", """cd repo && id=$(git rev-parse main) && for name in 'ünïcode' "quo'te" 'dou"ble' 'dol$lar' 'tick`s' '$(touch ../RAN)' 'a;b|c&d' 'perc%nt' 'plus+at@x' 'hash#x' '{brace}' '<lt>' "$(printf 'latin\\344')" "$(printf 'rtl\\342\\200\\256x')" '日本' '-x' 'HEAD' 'refs/heads/main'; do
         git update-ref "refs/heads/$name" $id 2>/dev/null || echo "$id refs/heads/$name" ; done >../more; git pack-refs --all; cat ../more >>.git/packed-refs; rm ../more""", run="check --branches --no-drift --no-lint", exit=1, prints="0002_main"),
    Case("a branch called like a file", "cd repo && git branch backend main", against="backend"),
    Case("a branch called like a tag", "cd repo && git tag main feature~1", views="worktree merge:refs/heads/main merge:heads/main merge:main"),
    Case("a branch called like an id", "cd repo && git update-ref refs/heads/$(git rev-parse feature) main; git rev-parse feature >../id", views="worktree merge"),
    Case("a dangling symbolic ref", "cd repo && git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/none && git symbolic-ref refs/heads/alias refs/heads/none"),
    Case("a symbolic branch", "cd repo && git symbolic-ref refs/heads/alias refs/heads/main", against="alias"),
    Case("a dangling symbolic branch, asked for", "cd repo && git symbolic-ref refs/heads/alias refs/heads/none", run="check --against alias", says="alias.*refs/heads/none|alias"),
    Case("HEAD by way of another symbolic ref", "cd repo && git symbolic-ref refs/heads/alias refs/heads/feature && git symbolic-ref HEAD refs/heads/alias"),
    # History.
    Case("shallow, the base cut off", "git clone -q --depth=1 --no-single-branch -b feature file://$PWD/repo shallow", at="shallow", run="check --no-drift --no-lint --against origin/main",
         says="shallow", cure=FETCH_ALL, mended="worktree merge:origin/main"),
    Case("shallow, deep enough", "git clone -q --depth=2 --no-single-branch -b feature file://$PWD/repo shallow", at="shallow", against="origin/main"),
    Case("shallow, alone", "git clone -q --depth=1 -b feature file://$PWD/repo shallow", at="shallow", views="worktree index HEAD"),
    Case("a shallow file of garbage", "cd repo && echo garbage >.git/shallow", run="check --against main", says="shallow"),
    Case("criss-cross merges", """cd repo && git switch -qc x feature~1 && git branch y && migration one 0001_one '' && commit x1 && git switch -q y && migration two 0001_two '' && commit y1 &&
         x=$(git rev-parse x) && git merge -q -m m1 x && git switch -q x && git merge -q -m m2 y~1 && migration one 0002_x 0001_one && commit x2 && git switch -q y && migration one 0002_y 0001_one && commit y2""", against="x"),
    Case("unrelated histories", "cd repo && git switch -q --orphan other && migration shop 0001_initial '' && migration shop 0002_other 0001_initial && commit other && git switch -q feature", against="other"),
    Case("replace refs: history joined", "cd repo && git switch -q --orphan other && git checkout -q main -- . && migration shop 0002_other 0001_initial && commit other && git replace --graft other feature~1 && git switch -q feature", against="other"),
    Case("replace refs: another tree", """cd repo && git switch -q main && migration shop 0003_replaced 0002_main && commit r && new=$(git rev-parse HEAD) && git reset -q --hard HEAD~1 && git replace main $new && git switch -q feature""", views="worktree main merge"),
    Case("replace refs: another blob", """cd repo && new=$(text shop 0002_main 0001_initial replaced | git hash-object -w --stdin) && git replace main:backend/shop/migrations/0002_main.py $new""", views="main merge"),
    Case("replace refs, packed", """cd repo && new=$(text shop 0002_main 0001_initial replaced | git hash-object -w --stdin) && git replace main:backend/shop/migrations/0002_main.py $new && git pack-refs --all && git gc -q""", views="main merge"),
    Case("replace refs, turned off", """cd repo && new=$(text shop 0002_main 0001_initial replaced | git hash-object -w --stdin) && git replace main:backend/shop/migrations/0002_main.py $new && git config core.useReplaceRefs false""", views="main merge"),
    Case("replace refs, turned off by the environment", """cd repo && new=$(text shop 0002_main 0001_initial replaced | git hash-object -w --stdin) && git replace main:backend/shop/migrations/0002_main.py $new""", views="main merge",
         env={"GIT_NO_REPLACE_OBJECTS": "1"}),
    Case("grafts", "cd repo && git switch -q --orphan other && git checkout -q main -- . && migration shop 0002_other 0001_initial && commit other && echo $(git rev-parse other feature~1) >.git/info/grafts && git switch -q feature", against="other"),
    # Where the objects are.
    Case("everything packed", "cd repo && git gc -q --aggressive --prune=now"),
    Case("several packs, a multi-pack index and a commit graph", "cd repo && git repack -q && migration shop 0003_x 0002_feature && commit x && git repack -q && git multi-pack-index write && git commit-graph write --reachable"),
    Case("a pack with a reverse index and a bitmap", "cd repo && git -c pack.writeReverseIndex=true -c repack.writeBitmaps=true repack -adqb"),
    Case("objects borrowed", "git clone -q --shared repo borrower && git clone -q --shared borrower second", at="second", against="origin/main", views="worktree index HEAD"),
    Case("objects borrowed by a relative path", "git clone -q --shared repo borrower && echo ../../../repo/.git/objects >borrower/.git/objects/info/alternates", at="borrower", against="origin/main"),
    Case("objects borrowed by a quoted path", "mkdir 'od\td' && mv repo 'od\td/repo' && git clone -q --shared 'od\td/repo' borrower && cat borrower/.git/objects/info/alternates", at="borrower", against="origin/main"),
    Case("objects borrowed in a circle", "git clone -q --shared repo borrower && echo $PWD/borrower/.git/objects >repo/.git/objects/info/alternates", at="borrower", against="origin/main"),
    Case("an alternate that is gone, and not needed", "cd repo && echo /nowhere/objects >.git/objects/info/alternates"),
    Case("an alternate that is gone, and needed", "git clone -q --shared repo borrower && mv repo elsewhere", at="borrower", run="check", says="borrows objects from .*repo/.git/objects, which is not there.*objects/info/alternates"),
    Case("partial: blob:none", PARTIAL + "git clone -q --filter=blob:none -b feature file://$PWD/origin repo", touches=FETCHED, against="origin/main"),
    Case("partial: blob:none, nothing checked out", PARTIAL + "git clone -q --no-checkout --filter=blob:none -b feature file://$PWD/origin repo", touches=FETCHED, against="origin/main", views="HEAD origin/main merge"),
    Case("partial: tree:0", PARTIAL + "git clone -q --no-checkout --filter=tree:0 -b feature file://$PWD/origin repo", touches=FETCHED, against="origin/main", views="HEAD origin/main merge"),
    Case("partial: with extensions.partialClone", PARTIAL + "git clone -q --no-checkout --filter=blob:none -b feature file://$PWD/origin repo && cd repo && git config extensions.partialClone origin && git config --unset remote.origin.promisor",
         touches=FETCHED, against="origin/main", views="HEAD merge"),
    Case("partial, bare", PARTIAL + "git clone -q --bare --filter=blob:none -b feature file://$PWD/origin repo", touches=FETCHED, views="HEAD merge"),
    Case("partial, its remote gone", PARTIAL + "git clone -q --no-checkout --filter=blob:none -b feature file://$PWD/origin repo && mv origin elsewhere", run="check --rev HEAD", says="partial clone.*origin"),
    Case("partial, lazy fetching turned off", PARTIAL + "git clone -q --no-checkout --filter=blob:none -b feature file://$PWD/origin repo", env={"GIT_NO_LAZY_FETCH": "1"}, run="check --rev HEAD",
         says="left out of this partial clone.*GIT_NO_LAZY_FETCH", cure="git fetch --refetch --no-filter origin", mended="HEAD"),
    Case("partial, the object nowhere", PARTIAL + "git clone -q --no-checkout --filter=blob:none -b feature file://$PWD/origin repo && cd origin && rm $(object feature:backend/shop/migrations/0002_feature.py)", touches=FETCHED, run="check --rev HEAD", says="partial clone.*origin"),
    # The index.
    Case("index version 2", "cd repo && git update-index --index-version 2"),
    Case("index version 3", "cd repo && git update-index --index-version 3 && echo new >backend/shop/new.py && git add -N backend/shop/new.py"),
    Case("index version 4", "cd repo && git update-index --index-version 4"),
    Case("split index", "cd repo && git config core.splitIndex true && git update-index --split-index && migration shop 0003_new 0002_feature && git add -A && echo >>backend/shop/migrations/0002_feature.py", touches=READ),
    Case("sparse index", "cd repo && migration other 0001_other '' && commit other && git sparse-checkout set --cone --sparse-index backend/shop && git ls-files --sparse | grep -q 'other/$'"),
    Case("sparse checkout, cone", "cd repo && migration other 0001_other '' && commit other && git sparse-checkout set --cone --no-sparse-index backend/shop"),
    Case("sparse checkout, patterns", "cd repo && migration other 0001_other '' && commit other && git sparse-checkout set --no-cone '/*' '!0001_*.py'"),
    Case("sparse checkout, a file put back by hand", "cd repo && migration other 0001_other '' && commit other && git sparse-checkout set --cone --no-sparse-index backend/shop && migration other 0001_other '' again"),
    Case("untracked cache and fsmonitor extension", "cd repo && git config core.untrackedCache true && git config core.fsmonitor false && git update-index --untracked-cache --force-untracked-cache && git update-index --fsmonitor && git status -s >/dev/null"),
    Case("fsmonitor's hook is not run", "cd repo && git config core.splitIndex true && git update-index --split-index && git update-index --fsmonitor && git config core.fsmonitor \"touch $PWD/../RAN; echo\"", views="worktree index",
         touches=READ, after="git -C repo config --unset core.fsmonitor"),
    Case("an index without checksum (index.skipHash)", "cd repo && truncate -s -20 .git/index && head -c 20 /dev/zero >>.git/index"),
    Case("no index", "cd repo && rm .git/index", views="worktree index HEAD"),
    Case("intent to add", "cd repo && migration shop 0003_new 0002_feature && git add -N backend"),
    Case("an unmerged index", "cd repo && git switch -q main && text shop 0002_feature 0001_initial other >backend/shop/migrations/0002_feature.py && commit x && git switch -q feature && ! git merge -q main", views="index"),
    Case("unmerged, deleted by us", "cd repo && git switch -q main && text shop 0001_initial '' other >backend/shop/migrations/0001_initial.py && commit x && git switch -q feature && git rm -q backend/shop/migrations/0001_initial.py && git commit -qm y && ! git merge -q main", views="index"),
    Case("staged otherwise than on disk", "cd repo && migration shop 0003_staged 0002_feature && git add -A && migration shop 0003_staged 0001_initial && migration shop 0004_new 0003_staged && rm backend/shop/migrations/0002_feature.py"),
    Case("assume-unchanged and skip-worktree by hand", "cd repo && git update-index --assume-unchanged backend/shop/migrations/0002_feature.py && git update-index --skip-worktree backend/shop/migrations/0001_initial.py && rm backend/shop/migrations/0001_initial.py"),
    Case("a racily clean file", "cd repo && f=backend/shop/migrations/0002_feature.py && git add -A && sed -i s/0002_feature/0002_CHANGED/ $f"),
    Case("a file replaced by a folder", "cd repo && mkdir backend/shop/migrations/0002_feature && git mv backend/shop/migrations/0002_feature.py backend/shop/migrations/0002_feature/__init__.py && commit folder && git switch -q main", against="feature", views="worktree index HEAD feature"),
    Case("only modes changed", "cd repo && chmod +x backend/shop/migrations/*.py && git add -A && git commit -qm modes && chmod -x backend/shop/migrations/0002_feature.py"),
    Case("core.fileMode false, core.ignoreCase true", "cd repo && git config core.fileMode false && git config core.ignoreCase true && chmod +x backend/shop/migrations/*.py"),
    Case("names that differ in case only", "cd repo && text shop 0002_Feature 0001_initial >backend/shop/migrations/0002_Feature.py && commit case"),
    # What lies in the work tree is not what lies in the object store.
    Case("core.autocrlf true", "cd repo && git config core.autocrlf true && rm -rf backend && git checkout -q -- . && grep -q $'\\r' backend/shop/migrations/0001_initial.py"),
    Case("core.autocrlf true, changed", "cd repo && git config core.autocrlf true && rm -rf backend && git checkout -q -- . && sed -i s/0002_feature/CHANGED/ backend/shop/migrations/0002_feature.py"),
    Case("core.autocrlf input", "cd repo && git config core.autocrlf input && sed -i s/$/\\\\r/ backend/shop/migrations/0002_feature.py"),
    Case("eol=crlf by attribute", "cd repo && echo '*.py text eol=crlf' >.gitattributes && commit eol && rm -rf backend && git checkout -q -- ."),
    Case("ident by attribute", "cd repo && echo '*.py ident' >.gitattributes && echo '# $Id$' >>backend/shop/migrations/0002_feature.py && commit ident && rm -rf backend && git checkout -q -- ."),
    Case("working-tree-encoding", "cd repo && echo '*.py working-tree-encoding=ISO-8859-1' >.gitattributes && printf '# -*- coding: latin-1 -*-\\n# \\344\\n' >x && cat backend/shop/migrations/0002_feature.py >>x && mv x backend/shop/migrations/0002_feature.py && commit enc"),
    Case("ignored files", "cd repo && echo '0009_*' >.gitignore && migration shop 0009_ignored 0002_feature && migration shop 0003_seen 0002_feature"),
    Case("ignored by info/exclude, in a linked worktree", "cd repo && git worktree add -q --force ../linked feature && echo '0009_*' >>.git/info/exclude && cd ../linked && migration shop 0009_ignored 0002_feature", at="linked"),
    Case("ignored by core.excludesFile", "cd repo && git config core.excludesFile $PWD/../excludes && echo '0009_*' >../excludes && migration shop 0009_ignored 0002_feature"),
    Case("ignored, but tracked", "cd repo && echo '0002_*' >.gitignore"),
    Case("a broken symbolic link as .gitignore", "cd repo && ln -s nowhere .gitignore && migration shop 0003_seen 0002_feature"),
    # Forms of repository.
    Case("SHA-256", "git init -q --object-format=sha256 hashed && cd hashed && migration shop 0001_initial '' && commit x", at="hashed", run="check --no-against", says="SHA-256"),
    Case("reftable", "cd repo && git config core.repositoryFormatVersion 1 && git config extensions.refStorage reftable", run="check", says="reftable"),
    Case("extensions: worktreeConfig", "cd repo && git config extensions.worktreeConfig true && git worktree add -q --force ../linked feature && git -C ../linked config --worktree core.ignoreCase false", at="linked"),
    Case("extensions: relativeWorktrees, preciousObjects", "cd repo && git worktree add -q --force ../linked feature && echo 'gitdir: ../repo/.git/worktrees/linked' >../linked/.git && echo ../../../../linked/.git >.git/worktrees/linked/gitdir && "
         "git config core.repositoryFormatVersion 1 && git config extensions.preciousObjects true", at="linked"),
    Case("extensions: relativeWorktrees, which this git may not know", "cd repo && git config core.repositoryFormatVersion 1 && git config extensions.relativeWorktrees true", after="git -C repo config --unset extensions.relativeWorktrees || sed -i /elativeWorktrees/d repo/.git/config"),
    Case("extensions: one that nobody knows", "cd repo && git config core.repositoryFormatVersion 1 && git config extensions.fromTheFuture true", run="check", says="fromthefuture|fromTheFuture"),
    Case("a repository format of the future", "cd repo && git config core.repositoryFormatVersion 7", run="check", says="version 7|newer"),
    Case("of another user", "chown -R 12345 repo", run="check", says="another user", cure=r"git config --global --add safe\.directory \S+", needs="test $(id -u) = 0"),
    Case("of another user, and trusted", "chown -R 12345 repo && git config --file home-config safe.directory '*'", env={"GIT_CONFIG_GLOBAL": "$CASE/home-config"}, needs="test $(id -u) = 0"),
    Case("a linked worktree of another user", "(cd repo && git worktree add -q --force ../linked feature) && chown -R 12345 linked", at="linked", run="check", says="another user", needs="test $(id -u) = 0"),
    # Programs that a repository's configuration names.
    Case("no program of the configuration is run", """cd repo && for key in core.pager core.editor core.sshCommand core.askPass core.hooksPath diff.external core.alternateRefsCommand uploadpack.packObjectsHook core.gitProxy credential.helper; do git config $key "touch $PWD/../RAN"; done
         git config filter.f.clean "touch $PWD/../RAN; cat" && git config filter.f.smudge "touch $PWD/../RAN; cat" && git config diff.f.textconv "touch $PWD/../RAN; cat" && git config merge.f.driver "touch $PWD/../RAN" && echo '*.py filter=f diff=f merge=f' >.gitattributes && migration shop 0003_x 0002_feature""",
         after="for key in core.hooksPath filter.f.clean filter.f.smudge diff.external; do git -C repo config --unset $key; done; rm -f repo/.gitattributes"),
]
