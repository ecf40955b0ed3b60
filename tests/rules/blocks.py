"""The pages of rules -> the repositories that their examples are.

Where a part of a page (`Fails`, `Passes`) has blocks `yaml service` only, each is a service, and an example of its own.
Else all blocks of the part make one repository, in their order:

- `yaml platform` and `yaml service` are the files of the platform and of the service `orders`;
- `yaml PATH` is the file at this path (`text`, `json` or any other language as well); `yaml before PATH` is what the
  last commit has there;
- `hex PATH` is a file of these bytes, `link PATH` a link to what the block says;
- `diff PATH` changes lines of a file that is there;
- `sh` are commands. One of kubecatalog that comes last is the one which finds the fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import generator.rules
from generator.rules import page

FOLDER = Path(generator.rules.__file__).parent / "pages"

OF_A_PLATFORM = frozenset(
    {"expired-waiver", "unused-waiver", "unreadable-waiver"},
)
"""Rules about what excuses findings of manifests."""

WITHOUT_EXAMPLE = frozenset({"crashed-rule", "too-deep", "unchecked-manifest", "unbuildable-overlay"})
"""What is told where a tool or a check fails; no input is known that gets so far. Their pages say so."""

_BLOCK = re.compile(r"^```([a-z]+) ?(.*)\n((?s:.*?))^```$", re.MULTILINE)
_NAMED = {"platform": "catalog/platform.yaml", "service": "catalog/services/orders.yaml"}


@dataclass(frozen=True, slots=True)
class Block:
    """`word` is what stands between the language and the path."""

    language: str
    word: str
    path: str
    body: str

    @property
    def is_service(self) -> bool:
        return self.word == "service"


def examples(rule: str, part: str) -> list[tuple[Block, ...]]:
    blocks = tuple(_blocks(page(rule).partition(f"\n## {part}\n")[2].partition("\n## ")[0]))
    if all(block.is_service for block in blocks):
        return [(block,) for block in blocks]
    return [blocks]


def _blocks(text: str) -> Iterator[Block]:
    for language, info, body in _BLOCK.findall(text):
        word, _, path = info.rpartition(" ")
        if path in _NAMED:
            word, path = path, _NAMED[path]
        yield Block(language, word, path, body)
