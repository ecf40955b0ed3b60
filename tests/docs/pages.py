"""Markdown -> the blocks that a reader would run, write or compare."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_BLOCK = re.compile(
    r"(?:<!-- (?P<note>[a-z ]+): (?P<path>\S+) -->\n)?```(?P<kind>\w*)\n(?P<text>.*?)^```$", re.M | re.S
)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block. `note` and `path` are what a comment right above it says, such as `file` and its path."""

    kind: str
    text: str
    note: str
    path: str


@dataclass(slots=True)
class Step:
    """A command of a `console` block, with the output that is shown for it."""

    command: str
    output: list[str] = field(default_factory=list)


def blocks(page: Path) -> Iterator[Block]:
    for match in _BLOCK.finditer(page.read_text()):
        yield Block(match["kind"], match["text"], match["note"] or "", match["path"] or "")


def steps(block: Block) -> list[Step]:
    found: list[Step] = []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            found.append(Step(line.removeprefix("$ ")))
        else:
            found[-1].output.append(line)
    return found


def matches(shown: list[str], printed: list[str]) -> bool:
    """Whether the output is the one that is shown; `...` stands for any lines, and what varies may differ."""
    if not shown:
        return not printed
    head, *rest = shown
    if head == "...":
        return any(matches(rest, printed[skipped:]) for skipped in range(len(printed) + 1))
    return bool(printed) and _plain(head) == _plain(printed[0]) and matches(rest, printed[1:])


_VARYING = (
    (re.compile(r"in \d+\.\d+ s\b"), "in N s"),
    (re.compile(r"\b[0-9a-f]{16}\b"), "digest"),
    (re.compile(r"\bage1[0-9a-z]{8,}"), "age key"),
    (re.compile(r"ENC\[AES256_GCM,[^\]]*\]"), "ciphertext"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"), "time"),
)
"""What is another one in each run."""


def _plain(line: str) -> str:
    for pattern, name in _VARYING:
        line = pattern.sub(name, line)
    return line.rstrip()
