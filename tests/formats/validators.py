"""One validator a format of `check`: what is wrong with an output, as a list of sentences. Each is given the report as JSON too, and
holds the output against it."""

import json
import pathlib
import re
import sys
import urllib.parse
import xml.etree.ElementTree as ElementTree

import fastjsonschema
import xmlschema
from markdown_it import MarkdownIt

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "tests/hostile"))
import harmless  # noqa: E402
import get_tools  # noqa: E402

CODE = r"MG\d{3}"
MAX_COMMENT = 65536


def schema(path):
    return fastjsonschema.compile(json.loads(path.read_text(encoding="utf-8")))


JSON_SCHEMA = schema(ROOT / "docs/json.schema.json")
SARIF_SCHEMA = schema(get_tools.SARIF_SCHEMA)
GITLAB_SCHEMA = schema(HERE / "gitlab-code-quality.schema.json")
JUNIT_SCHEMA = xmlschema.XMLSchema(str(HERE / "junit.xsd"))


def by_schema(validate, value):
    try:
        validate(value)
    except fastjsonschema.JsonSchemaException as error:
        return [f"against the schema: {error}"[:300]]
    return []


def loaded(data):
    problems = harmless.json_problems(data)
    return (None, problems) if any(problem.startswith("no JSON") for problem in problems) else (json.loads(data), problems)


def counted(what, found, expected):
    return [] if found == expected else [f"{found} {what}, but {expected} in the JSON"]


def check_json(data, report, strict=False):
    value, problems = loaded(data)
    return problems if value is None else problems + by_schema(JSON_SCHEMA, value)


def check_text(data, report, strict=False):
    return harmless.text_problems(data)


# --- concise ---

CONCISE = re.compile(rf"(?:(?P<path>[^:]+)(?::(?P<line>\d+):(?P<column>\d+))?: )?(?P<code>{CODE}) (?:(?P<severity>warning|info): )?(?P<message>.+)")


def check_concise(data, report, strict=False):
    problems = harmless.text_problems(data)
    lines = data.decode(errors="replace").removesuffix("\n").split("\n")
    findings = report["diagnostics"]
    for line, finding in zip(lines, findings):
        match = CONCISE.fullmatch(line)
        if not match:
            problems.append(f"does not parse: {line[:200]!r}")
            continue
        start = (finding["range"] or {}).get("start") or {}
        expected = (finding["code"], finding["severity"], *(str(start[key]) if start else None for key in ("line", "column")))
        if (match["code"], match["severity"] or "error", match["line"], match["column"]) != expected:
            problems.append(f"{line[:200]!r} stands for {expected}")
        if bool(match["path"]) != bool(finding["path"]):
            problems.append(f"path or none: {line[:200]!r}")
    if not data and not findings:
        return problems  # -q
    rest = lines[len(findings):]
    if not rest or not re.match(r"[✖!✔] |ok |x ", rest[0]) or any(re.search(rf": {CODE} ", line) for line in rest):
        problems.append(f"no count behind {len(findings)} findings: {rest[:2]}")
    return problems


# --- github ---

def check_github(data, report, strict=False):
    problems = harmless.github_problems(data)
    lines = data.decode(errors="replace").split("\n")
    if lines[0] != "::group::miggraph check" or "::endgroup::" not in lines:
        problems.append("no group")
    annotations = [line for line in lines if re.match("::(error|warning|notice) ", line)]
    for command, severities in (("error", ("error", "warning") if strict else ("error",)), ("warning", () if strict else ("warning",)), ("notice", ("info",))):
        found = [line for line in annotations if line.startswith(f"::{command} ")]
        expected = sum(finding["severity"] in severities for finding in report["diagnostics"])
        if len(found) != min(expected, 10):
            problems.append(f"{len(found)} annotations `{command}` for {expected} findings")
        if expected > 10 and f"::{expected - 9} more" not in found[-1]:
            problems.append(f"the last annotation does not count the others: {found[-1]}")
    return problems


# --- sarif ---

def check_sarif(data, report, strict=False):
    value, problems = loaded(data)
    if value is None:
        return problems
    problems += by_schema(SARIF_SCHEMA, value)
    if problems:
        return problems
    (run,) = value["runs"]
    driver = run["tool"]["driver"]
    problems += [f"no semanticVersion: {driver.get('semanticVersion')}"] if not re.fullmatch(r"\d+\.\d+\.\d+", driver.get("semanticVersion", "")) else []
    problems += [] if run.get("automationDetails", {}).get("id", "").endswith("/") else ["automationDetails.id"]
    for rule in driver["rules"]:
        texts = [rule.get(key, {}).get("text", "") for key in ("shortDescription", "fullDescription", "help")] + [rule.get("help", {}).get("markdown", "")]
        if not all(texts) or any(len(text) > 1024 for text in texts[:2]):
            problems.append(f"{rule['id']}: a text is missing or too long")
    problems += counted("results", len(run["results"]), len(report["diagnostics"]))
    prints = [result.get("partialFingerprints", {}).get("primaryLocationLineHash") for result in run["results"]]
    if None in prints or len(set(prints)) != len(prints):
        problems.append("fingerprints are missing or not unique")
    for result, finding in zip(run["results"], report["diagnostics"]):
        problems += sarif_result(result, finding, driver["rules"], strict)
    return problems


def sarif_result(result, finding, rules, strict):
    problems = []
    if rules[result["ruleIndex"]]["id"] != result["ruleId"] or result["ruleId"] != finding["code"]:
        problems.append(f"ruleIndex {result['ruleIndex']} is not {result['ruleId']}")
    level = {"error": "error", "warning": "error" if strict else "warning", "info": "note"}[finding["severity"]]
    if result["level"] != level:
        problems.append(f"level {result['level']} for {finding['severity']}")
    locations = result.get("locations", [])
    if len(locations) != 1:
        return problems + [f"{len(locations)} locations"]
    related = result.get("relatedLocations", [])
    for location in [*locations, *related]:
        problems += physical_location(location["physicalLocation"])
    if finding["path"] and "\ufffd" not in finding["path"]:
        uri = urllib.parse.unquote(locations[0]["physicalLocation"]["artifactLocation"]["uri"])
        if uri != finding["path"]:
            problems.append(f"{uri!r} is not {finding['path']!r}")
    text = result["message"]["text"]
    links = {int(target) for target in re.findall(r"(?<!\\)\[(?:[^\[\]\\]|\\.)*\]\((\d+)\)", text)}
    ids = [location["id"] for location in related]
    if set(ids) != links or len(set(ids)) != len(ids):
        problems.append(f"links {links}, but related locations {ids}")
    if re.search(r"(?<!\\)\](?:\\\\)*\((?!\d+\))", text):
        problems.append(f"a link of somebody else's: {text[:200]!r}")
    return problems


def physical_location(physical):
    uri, region = physical["artifactLocation"]["uri"], physical.get("region", {})
    problems = []
    if not re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri) or uri.startswith("/"):
        problems.append(f"uri {uri!r} is no relative path, percent-encoded")
    if physical["artifactLocation"].get("uriBaseId") != "%SRCROOT%":
        problems.append("no uriBaseId")
    numbers = [region.get(key) for key in ("startLine", "startColumn", "endLine", "endColumn")]
    if any(not isinstance(number, int) or number < 1 for number in numbers) or (numbers[0], numbers[1]) > (numbers[2], numbers[3]):
        problems.append(f"region {numbers}")
    return problems


# --- gitlab ---

def check_gitlab(data, report, strict=False):
    value, problems = loaded(data)
    if value is None:
        return problems
    problems += by_schema(GITLAB_SCHEMA, value) + counted("entries", len(value), len(report["diagnostics"]))
    if problems:
        return problems
    if len({entry["fingerprint"] for entry in value}) != len(value):
        problems.append("fingerprints are not unique")
    for entry, finding in zip(value, report["diagnostics"]):
        severity = {"error": "critical", "warning": "critical" if strict else "minor", "info": "info"}[finding["severity"]]
        if entry["check_name"] != finding["name"] or entry["severity"] != severity or (finding["path"] and entry["location"]["path"] != finding["path"]):
            problems.append(f"{entry} is not {finding['code']} {finding['severity']} {finding['path']!r}")
        if harmless.HIDDEN.search(entry["description"]):
            problems.append(f"hidden character in {entry['description'][:200]!r}")
    return problems


# --- junit ---

def check_junit(data, report, strict=False):
    problems = harmless.text_problems(data)
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        return [*problems, f"no XML: {error}"]
    problems += [f"against the schema: {error.reason}"[:300] for error in JUNIT_SCHEMA.iter_errors(data.decode())]
    if problems:
        return problems
    for suite in root:
        cases = list(suite)
        for key, found in (("tests", len(cases)), ("failures", sum(case.find("failure") is not None for case in cases))):
            if int(suite.get(key)) != found:
                problems.append(f"{suite.get('name')}: {key} is {suite.get(key)}, but there are {found}")
        for case in cases:
            failures = case.findall("failure")
            if len(failures) > 1 or any(not failure.get("message") or not (failure.text or "").strip() for failure in failures):
                problems.append(f"{case.get('name')}: failures without text, or several")
    for key in ("tests", "failures"):
        if int(root.get(key)) != sum(int(suite.get(key)) for suite in root):
            problems.append(f"{key} of all suites")
    failing = {"error", "warning"} if strict else {"error"}
    told = {True: 0, False: 0}
    for failed, path in ((True, ".//failure"), (False, ".//system-out")):
        for element in root.iterfind(path):
            told[failed] += len(re.findall(rf"(?:^|: ){CODE} ", element.text or "", re.MULTILINE))
    for failed in (True, False):
        expected = sum((finding["severity"] in failing) == failed for finding in report["diagnostics"])
        if told[failed] < expected:  # a hostile text may look like one more
            problems.append(f"{told[failed]} findings {'failed' if failed else 'told'}, but {expected} in the JSON")
    return problems


# --- markdown ---

PARSER = MarkdownIt("gfm-like", {"html": True, "linkify": True})
PARSER.linkify.set({"fuzzy_link": False, "fuzzy_email": False})
ALLOWED = {"heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "fence", "html_block", "bullet_list_open",
           "bullet_list_close", "list_item_open", "list_item_close"}
ALLOWED_INLINE = {"text", "code_inline", "softbreak", "hardbreak", "html_inline", "strong_open", "strong_close"}
HTML_BLOCK = re.compile(r"<!-- miggraph:check -->|<details>\n<summary>(The fork|\d+ notes?)</summary>|</details>")
HTML_INLINE = re.compile(r"<!-- -->|<sub>|</sub>")
HEADING = re.compile(rf"[✖!✔·] (Django migrations: .*|{CODE} .*)")
REFERENCE = re.compile(r"@\w|#\d|(?<!\w)![\d]|~\w|%\w|&\d|\$\w|:\w+:|://|www\.\w", re.IGNORECASE)
MERMAID = re.compile(r'flowchart LR|  n\d+\["(?:[^"<>`\n]|<br/>)*"\](?::::leaf)?|  n\d+ --> n\d+|  classDef leaf [\w:#,-]+')


def check_markdown(data, report, strict=False):
    problems = [problem for problem in harmless.text_problems(data) if not re.search(r"command of a CI: '.*?#{2,3} [✖!✔·] ", problem)]
    text = data.decode(errors="replace")
    if len(text) > MAX_COMMENT:
        problems.append(f"{len(text)} characters: GitHub refuses more than {MAX_COMMENT}")
    if not text.startswith("<!-- miggraph:check -->\n"):
        problems.append("the marker is not the first line")
    headings, depth = [], 0
    tokens = PARSER.parse(text)
    for i, token in enumerate(tokens):
        if token.type not in ALLOWED:
            problems.append(f"{token.type}: {token.content[:100]!r} in line {token.map}")
        elif token.type == "heading_open":
            headings.append(tokens[i + 1].content)
            if token.tag not in ("h2", "h3") or not HEADING.fullmatch(headings[-1]):
                problems.append(f"{token.tag}: {headings[-1][:100]!r}")
        elif token.type == "html_block":
            for block in filter(None, token.content.strip().split("\n\n")):
                if not HTML_BLOCK.fullmatch(block.strip()):
                    problems.append(f"html: {block[:100]!r}")
            depth += token.content.count("<details>") - token.content.count("</details>")
        elif token.type == "fence":
            problems += fence_problems(token)
        elif token.type == "inline":
            problems += inline_problems(token)
    if depth:
        problems.append("<details> that are not closed")
    sections = len(headings) - 1
    more = sum(int(number) for number in re.findall(r"^… and (\d+) more findings?: ", text, re.MULTILINE))
    return problems + counted("findings told or counted", sections + more, len(report["diagnostics"]))


def fence_problems(token):
    if token.info not in ("sh", "text", "mermaid"):
        return [f"a fence of somebody else's: {token.info!r}"]
    if token.info != "mermaid":
        return []
    return [f"Mermaid: {line[:100]!r}" for line in token.content.rstrip("\n").split("\n") if not MERMAID.fullmatch(line)]


def inline_problems(token):
    problems = []
    for i, child in enumerate(token.children):
        if child.type not in ALLOWED_INLINE:
            problems.append(f"{child.type}: {token.content[:100]!r}")
        elif child.type == "html_inline" and not HTML_INLINE.fullmatch(child.content):
            problems.append(f"html: {child.content[:100]!r}")
        elif child.type == "strong_open" and token.children[i + 1].content not in ("What to do", "What clashes"):
            problems.append(f"strong: {token.content[:100]!r}")
        elif child.type == "text" and REFERENCE.search(child.content):
            problems.append(f"GitHub or GitLab would make a link of {child.content[:100]!r}")
    return problems


CHECKS = {"text": check_text, "concise": check_concise, "json": check_json, "github": check_github, "markdown": check_markdown,
          "sarif": check_sarif, "gitlab": check_gitlab, "junit": check_junit}
