#!/usr/bin/env python3
"""Runs action.yml and every recipe of docs/ci.md as the provider would: its checkout, rebuilt by the real git, its environment, its shell.

  check_ci.py --dist DIR --work DIR

DIR/*.whl is the wheel that the recipes' `pip install` takes. main and feature collide: each recipe must fail for that, and write what it
promises; once feature has moved behind main it must pass.
"""
import argparse
import json
import os
import pathlib
import re
import shutil
import sys
import venv
import xml.etree.ElementTree

from sandbox import Checks, ROOT, clean_environment, must, run, version

sys.path[:0] = [str(ROOT / "tests/repositories"), str(ROOT / "tests/repositories/tables")]
import checkouts  # noqa: E402
import project  # noqa: E402

DOCUMENT = ROOT / "docs/ci.md"
BASH = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"]  # as GitHub's runner calls it
# Moves feature behind main, so that nothing collides.
MENDED = """(cd repo && git merge -q -m merged main && git rm -q backend/shop/migrations/0002_feature.py && migration shop 0003_feature 0002_main && commit moved)
"""


class Checkout:
    """A provider's checkout of one of the two states, and the environment of a job in it."""

    def __init__(self, stage, name, script, variables, collides):
        self.folder = stage.work / f"{name}-{'bad' if collides else 'good'}"
        shutil.rmtree(self.folder, ignore_errors=True)
        home = self.folder / "home"
        self.env = {**clean_environment(home, f"{stage.tools}/bin:/usr/local/bin:/usr/bin:/bin"), "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(stage.dist), "CI": "true"}
        made = {**self.env, **project.environment(home)}
        project.shell(project.SCENARIO, self.folder, made)
        project.shell(("" if collides else MENDED) + script, self.folder, made)
        self.place = self.folder / "repo"
        for variable, file in (("MERGE", "merge"), ("FEATURE", "feature"), ("MAIN", "main")):
            text = (self.folder / file).read_text().strip() if (self.folder / file).exists() else ""
            variables = {key: value.replace("$" + variable, text) for key, value in variables.items()}
        temporary = self.folder / "temporary"
        temporary.mkdir()
        self.summary, self.output = self.folder / "summary.md", self.folder / "output"
        self.summary.touch(), self.output.touch()
        self.env |= variables | {"RUNNER_TEMP": str(temporary), "AGENT_TEMPDIRECTORY": str(temporary), "WORKSPACE_TMP": str(temporary),
                                 "GITHUB_STEP_SUMMARY": str(self.summary), "GITHUB_OUTPUT": str(self.output), "GITHUB_WORKSPACE": str(self.place)}

    def run(self, commands, env=None):
        return run([*BASH, commands], self.place, {**self.env, **(env or {})})


def recipes():
    """Code blocks of docs/ci.md by the heading that they stand under, with their language."""
    found, heading = {}, ""
    for match in re.finditer(r"^## ([^\n]+)$|^```(\w+)\n(.*?)^```$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        if match[1]:
            heading = match[1]
        else:
            found.setdefault(heading, []).append((match[2], match[3]))
    return found


class Stage:
    def __init__(self, options):
        self.dist, self.work, self.checks = options.dist.resolve(), options.work.resolve(), Checks()
        self.work.mkdir(parents=True, exist_ok=True)
        # The recipes that call `pip` have an image of Python's before them.
        self.tools = self.work / "tools"
        if not (self.tools / "bin/pip").exists():
            venv.create(self.tools, with_pip=True)

    def pinned_yaml(self):
        """PyYAML, as tests/packaging/requirements.txt pins it. The one step that asks a package index."""
        text = (pathlib.Path(__file__).parent / "requirements.txt").read_text(encoding="utf-8")
        entry = re.search(r"^pyyaml==.*?(?=^\S)", text, re.MULTILINE | re.DOTALL)
        (self.work / "pyyaml.txt").write_text(entry[0])
        target = self.work / "pyyaml"
        if not target.exists():
            must([self.tools / "bin/python", "-m", "pip", "install", "-q", "--require-hashes", "--no-deps", "--only-binary", ":all:", "--target", target, "-r", self.work / "pyyaml.txt"], timeout=600)
        sys.path.insert(0, str(target))
        import yaml
        return yaml

    def fresh(self):
        run([self.tools / "bin/pip", "uninstall", "-qy", "miggraph"], self.work, {"PATH": os.environ["PATH"]})

    def both_states(self, name, script, variables, commands, promised=lambda checkout: None, env=None):
        for collides in (True, False):
            self.fresh()
            checkout = Checkout(self, name, script, variables, collides)
            done = checkout.run(commands, env)
            told = f"{name}, {'colliding' if collides else 'mended'}"
            self.checks.equal(done.returncode, 1 if collides else 0, f"{told}: exit code", done.text)
            if collides:
                self.checks.that("0002_feature" in done.text and "0002_main" in done.text, f"{told}: names the leaves", done.text)
            promised(checkout)

    def junit(self, file):
        def look(checkout):
            path = checkout.place / file
            self.checks.that(path.is_file() and xml.etree.ElementTree.parse(path).getroot().tag == "testsuites", f"{file} is there")
        return look


def github_runs(stage, yaml):
    """The steps of action.yml, with its inputs put in place of ${{ inputs.NAME }}."""
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    stage.checks.equal(action["inputs"]["version"]["default"], version(), "the version that action.yml installs")
    scripts = "".join(step["run"] for step in action["runs"]["steps"])
    stage.checks.that("${{" not in scripts, "no input is pasted into a script of action.yml", scripts)
    checkout_script = checkouts.ORIGIN + "git fetch -q origin +refs/heads/*:refs/remotes/origin/* +$merge:refs/remotes/pull/7/merge && git checkout -q --force refs/remotes/pull/7/merge"
    variables = {**checkouts.PULL, "GITHUB_SHA": "$MERGE"}
    for collides, inputs, code in ((True, {}, 1), (False, {}, 0), (True, {"arguments": "--exit-zero  --all-apps"}, 0), (True, {"summary": "false"}, 1),
                                   (True, {"arguments": "$(touch RAN) `touch RAN` ; touch RAN"}, 2), (True, {"working-directory": "backend/shop"}, 1)):
        checkout = Checkout(stage, "action", checkout_script, variables, collides)
        given = {name: str(row.get("default", "")) for name, row in action["inputs"].items()} | inputs
        status = 0
        for step in action["runs"]["steps"]:
            put = lambda text: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda match: given[match[1]], text)
            env = {name: put(str(value)) for name, value in step.get("env", {}).items()}
            place = checkout.place / put(step.get("working-directory", "."))
            done = run([*BASH, step["run"]], place, {**checkout.env, **env})
            status = status or done.returncode
            if done.returncode:
                break
        told = f"action {inputs} {'colliding' if collides else 'mended'}"
        stage.checks.equal(status, code, f"{told}: exit code", done.text)
        stage.checks.equal(checkout.output.read_text(), f"exit-code={code}\n", f"{told}: its output")
        stage.checks.that(not list(checkout.folder.rglob("RAN")), f"{told}: runs nothing of its inputs")
        if code == 2:
            continue
        stage.checks.that(("::error " in done.text) == collides, f"{told}: annotations", done.text)
        wanted = inputs.get("summary") != "false"
        stage.checks.equal("Django migrations" in checkout.summary.read_text(), wanted, f"{told}: the summary")


def github_recipes(stage, yaml, blocks):
    workflow, without_action, open_branches = (yaml.safe_load(text) for _, text in blocks)
    steps = workflow["jobs"]["miggraph"]["steps"]
    stage.checks.that(steps[-1]["uses"].endswith(f"@v{version()}"), "the recipe names the action's version")
    stage.checks.equal(set(workflow[True]), {"pull_request", "merge_group"}, "events of the recipe")  # YAML takes `on` for true
    stage.checks.that("--branches=origin/*" in open_branches["jobs"]["miggraph"]["steps"][-1]["with"]["arguments"], "the other recipe looks at all branches")
    for name, script, variables in (
            ("github-depth-1", checkouts.ORIGIN + checkouts.FETCH_PULL % 1, {**checkouts.PULL, "GITHUB_SHA": "$MERGE"}),
            ("github-queue", checkouts.ORIGIN + "b=gh-readonly-queue/main/pr-7-$main && git fetch -q --no-tags --depth=1 origin +$merge:refs/remotes/origin/$b && git checkout -q --force -B $b refs/remotes/origin/$b",
             {**checkouts.QUEUE, "GITHUB_SHA": "$MERGE"})):
        stage.both_states(name, script, variables, without_action[0]["run"],
                          lambda checkout: stage.checks.that("Django migrations" in checkout.summary.read_text(), "the summary is written"))


def gitlab(stage, yaml, blocks):
    job = yaml.safe_load(blocks[0][1])["migrations"]
    stage.checks.equal(job["variables"], {"GIT_DEPTH": 0}, "GitLab's depth")
    commands = "\n".join(job["before_script"] + job["script"])
    reports = job["artifacts"]["reports"]

    def promised(checkout):
        stage.junit(reports["junit"])(checkout)
        stage.checks.that(isinstance(json.loads((checkout.place / reports["codequality"]).read_text()), list), "GitLab's report")
    fetched = "git fetch -q --no-tags origin +$feature:refs/pipelines/1 && git checkout -q --force --detach $feature"
    stage.both_states("gitlab", checkouts.ORIGIN + fetched, {**checkouts.GITLAB_MR, "CI_COMMIT_SHA": "$FEATURE"}, commands, promised)
    merged = "git fetch -q --no-tags origin +$merge:refs/pipelines/1 && git checkout -q --force --detach $merge"
    stage.both_states("gitlab-merged", checkouts.ORIGIN + merged, {**checkouts.GITLAB_MR, "CI_MERGE_REQUEST_EVENT_TYPE": "merged_result", "CI_COMMIT_SHA": "$MERGE"}, commands, promised)


def azure(stage, yaml, blocks):
    steps = yaml.safe_load(blocks[0][1])["steps"]
    stage.checks.equal(steps[0], {"checkout": "self", "fetchDepth": 0}, "Azure's checkout")
    stage.both_states("azure", checkouts.ORIGIN + "git fetch -q origin +refs/heads/*:refs/remotes/origin/* +$merge:refs/remotes/pull/7/merge && git checkout -q --force refs/remotes/pull/7/merge",
                      {**checkouts.AZURE, "BUILD_SOURCEVERSION": "$MERGE"}, steps[1]["script"], stage.junit(steps[2]["inputs"]["testResultsFiles"]))


def bitbucket(stage, yaml, blocks):
    pipeline = yaml.safe_load(blocks[0][1])
    stage.checks.equal(pipeline["clone"], {"depth": "full"}, "Bitbucket's clone")
    commands = "\n".join(pipeline["pipelines"]["pull-requests"]["**"][0]["step"]["script"])
    clone = "cd .. && rm -rf repo && git clone -q --single-branch --branch feature file://$PWD/origin repo"
    variables = {**checkouts.BITBUCKET, "BITBUCKET_PR_DESTINATION_BRANCH": "main"}
    stage.both_states("bitbucket", checkouts.ORIGIN + clone, variables, commands, stage.junit("test-results/miggraph.xml"))


def jenkins(stage, yaml, blocks):
    commands = "\n".join(re.findall(r"sh '(.*)'", blocks[0][1]))
    stage.checks.equal(commands.count("\n"), 2, "commands of the Jenkinsfile")
    variables = {"JENKINS_URL": "http://localhost/", "CHANGE_TARGET": "main", "BRANCH_NAME": "PR-7"}
    fetched = "git fetch -q --no-tags origin +$feature:refs/remotes/origin/PR-7 && git checkout -q --force --detach $feature"
    stage.both_states("jenkins", checkouts.ORIGIN + fetched, variables, commands, stage.junit("miggraph.xml"))


def anywhere(stage, yaml, blocks):
    for name, script in (("shallow", "git fetch -q --no-tags --depth=1 origin +$feature:refs/remotes/origin/feature && git checkout -q --force --detach $feature"),
                         ("whole", "git fetch -q origin +refs/heads/*:refs/remotes/origin/* && git checkout -q --force -B feature origin/feature")):
        stage.both_states(f"anywhere-{name}", checkouts.ORIGIN + script, {"CIRCLECI": "true"}, blocks[0][1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dist", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    stage = Stage(parser.parse_args())
    yaml = stage.pinned_yaml()
    found = recipes()
    sections = {"GitHub Actions": github_recipes, "GitLab": gitlab, "Azure Pipelines": azure, "Bitbucket": bitbucket, "Jenkins": jenkins, "Anywhere else": anywhere}
    stage.checks.equal(sorted(found), sorted(sections), "headings of docs/ci.md with recipes")
    for text in re.findall(r"miggraph==([\w.]+)", DOCUMENT.read_text(encoding="utf-8")):
        stage.checks.equal(text, version(), "the version that docs/ci.md installs")
    github_runs(stage, yaml)
    for heading, look in sections.items():
        look(stage, yaml, found[heading])
    stage.checks.end()


if __name__ == "__main__":
    main()
