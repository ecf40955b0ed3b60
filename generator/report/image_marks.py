"""Findings about the marks of images that are updated -> the text of their file with the right ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from generator.catalog import comments
from generator.errors import KubecatalogError
from generator.findings import Finding
from generator.json_types import Path, parsed

RULES = frozenset({"missing-image-mark", "shared-image", "wrong-image-mark"})

Change = Callable[[str], str]

_WANTED = re.compile(r"`(?:(?P<field>environments\.\S+): (?P<image>[^\s`]+) ?)?(?P<mark># \{[^`]*\})?`")
"""In a hint: the mark; and of an image that gets a line of its own where, and which it is."""

_START = '# {"$imagepolicy"'


def changes(text: str, findings: Iterable[Finding]) -> list[Change]:
    """In the order in which they can be made: none of them moves what a later one looks for."""
    found = list(_changes(text, findings))
    return [change for _, change in sorted(found, key=lambda item: item[0], reverse=True)]


def applied(text: str, wanted: Iterable[Change]) -> tuple[str, int]:
    """And how many of them could be made."""
    count = 0
    for change in wanted:
        try:
            text = change(text)
        except KubecatalogError:
            continue
        count += 1
    return text, count


def _changes(text: str, findings: Iterable[Finding]) -> Iterator[tuple[int, Change]]:
    """With a line that those below it are changed before; what is added comes last."""
    for finding in findings:
        line, column = finding.source.line, finding.source.column
        match = _WANTED.search(finding.hint)
        if match and match["field"]:
            yield 0, _own_line(parsed(match["field"]), match["image"], match["mark"])
        elif match:
            path = comments.path_at(text, line, column)
            if path is not None:
                yield line, _marked(path, match["mark"])
        else:
            yield line, _unmarked(line, column)


def _marked(path: Path, mark: str) -> Change:
    return lambda text: comments.with_comment(text, path, mark, _START)


def _unmarked(line: int, column: int) -> Change:
    return lambda text: comments.without_comment(text, line, column)


def _own_line(path: Path, image: str, mark: str | None) -> Change:
    def change(text: str) -> str:
        text = comments.with_value(text, path, image)
        return comments.with_comment(text, path, mark, _START) if mark else text

    return change
