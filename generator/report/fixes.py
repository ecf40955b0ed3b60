"""Findings whose text has one safe repair -> the files with it, comments and all else as they were.

Safe is what changes no meaning that the writer had: quotes around what is to be a text, and a name that is written as
the one that there is (`tcp` for `TCP`, `image_pull_policy` for `imagePullPolicy`). So are the marks of images that are
updated, and lines that say for one environment what it has already.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from generator.catalog.suggest import meant
from generator.files import replaced
from generator.findings import Finding
from generator.report import image_marks
from generator.rules import RULES

_QUOTE = ("quote the value", "put it between quotes")
"""How hints begin that want quotes around what stands there."""

_TOKEN = re.compile(r"""[^\s,\[\]{}#"':]+(?::[^\s,\[\]{}#"':]+)*""")
"""A plain scalar of one word, or a key."""

_END = re.compile(r"\s*(?:$|[,\]}]|:(?:\s|$))|\s+#")
"""What follows where the word is all that there is."""

_ENCRYPTED = re.compile(r"""^[ \t]*["']?sops["']?[ \t]*:""", re.MULTILINE)
"""What sops encrypted has a code over all its values: an edit by hand makes it unreadable."""

_LINES = re.compile(r"(?<=\n)|(?<=\r)(?!\n)")
_MARK = "\ufeff"


def apply(root: Path, findings: Iterable[Finding]) -> int:
    """The number of repairs; each file is replaced in one step."""
    by_file: dict[str, list[Finding]] = {}
    for finding in findings:
        if _is_fixable(finding) and (root / finding.source.file).is_file():
            by_file.setdefault(finding.source.file, []).append(finding)
    return sum(_apply(root / name, found) for name, found in by_file.items())


def _is_fixable(finding: Finding) -> bool:
    rule = RULES.get(finding.rule)
    return rule is not None and rule.fixable


def _apply(path: Path, findings: Sequence[Finding]) -> int:
    try:
        text = path.read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        return 0
    if _ENCRYPTED.search(text):
        return 0
    mark = _MARK if text.startswith(_MARK) else ""
    lines = _LINES.split(text.removeprefix(mark))
    others = [finding for finding in findings if finding.rule not in image_marks.RULES]
    places = {(finding.source.line, finding.source.column): finding for finding in others}
    marked = [finding for finding in findings if finding.rule in image_marks.RULES]
    changes = image_marks.changes("".join(lines), marked)
    count = 0
    for (line, column), finding in sorted(places.items(), reverse=True):
        text = lines[line - 1] if line <= len(lines) else ""
        token = _TOKEN.match(text, column - 1)
        new = _repair(finding, token[0]) if token and _END.match(text, token.end()) else ""
        if token and new:
            lines[line - 1] = f"{text[: token.start()]}{new}{text[token.end() :]}"
            count += 1
    text, made = image_marks.applied("".join(lines), changes)
    if count + made:
        replaced(path, (mark + text).encode())
    return count + made


def _repair(finding: Finding, token: str) -> str:
    """What is to stand in the place of a word; empty where that is not certain."""
    if finding.rule == "unquoted-string" or finding.hint.startswith(_QUOTE):
        return f'"{token}"'
    word = meant(finding.hint)
    return word if word != token and _letters(word) == _letters(token) else ""


def _letters(word: str) -> str:
    return word.replace("-", "").replace("_", "").lower()
