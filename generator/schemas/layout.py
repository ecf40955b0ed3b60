"""A schema -> the text of its file: the same bytes for the same schema, in lines short enough to review.

Whatever fits into a line stands on one line, the rest is broken one key a line: the diff of an upgrade shows the fields
that changed, not one line of 200 kB. For git and in a wheel, where it is compressed, that costs next to nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from generator.json_types import Json

WIDTH = 120

DRAFT = "http://json-schema.org/draft-07/schema#"
"""Draft 7, not the newer 2020-12: kubeconform starts four times faster with it (0.05 s against 0.20 s with eight kinds,
0.7 s against 5.6 s with all), since it checks every schema against that of its draft first. For the same reason
definitions stand under `$defs`, a word that draft 7 does not know and so does not look into: another half. That the
schemas are right is what our tests prove, not each start."""


def text(schema: Json) -> str:
    return "\n".join(_lines(schema, "", "")) + "\n"


def _lines(value: Json, indent: str, key: str) -> Iterator[str]:
    line = indent + key + json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    if len(line) < WIDTH or not isinstance(value, dict | list) or not value:
        yield line
    elif isinstance(value, dict):
        yield from _block("{}", ((f"{json.dumps(name)}:", value[name]) for name in sorted(value)), indent, key)
    else:
        yield from _block("[]", (("", item) for item in value), indent, key)


def _block(brackets: str, items: Iterable[tuple[str, Json]], indent: str, key: str) -> Iterator[str]:
    yield indent + key + brackets[0]
    last = ""
    for name, value in items:
        if last:
            yield last + ","
        *most, last = _lines(value, indent + " ", name)
        yield from most
    yield last
    yield indent + brackets[1]
