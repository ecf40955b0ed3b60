"""A text that the YAML reader refuses -> where a person has to look, and what to do there.

The reader names the point at which it gave up, in the words of its grammar. That is often a line below the mistake.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache

import yaml
from msgspec import Struct

from generator.catalog.discretion import is_secret

_CONFLICT = re.compile(r"^(<{7}|={7}|>{7})(?= |$)", re.MULTILINE)
_ODD_SPACE = re.compile("[\u00a0\u2007\u202f\u200b\u2060\ufeff]")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_NO_SPACE = re.compile(r"([\w.\"'-]+):(\S.*)")
_LONGEST_QUOTE = 40


class Problem(Struct, frozen=True):
    """Something wrong with the text itself, at a 1-based line and column."""

    rule: str
    message: str
    hint: str
    line: int
    column: int


class _Refusal(Struct, frozen=True):
    """What the reader says: `at` is where it gave up, `start` where what it was reading began (0-based positions)."""

    text: str
    problem: str
    context: str
    at: int
    start: int

    def line(self, position: int) -> str:
        begin = self.text.rfind("\n", 0, position) + 1
        end = self.text.find("\n", position)
        return self.text[begin : end if end >= 0 else len(self.text)].rstrip("\r")

    def rest(self, position: int) -> str:
        """What stands from a position to the end of its line, without a comment."""
        begin = self.text.rfind("\n", 0, position) + 1
        return self.line(position)[position - begin :].split(" #")[0].strip()

    @property
    def first_of_line(self) -> bool:
        """Whether nothing but spaces stands before the point where the reader gave up."""
        return not self.text[self.text.rfind("\n", 0, self.at) + 1 : self.at].strip()


Answer = tuple[str, str, int]
"""A message, a hint, a position."""


def place(text: str, position: int) -> tuple[int, int]:
    """The 1-based line and column of a position. The reader also counts line breaks that no editor shows as one."""
    starts = _line_starts(text)
    line = bisect_right(starts, position)
    return line, position - starts[line - 1] + 1


@lru_cache(maxsize=2)
def _line_starts(text: str) -> list[int]:
    return [0, *(found.end() for found in _LINE_BREAK.finditer(text))]


def explain(text: str, error: yaml.YAMLError) -> Problem:
    """`text` has no byte order mark: positions do not count it."""
    if not isinstance(error, yaml.MarkedYAMLError):  # the reader's own, of a control character
        before = text.encode()[: getattr(error, "position", 0) or 0].decode(errors="ignore")
        found = f"U+{ord(text[len(before)]):04X} " if len(before) < len(text) else ""
        message = f"the control character {found}is not allowed"
        return Problem("invalid-yaml", message, "remove it", *place(text, len(before)))
    conflict = _CONFLICT.search(text)
    if conflict and len(_CONFLICT.findall(text)) > 1:
        message = "a merge conflict is not resolved here"
        hint = "keep what is right and remove the markers"
        return Problem("merge-conflict", message, hint, *place(text, conflict.start()))
    at = error.problem_mark.index if error.problem_mark else 0
    start = error.context_mark.index if error.context_mark else at
    refusal = _Refusal(text, error.problem or "", error.context or "", min(at, len(text)), min(start, len(text)))
    if error.context == "expected a single document in the stream":
        message = "a catalog file holds one document; a second one starts here"
        return Problem("several-documents", message, "move it to a file of its own", *place(text, refusal.at))
    tab = _tab(refusal)
    if tab is not None:
        return Problem("tab-indentation", "a tab cannot indent YAML", "use spaces", *place(text, tab))
    space = _odd_space(refusal)
    if space is not None:
        message = f"the character U+{ord(text[space]):04X} looks like a space and is none"
        return Problem("invalid-yaml", message, "type a plain space instead", *place(text, space))
    message, hint, position = _answer(refusal)
    return Problem("invalid-yaml", message, hint, *place(text, min(position, len(text.rstrip()))))


def _tab(refusal: _Refusal) -> int | None:
    begin = refusal.text.rfind("\n", 0, refusal.at) + 1
    line = refusal.line(refusal.at)
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent:
        return begin + line.index("\t")
    return refusal.at if refusal.text[refusal.at : refusal.at + 1] == "\t" else None


def _odd_space(refusal: _Refusal) -> int | None:
    """In the line where the reader gave up, or the one before it."""
    begin = refusal.text.rfind("\n", 0, max(refusal.text.rfind("\n", 0, refusal.at), 0)) + 1
    found = _ODD_SPACE.search(refusal.text, begin, refusal.at)
    return found.start() if found else None


def _answer(refusal: _Refusal) -> Answer:
    for words, answer in _ANSWERS.items():
        if words in refusal.problem or words in refusal.context:
            return answer(refusal)
    message = " ".join(part for part in (refusal.problem, refusal.context) if part)
    return message[:1].lower() + message[1:], "check the indentation, colons, quotes and brackets here", refusal.at


def _bad_start(refusal: _Refusal) -> Answer:
    """A plain value that begins with a character that means something else."""
    value = refusal.rest(refusal.start)
    short = len(value) <= _LONGEST_QUOTE and '"' not in value and not is_secret(refusal.line(refusal.start))
    hint = f'quote it: "{value}"' if short else "quote it"
    return f'a value cannot start with "{refusal.text[refusal.start : refusal.start + 1]}"', hint, refusal.start


def _no_mapping(refusal: _Refusal) -> Answer:
    before = refusal.text[refusal.text.rfind("\n", 0, refusal.at) + 1 : refusal.at]
    if ":" in before:
        hint = "quote the whole value if the colon belongs to it, or write one field a line"
        return "a second `: ` stands on this line", hint, refusal.at
    position = refusal.at - len(before.lstrip())
    hint = "align it with the fields that it belongs to, and check that the line above ends its value"
    return "a field cannot start here: the line above is a value", hint, position


def _no_colon(refusal: _Refusal) -> Answer:
    line = refusal.rest(refusal.start)
    glued = _NO_SPACE.fullmatch(line)
    if glued:
        short = len(line) <= _LONGEST_QUOTE and not is_secret(line)
        hint = f"write `{glued[1]}: {glued[2]}`" if short else "put a space there"
        return "there is no space after the colon", hint, refusal.start
    return "there is no colon on this line", "write `field: value`", refusal.start


def _open_quote(refusal: _Refusal) -> Answer:
    return "the quote that opens here is never closed", "close it before the end of the line", refusal.start


def _open_bracket(refusal: _Refusal) -> Answer:
    opening = refusal.text[refusal.start : refusal.start + 1]
    closing = {"{": "}", "[": "]"}.get(opening, "")
    if "\n" in refusal.text[refusal.start : refusal.at]:
        hint = f"close it with `{closing}`, or add the comma that is missing"
        return f"the `{opening}` that opens here is not closed", hint, refusal.start
    return f"a comma or `{closing}` is missing here", "separate the items with commas", refusal.at


def _no_key(refusal: _Refusal) -> Answer:
    if refusal.first_of_line:
        return _misaligned(refusal)
    hint = "quote the whole value, and escape a quote inside it"
    return "nothing may follow the end of a value on its line", hint, refusal.at


def _misaligned(refusal: _Refusal) -> Answer:
    hint = "align it with the fields or items that it stands beside"
    return "this line does not fit what stands above it", hint, refusal.at


def _no_list(refusal: _Refusal) -> Answer:
    return "a list cannot start on the line of its field", "write it on the lines below, or as `[a, b]`", refusal.at


def _escape(refusal: _Refusal) -> Answer:
    sequence = refusal.text[refusal.at - 1 : refusal.at + 1]
    if not sequence.startswith("\\"):
        sequence = refusal.text[refusal.at : refusal.at + 2]
    return f"`{sequence}` is no escape of a text in double quotes", "write `\\\\`, or use single quotes", refusal.at


def _no_anchor(refusal: _Refusal) -> Answer:
    name = refusal.rest(refusal.at).split(" ")[0].lstrip("*").rstrip(",]}")
    return f'no anchor is named "{name}"', f"define `&{name}` above, or quote the value", refusal.at


def _same_anchor(refusal: _Refusal) -> Answer:
    return "this anchor has the name of an earlier one", "give it another name", refusal.at


def _empty_item(refusal: _Refusal) -> Answer:
    if not refusal.text[refusal.at :].strip():
        return "the text ends in the middle of a value", "close every bracket and quote that was opened", refusal.at
    return "a value is missing here", "remove the comma or bracket that is too much, or add the value", refusal.at


def _after_indicator(refusal: _Refusal) -> Answer:
    return "nothing may follow `|` or `>` on its line", "write the text on the lines below it", refusal.at


def _version(refusal: _Refusal) -> Answer:
    return "this version of YAML cannot be read", "remove the line: no directive is needed", refusal.at


_ANSWERS: dict[str, Callable[[_Refusal], Answer]] = {
    "cannot start any token": _bad_start,
    "scanning an alias": _bad_start,
    "scanning an anchor": _bad_start,
    "mapping values are not allowed": _no_mapping,
    "incompatible YAML document": _version,
    "undefined tag handle": _bad_start,
    "scanning a block scalar": _after_indicator,
    "could not find expected ':'": _no_colon,
    "scanning a quoted scalar": _open_quote,
    "parsing a flow mapping": _open_bracket,
    "parsing a flow sequence": _open_bracket,
    "did not find expected key": _no_key,
    "expected '-' indicator": _misaligned,
    "expected <document start>": _misaligned,
    "block sequence entries are not allowed": _no_list,
    "unknown escape character": _escape,
    "undefined alias": _no_anchor,
    "duplicate anchor": _same_anchor,
    "expected node content": _empty_item,
}
"""Words of the reader's message -> what they mean to a person; the first that fits."""
