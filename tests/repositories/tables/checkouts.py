"""What CI systems check out: each provider's clone, rebuilt from a `file://` remote with its fetch commands and its environment.

The clone must either hold what it takes to tell the conflict (exit 1), or miggraph must name the command that brings
the rest; the command is run, and then the conflict must be told.
"""

from case import Case

# `origin` has main and feature, and the merge that providers make of them (refs/pull/7/merge).
ORIGIN = """
mv repo origin && cd origin && git config uploadpack.allowAnySHA1InWant true && git config uploadpack.allowReachableSHA1InWant true
git switch -q main && merge=$(git commit-tree -p main -p feature -m 'Merge' $(git merge-tree --write-tree main feature)) && git update-ref refs/pull/7/merge $merge
git update-ref refs/pull/7/head feature && git update-ref refs/heads/gh-readonly-queue/main/pr-7-$(git rev-parse main) $merge
main=$(git rev-parse main) && feature=$(git rev-parse feature) && cd ..
echo $merge >merge && echo $feature >feature && echo $main >main
mkdir repo && cd repo && git init -q -b master . && git remote add origin file://$PWD/../origin
"""

# The same, but that main and feature do not collide: main has a migration of another app.
APART = "(cd repo && git switch -q main && git reset -q --hard feature~1 && migration one 0001_initial '' && commit one && git switch -q feature)\n" + ORIGIN

GITHUB = {"CI": "true", "GITHUB_ACTIONS": "true"}
PULL = {**GITHUB, "GITHUB_EVENT_NAME": "pull_request", "GITHUB_REF": "refs/pull/7/merge", "GITHUB_BASE_REF": "main", "GITHUB_HEAD_REF": "feature"}
QUEUE = {**GITHUB, "GITHUB_EVENT_NAME": "merge_group", "GITHUB_REF_NAME": "gh-readonly-queue/main/pr-7-$MAIN", "GITHUB_REF": "refs/heads/gh-readonly-queue/main/pr-7-$MAIN"}
GITLAB = {"CI": "true", "GITLAB_CI": "true", "CI_DEFAULT_BRANCH": "main"}
GITLAB_MR = {**GITLAB, "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": "feature", "CI_MERGE_REQUEST_EVENT_TYPE": "detached"}
AZURE = {"TF_BUILD": "True", "SYSTEM_PULLREQUEST_TARGETBRANCH": "refs/heads/main", "SYSTEM_PULLREQUEST_SOURCEBRANCH": "refs/heads/feature", "BUILD_SOURCEBRANCH": "refs/pull/7/merge"}
BITBUCKET = {"CI": "true", "BITBUCKET_BUILD_NUMBER": "1", "BITBUCKET_BRANCH": "feature"}

CHECK = "check --no-drift --no-lint"
FETCH = r"git fetch --no-tags --depth=2147483647 origin \S+main:refs/remotes/origin/main"
# After which the guilty side is named.
DEEPEN = r"git fetch --no-tags --depth=2 origin [0-9a-f]{40}"
FETCH_PULL = "git fetch -q --no-tags --depth=%s origin +$merge:refs/remotes/pull/7/merge && git checkout -q --force refs/remotes/pull/7/merge"
BOTH = "0002_feature.*0002_main|0002_main.*0002_feature"

CASES = [
    Case("GitHub, pull_request, depth 1", ORIGIN + FETCH_PULL % 1, env={**PULL, "GITHUB_SHA": "$MERGE"}, run=CHECK, exit=1, prints=BOTH, says="fetch-depth: 2, or git fetch", cure=DEEPEN, mended="exit 1"),
    Case("GitHub, pull_request, depth 2", ORIGIN + FETCH_PULL % 2, env={**PULL, "GITHUB_SHA": "$MERGE"}, run=CHECK, exit=1, prints=BOTH),
    Case("GitHub, pull_request, fetch-depth: 0", ORIGIN + "git fetch -q origin +refs/heads/*:refs/remotes/origin/* +$merge:refs/remotes/pull/7/merge && git checkout -q --force refs/remotes/pull/7/merge",
         env={**PULL, "GITHUB_SHA": "$MERGE"}, run=CHECK, exit=1, prints=BOTH),
    Case("GitHub, pull_request, fetch-depth: 0, filter: blob:none", ORIGIN + "git -C ../origin config uploadpack.allowFilter true && git fetch -q --filter=blob:none origin +refs/heads/*:refs/remotes/origin/* "
         "+$merge:refs/remotes/pull/7/merge && git checkout -q --force refs/remotes/pull/7/merge", env={**PULL, "GITHUB_SHA": "$MERGE"}, run=CHECK, exit=1, prints=BOTH, touches=r"objects(/|$)|repo/\.git/?$"),
    Case("GitHub, pull_request, main has moved on since the merge was made", ORIGIN + "git -C ../origin switch -q main && (cd ../origin && migration shop 0003_late 0002_main && commit late) && " + (FETCH_PULL % 1),
         env={**PULL, "GITHUB_SHA": "$MERGE"}, run=CHECK, exit=1, prints=BOTH),
    Case("GitHub, pull_request, fetch-depth: 0, main has moved on since the merge was made", APART + "git -C ../origin switch -q main && (cd ../origin && migration shop 0002_late 0001_initial && commit late) && "
         "git fetch -q origin +refs/heads/*:refs/remotes/origin/* +$merge:refs/remotes/pull/7/merge && git checkout -q --force refs/remotes/pull/7/merge",
         env={**PULL, "GITHUB_SHA": "$MERGE"}, run=CHECK, exit=1, prints="0002_feature.*0002_late|0002_late.*0002_feature", says="main has moved on since GitHub Actions made the merge"),
    Case("GitHub, pull_request, fetch-depth: 0, an origin/main of before the merge", APART + "git fetch -q origin +refs/heads/*:refs/remotes/origin/* +$merge:refs/remotes/pull/7/merge && git update-ref refs/remotes/origin/main $main~1 && "
         "git checkout -q --force refs/remotes/pull/7/merge", env={**PULL, "GITHUB_SHA": "$MERGE"}, run=CHECK, exit=0, prints="no conflicts"),
    Case("GitHub, pull_request, the head itself checked out", ORIGIN + "git fetch -q --no-tags --depth=1 origin +$feature:refs/remotes/pull/7/head && git checkout -q --force refs/remotes/pull/7/head",
         env={**PULL, "GITHUB_SHA": "$MERGE"}, run=CHECK, says="goes into main.*GitHub Actions", cure=FETCH, mended="exit 1"),
    Case("GitHub, push, depth 1", ORIGIN + "git fetch -q --no-tags --depth=1 origin +$feature:refs/remotes/origin/feature && git checkout -q --force -B feature refs/remotes/origin/feature",
         env={**GITHUB, "GITHUB_EVENT_NAME": "push", "GITHUB_REF": "refs/heads/feature", "GITHUB_SHA": "$FEATURE"}, run=CHECK, says="no target branch", cure=FETCH, mended="exit 1"),
    Case("GitHub, push, depth 1, the default branch known", ORIGIN + "echo '{\"repository\": {\"default_branch\": \"main\"}}' >../event.json && git fetch -q --no-tags --depth=1 origin +$feature:refs/remotes/origin/feature && git checkout -q --force -B feature refs/remotes/origin/feature",
         env={**GITHUB, "GITHUB_EVENT_NAME": "push", "GITHUB_REF": "refs/heads/feature", "GITHUB_SHA": "$FEATURE", "GITHUB_EVENT_PATH": "$CASE/event.json"}, run=CHECK, says="goes into main, the default branch", cure=FETCH, mended="exit 1"),
    Case("GitHub, merge_group, depth 1", ORIGIN + "b=gh-readonly-queue/main/pr-7-$main && git fetch -q --no-tags --depth=1 origin +$merge:refs/remotes/origin/$b && git checkout -q --force -B $b refs/remotes/origin/$b",
         env={**QUEUE, "GITHUB_SHA": "$MERGE"}, run=CHECK, exit=1, prints=BOTH),
    Case("GitHub, pull_request_target, depth 1", ORIGIN + "git fetch -q --no-tags --depth=1 origin +$main:refs/remotes/origin/main && git checkout -q --force -B main refs/remotes/origin/main",
         env={**PULL, "GITHUB_EVENT_NAME": "pull_request_target", "GITHUB_REF": "refs/heads/main", "GITHUB_SHA": "$MAIN"}, run=CHECK, exit=2, says="pull_request_target"),
    Case("GitLab, branch pipeline, depth 20", ORIGIN + "git fetch -q --no-tags --depth=20 origin +$feature:refs/pipelines/1 +refs/heads/feature:refs/remotes/origin/feature && git checkout -q --force --detach $feature",
         env={**GITLAB, "CI_COMMIT_BRANCH": "feature", "CI_COMMIT_SHA": "$FEATURE"}, run=CHECK, says="main, the default branch", cure=FETCH, mended="exit 1"),
    Case("GitLab, merge request, depth 20", ORIGIN + "git fetch -q --no-tags --depth=20 origin +$feature:refs/pipelines/1 && git checkout -q --force --detach $feature",
         env={**GITLAB_MR, "CI_COMMIT_SHA": "$FEATURE"}, run=CHECK, says="goes into main, as GitLab CI says", cure=FETCH, mended="exit 1"),
    Case("GitLab, merge request, a stale origin/main of an earlier job", ORIGIN + "git fetch -q --no-tags origin +$feature~1:refs/remotes/origin/main 2>/dev/null || git fetch -q --no-tags origin +refs/heads/main:refs/remotes/origin/main; "
         "git fetch -q --no-tags --depth=20 origin +$feature:refs/pipelines/1 && git checkout -q --force --detach $feature", env={**GITLAB_MR, "CI_COMMIT_SHA": "$FEATURE"}, run=CHECK, exit=1, prints=BOTH),
    Case("GitLab, merge request, depth 1", ORIGIN + "git fetch -q --no-tags --depth=1 origin +$feature:refs/pipelines/1 && git checkout -q --force --detach $feature",
         env={**GITLAB_MR, "CI_COMMIT_SHA": "$FEATURE"}, run=CHECK, says="goes into main, as GitLab CI says", cure=FETCH, mended="exit 1"),
    Case("GitLab, merged results, depth 20", ORIGIN + "git fetch -q --no-tags --depth=20 origin +$merge:refs/pipelines/1 && git checkout -q --force --detach $merge",
         env={**GITLAB_MR, "CI_MERGE_REQUEST_EVENT_TYPE": "merged_result", "CI_COMMIT_SHA": "$MERGE"}, run=CHECK, exit=1, prints=BOTH),
    Case("GitLab, merge train, depth 1", ORIGIN + "git fetch -q --no-tags --depth=1 origin +$merge:refs/pipelines/1 && git checkout -q --force --detach $merge",
         env={**GITLAB_MR, "CI_MERGE_REQUEST_EVENT_TYPE": "merge_train", "CI_COMMIT_SHA": "$MERGE"}, run=CHECK, exit=1, prints=BOTH),
    Case("Azure, pull request, depth 1", ORIGIN + FETCH_PULL % 1, env={**AZURE, "BUILD_SOURCEVERSION": "$MERGE"}, run=CHECK, exit=1, prints=BOTH),
    Case("Bitbucket, branch, depth 50", ORIGIN + "cd .. && rm -rf repo && git clone -q --depth=50 --branch feature file://$PWD/origin repo",
         env=BITBUCKET, run=CHECK, says="no target branch|goes into", cure=FETCH, mended="exit 1"),
    Case("Bitbucket, pull request, depth 50", ORIGIN + "cd .. && rm -rf repo && git clone -q --depth=50 --branch feature file://$PWD/origin repo",
         env={**BITBUCKET, "BITBUCKET_PR_DESTINATION_BRANCH": "main"}, run=CHECK, says="goes into main, as Bitbucket Pipelines says", cure=FETCH, mended="exit 1"),
    Case("Bitbucket, pull request, the destination merged in", ORIGIN + "cd .. && rm -rf repo && git clone -q --depth=50 --branch feature file://$PWD/origin repo && cd repo && git fetch -q origin main && git merge -q -m merged FETCH_HEAD",
         env={**BITBUCKET, "BITBUCKET_PR_DESTINATION_BRANCH": "main"}, run=CHECK, says="goes into main", cure=FETCH, mended="exit 1"),
    Case("Bitbucket, pull request, the destination merged in and its commit named", ORIGIN + "cd .. && rm -rf repo && git clone -q --depth=50 --branch feature file://$PWD/origin repo && cd repo && git fetch -q origin main && git merge -q -m merged FETCH_HEAD",
         env={**BITBUCKET, "BITBUCKET_PR_DESTINATION_BRANCH": "main", "BITBUCKET_PR_DESTINATION_COMMIT": "$MAIN"}, run=CHECK, exit=1, prints=BOTH),
    Case("anywhere, target there but its history not", ORIGIN + "git fetch -q --no-tags --depth=1 origin +refs/heads/*:refs/remotes/origin/* && git checkout -q --force -B feature origin/feature",
         env={**PULL, "GITHUB_SHA": "$MERGE"}, run=CHECK, says="shallow clone", cure=FETCH, mended="exit 1"),
]
