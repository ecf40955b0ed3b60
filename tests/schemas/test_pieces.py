"""Texts that are read in pieces give what the whole reader gives, or nothing; places are where it has them."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.catalog.yaml_source import locate
from generator.checks.places import Stream
from generator.json_types import Json
from generator.json_types import Path as ValuePath
from generator.schemas.manifests import Loader
from generator.schemas.pieces import Pieces
from generator.tools.locate import CHECKOUT

_LINES = (
    *("a: 1", "b: text", "c:", "d: e: f", "- a: 1", "- b", "- c:", "-", "- - x", "f: |", "g: >-", "h: |2", "words"),
    *('i: "x', 'y"', "j: 'it''s'", "k: 'x", "l: [1,", "2]", "m: {a: b}", "n: &x y", "o: *x", '"p": 1', "8: x", ""),
    *("# note", "q: # note", "r: yes", "yes: 1", "s: 08", "t: a - b", "u: -1", "v: {}", "? w", ": x", "- |", "- 'z"),
    *(
        "y: http://a/b:c",
        "z: true",
        "aa: null",
        "bb: a b ",
        "cc: 1.5",
        "<<: {a: 1}",
        "- d: 1",
        "e: !!str 1",
        "...",
        "---",
    ),
)
_KNOWN = Pieces()


def _is_refused_or_right(text: str) -> bool:
    found = _KNOWN.documents(text)
    return found is None or repr(found) == repr(list(yaml.load_all(text, Loader)))


@settings(max_examples=500)
@given(st.lists(st.tuples(st.sampled_from((0, 0, 1, 2, 2, 4)), st.sampled_from(_LINES)), min_size=1, max_size=7))
def test_any_lines_are_read_as_the_whole_reader_reads_them(lines: list[tuple[int, str]]) -> None:
    assert _is_refused_or_right("".join(f"{' ' * margin}{line}\n" for margin, line in lines))


def test_manifests_are_read_in_pieces() -> None:
    texts = [file.read_text() for file in sorted((CHECKOUT / "overlays").rglob("*.yaml"))]
    assert [text for text in texts if not _is_refused_or_right(text)] == []
    assert sum(_KNOWN.documents(text) is not None for text in texts) > 0.9 * len(texts)


def test_equal_pieces_are_one_value() -> None:
    found = _KNOWN.documents("kind: A\nspec:\n  a: {x: 1}\n---\nkind: B\nspec:\n  a: {x: 1}\n")
    assert found is not None
    assert found[0]["spec"] is found[1]["spec"]


def test_places_are_those_of_the_whole_text() -> None:
    for file in sorted((CHECKOUT / "base").rglob("*.yaml"))[:40]:
        raw = file.read_bytes()
        for path in _paths(yaml.safe_load(raw)):
            for field in (path, (*path, "absent"), (*path, 7, "absent")):
                assert Stream(raw).place(0, field, key=False) == locate(raw, field), (file, field)


def _paths(value: Json, path: ValuePath = ()) -> Iterator[ValuePath]:
    yield path
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from _paths(item, (*path, key))
