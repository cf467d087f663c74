"""A row of the tables."""

import dataclasses


@dataclasses.dataclass
class Case:
    """One repository. `make` runs in a folder that holds `repo` (project.py); miggraph then runs in `at`."""
    name: str
    make: str = ""
    at: str = "repo"
    env: dict = dataclasses.field(default_factory=dict)
    views: str = "worktree index HEAD merge"  # what is compared with git: also any revision, and merge:REV
    against: str = "main"
    #: Instead: arguments of one run, and what comes of it.
    run: str = ""
    exit: int = 2
    says: str = ""        # regular expressions that stderr holds (its line breaks taken out), one a line
    prints: str = ""      # the same of stdout
    cure: str = ""        # the hint's command, as a regular expression; it is run, and then `mended` must hold
    mended: str = ""      # views that agree with git after the cure, or "exit N" of the same run
    git: str = ""         # where git is asked, if not in `at`
    after: str = ""       # a script that makes the repository readable for git again, before git is asked
    touches: str = ""     # paths that may change, as a regular expression
    needs: str = ""       # a shell test that says whether this machine can do it
