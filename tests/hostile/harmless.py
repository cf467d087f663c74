"""What nothing that miggraph prints may hold, and strict readers of its formats."""

import json
import re

# Control characters, C1, bidirectional and invisible marks, line separators, tags. Joiners may stand between letters that are not ASCII.
HIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e"
                    "\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]")
JOINER = re.compile("(?:^|[\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?:[\x00-\x7f]|$)", re.MULTILINE)
COLOUR = re.compile("\x1b\\[[0-9;]*m")
# What the runners of GitHub, Azure and TeamCity take for a command. \s as .NET's TrimStart has it.
COMMAND = re.compile(r"^\s*::|##\[|##vso\[|##teamcity\[", re.MULTILINE | re.IGNORECASE)
ANNOTATION = re.compile(r"::(error|warning|notice|group|endgroup)( [^\n]*?)?::[^\n]*")


def text_problems(data, colour=False):
    """What is wrong with a text for people, or for a CI log."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return [f"not UTF-8: {data[max(0, error.start - 30):error.start + 10]!r}"]
    if colour:
        text = COLOUR.sub("", text)
    found = []
    for what, pattern in (("hidden character", HIDDEN), ("joiner", JOINER), ("command of a CI", COMMAND)):
        match = pattern.search(text)
        if match:
            found.append(f"{what}: {text[max(0, match.start() - 40):match.end() + 20]!r}")
    return found


def github_problems(data):
    """Annotations are well formed; every other line is harmless."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return ["not UTF-8"]
    found, rest = [], []
    for line in text.split("\n"):
        if not line.startswith("::"):
            rest.append(line)
            continue
        match = ANNOTATION.fullmatch(line)
        if not match:
            found.append(f"not an annotation: {line[:200]!r}")
            continue
        properties, _, message = line[2:].partition("::")
        for one in properties.partition(" ")[2].split(","):
            if one and not re.fullmatch(r"(title|file|line|endLine|col|endColumn)=[^\r\n:,]*", one):
                found.append(f"not a property: {one[:200]!r}")
        if re.search(r"%(?!25|0A|0D|3A|2C)", line):
            found.append(f"a bare %: {line[:200]!r}")
        rest.append(message.replace("%0A", "\n").replace("%25", "%"))
    return found + text_problems("\n".join(rest).encode())


def json_problems(data):
    """Valid UTF-8, valid JSON (no NaN), no lone surrogate, and no raw hidden character."""
    def refuse(name):
        raise ValueError(f"{name} is not JSON")

    try:
        text = data.decode()
        value = json.loads(text, parse_constant=refuse)
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        return [f"no JSON: {error}"]
    return [f"raw in JSON: {problem}" for problem in text_problems(data) if not problem.startswith("command")]


def dot_problems(data):
    """Each line is one of the few statements that the drawing consists of, with every text inside quotes."""
    found = text_problems(data)
    quoted = r'"(?:[^"\\\n]|\\["\\n])*"'
    attribute = rf"[a-z]+=(?:{quoted}|[A-Za-z0-9#]+)"
    statement = re.compile(rf'\s*(?:digraph \w+ \{{|\}}|rankdir=\w+;|node \[{attribute}(?:, {attribute})*\];|subgraph \w+ \{{|label={quoted};'
                           rf"|[nx]\d+ \[{attribute}(?:, {attribute})*\];|[nx]\d+ -> [nx]\d+(?: \[{attribute}\])?;)?")
    for line in data.decode(errors="replace").split("\n"):
        if not statement.fullmatch(line):
            found.append(f"not DOT: {line[:200]!r}")
            break
    return found


def mermaid_problems(data):
    """Every text stands in a quoted label, in which nothing can end it or be markup; comments hold nothing of the repository."""
    found = text_problems(data)
    label = r'"(?:[^"<>`\n]|<br/>)*"'
    statement = re.compile(rf"\s*(?:flowchart \w+|n\d+\[{label}\](?::::\w+)?|subgraph a\d+\[{label}\]|end|n\d+ (?:-->|-\.->) n\d+"
                           r"|classDef \w+ [\w:#,-]+|%% [\w ,:;]+)?")
    for line in data.decode(errors="replace").split("\n"):
        if not statement.fullmatch(line):
            found.append(f"not Mermaid: {line[:200]!r}")
            break
    return found


CHECKS = {"text": text_problems, "json": json_problems, "github": github_problems, "dot": dot_problems, "mermaid": mermaid_problems}
