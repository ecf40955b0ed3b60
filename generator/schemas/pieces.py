"""YAML in blocks -> its documents, of which equal pieces are read once.

Manifests repeat one another: those of one service in each environment, probes and labels of all services. A text is
taken apart at its indentation, and what was met before is not read again. Values of equal pieces are one object, as
those of an anchor and its aliases are: whoever gets them changes nothing.

What a piece holds is independent of what stands around it if it is complete and no line of it begins further left. So
whatever is written in another way than in blocks either lies within one piece, which the whole reader reads, or is cut
into pieces that nobody can read (half of a text in quotes); then there is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from generator.json_types import Json, JsonMap, Path
from generator.schemas import quickly

_LONG = 4_000
"""Characters of which it is not likely that they come again."""
_MOST = 100_000
"""Pieces that are kept: all of a large repository; a stream without an end must fit into memory."""

_WORD = "[A-Za-z][A-Za-z0-9_./-]*"
_SCALAR = (
    r"(?:([A-Za-z/](?:[A-Za-z0-9_./@=+,()-]|:(?=[A-Za-z0-9/])|[ ](?=[A-Za-z0-9_./(]))*)"
    r"""|"([ !#-\[\]-~]*)"|'([ -&(-~]*)'|([1-9][0-9]{0,8}|0))"""
)
"""One that every version of YAML reads alike, on one line: plain, in quotes without escapes, a number."""
_QUOTED = (3, 4)
"""Groups that begin after a quote."""
_COMMENTS = re.compile(r"(?:#[ -~]*\n)*")
_IS_ENTRY = re.compile(rf"{_WORD}:(?=[ \n]|$)").match
_ENTRY = re.compile(rf" *({_WORD}): {_SCALAR}").fullmatch
_ITEM = re.compile(f"(){_SCALAR}").fullmatch
_HEAD = re.compile(rf" *({_WORD}):\n( *)(?:(- )|(?={_WORD}:[ \n]))").match
"""A key, and below it the beginning of a list or of a map."""
_NO_STRINGS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
"""What is no string in one version of YAML or another."""
_CONSTANTS: Mapping[str, Json] = {"true": True, "false": False, "null": None}

_Entry = tuple[str, Json]


class _NoPieces(Exception):  # noqa: N818 - it is no error
    """A text that cannot be taken apart, or that only the other reader reads."""


class Pieces:
    """Those that were met so far, by their text."""

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] = {}
        self._items: dict[str, Json] = {}

    def documents(self, text: str) -> list[Json] | None:
        """None where another reader has to be asked."""
        whole = text.removeprefix("---\n")
        parts = whole[:-1].split("\n---\n")
        if not whole.endswith("\n") or whole.count("\n---") >= len(parts) or "\n..." in whole:
            return None
        if len(self._entries) + len(self._items) > _MOST:
            self._entries.clear()
            self._items.clear()
        try:
            return [self._document(part) for part in parts]
        except (_NoPieces, RecursionError):
            return None

    def narrowed(self, text: str, path: Path) -> tuple[int, str, Path] | None:
        """Where a value begins in a document, and nothing; or the piece that it is in, and the path from there.

        None where the document cannot be taken apart.
        """
        if self.documents(text) is None:
            return None
        start = _after_comments(text, 4 if text.startswith("---\n") else 0)
        text, margin, is_list = text[start:-1], 0, False
        while path:
            before, piece = (_item_at if is_list else _entry_at)(text, margin, path[0])
            head = None if is_list else _HEAD(piece)
            if not piece:  # a key that is not there, or not as a plain word
                return (start + margin, "", ()) if is_list else (start, text, path)
            if is_list and _IS_ENTRY(piece, margin + 2):
                text, margin, is_list = f"{' ' * margin}  {piece[margin + 2 :]}", margin + 2, False
            elif head and _is_below(head, margin):
                before += head.start(2)
                text, margin, is_list = piece[head.start(2) :], len(head[2]), bool(head[3])
            elif simple := _ITEM(piece, margin + 2) if is_list else _ENTRY(piece):
                return start + before + simple.start(simple.lastindex or 0) - (simple.lastindex in _QUOTED), "", ()
            else:
                return start + before, piece, (0, *path[1:]) if is_list else path
            start, path = start + before, path[1:]
        return start + margin, "", ()

    def _document(self, text: str) -> JsonMap:
        text = text[_after_comments(text, 0) :]
        if not _IS_ENTRY(text):
            raise _NoPieces
        return self._map(text, 0)

    def _map(self, text: str, margin: int) -> JsonMap:
        """Of a text whose first key stands after `margin` spaces."""
        known = self._entries
        pieces = _between_keys(margin)(text)
        found = dict([known.get(piece) or self._entry(piece, margin) for piece in pieces])
        if len(found) != len(pieces):  # a key that is set twice
            raise _NoPieces
        return found

    def _entry(self, piece: str, margin: int) -> _Entry:
        entry = self._read_entry(piece, margin)
        if len(piece) < _LONG:
            self._entries[piece] = entry
        return entry

    def _read_entry(self, piece: str, margin: int) -> _Entry:
        head = _HEAD(piece)
        if head:
            key, inner, item = head.groups()
            if len(inner) >= (margin if item else margin + 1) and key.lower() not in _NO_STRINGS:
                return key, (self._list if item else self._map)(piece[head.start(2) :], len(inner))
        elif (simple := _ENTRY(piece)) and simple[1].lower() not in _NO_STRINGS:
            return simple[1], _scalar(simple)
        found = _read(piece, margin)
        if not isinstance(found, dict) or len(found) != 1:
            raise _NoPieces
        return next(iter(found.items()))

    def _list(self, text: str, margin: int) -> list[Json]:
        """Of a text whose first item stands after `margin` spaces."""
        between = f"\n{' ' * margin}- "
        return [self._item(item, margin) for item in text[margin + 2 :].split(between)]

    def _item(self, item: str, margin: int) -> Json:
        simple = _ITEM(item)
        if simple:
            return _scalar(simple)
        is_map = _IS_ENTRY(item)
        piece = f"{' ' * margin}{'  ' if is_map else '- '}{item}"
        if piece in self._items:
            return self._items[piece]
        value = self._map(piece, margin + 2) if is_map else _only_item(_read(piece, margin))
        if len(piece) < _LONG:
            self._items[piece] = value
        return value


def _after_comments(text: str, start: int) -> int:
    comments = _COMMENTS.match(text, start)
    return comments.end() if comments else start


def _is_below(head: re.Match[str], margin: int) -> bool:
    """Whether what begins after a key on a line of its own is the value of that key."""
    return len(head[2]) >= margin + (not head[3]) and head[1].lower() not in _NO_STRINGS


def _scalar(found: re.Match[str]) -> Json:
    text: str = found[found.lastindex or 0]
    if found.lastindex == 2 and text.lower() in _NO_STRINGS:
        if text not in _CONSTANTS:
            raise _NoPieces
        return _CONSTANTS[text]
    return int(text) if found.lastindex == 5 else text


def _read(piece: str, margin: int) -> Json:
    found = None if "\n" in piece and margin and _outside(margin)(piece) else quickly.read(f"{piece}\n")
    if found is None or len(found) != 1:
        raise _NoPieces
    return found[0]


def _only_item(found: Json) -> Json:
    if not isinstance(found, list) or len(found) != 1:
        raise _NoPieces
    return found[0]


def _entry_at(text: str, margin: int, key: str | int) -> tuple[int, str]:
    """Where the piece with a key begins in a map, and the piece; empty where there is none that begins with it."""
    wanted, start = f"{' ' * margin}{key}:", 0
    for piece in _between_keys(margin)(text):
        if piece.startswith(wanted) and piece[len(wanted) : len(wanted) + 1] in ("", " ", "\n"):
            return start, piece
        start += len(piece) + 1
    return 0, ""


def _item_at(text: str, margin: int, position: str | int) -> tuple[int, str]:
    """Where an item begins in a list, and its text with the line's beginning; empty where there is none."""
    first = f"{' ' * margin}- "
    items = text[len(first) :].split(f"\n{first}")
    if not isinstance(position, int) or position >= len(items):
        return 0, ""
    return sum(len(item) + len(first) + 1 for item in items[:position]), f"{first}{items[position]}"


@lru_cache(maxsize=256)
def _between_keys(margin: int) -> Callable[[str], list[str]]:
    return re.compile(rf"\n(?= {{{margin}}}[^ \n#-])").split


@lru_cache(maxsize=256)
def _outside(margin: int) -> Callable[[str], object]:
    """Finds a line that begins before the margin."""
    return re.compile(rf"\n {{0,{margin - 1}}}[^ \n]").search
