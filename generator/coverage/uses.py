"""What real repositories set: for each kind and field in how many manifests, and what that is in the catalog."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from msgspec import Struct

from generator.coverage.api import Node
from generator.coverage.verdict import Kind, Status

FILE = Path(__file__).with_name("uses.tsv")
COVERED = (Status.NATIVE, Status.DERIVED)


class Use(Struct, frozen=True):
    kind: str
    path: str
    """As the manifests have it."""
    count: int
    field: str
    """The field of the schema that it stands for; empty where the newest Kubernetes has none."""
    status: Status | None
    """None where there is no such field, or no such kind among those that we emit."""


@cache
def counts() -> tuple[tuple[str, str, int], ...]:
    """(kind, path, manifests)"""
    rows = (line.split("\t") for line in FILE.read_text().splitlines() if line and not line.startswith("#"))
    return tuple((kind, path, int(count)) for kind, path, count in rows)


def uses(kinds: list[Kind]) -> Iterator[Use]:
    """Every use, of the kinds that we emit and of others."""
    known = {kind.name: kind for kind in kinds}
    for name, path, count in counts():
        kind = known.get(name)
        field = located(kind.node, path) if kind else ""
        yield Use(name, path, count, field, kind.status(field) if kind and field else None)


def located(node: Node, path: str) -> str:
    """The field that a path of a manifest leads to: what lies in data is the field that holds the data."""
    way = ""
    for step in path.replace("[]", ".[]").split("."):
        if node.is_leaf:
            return way
        if step == "[]" and node.item:
            node, way = node.item, f"{way}[]"
        elif step in node.fields:
            node, way = node.fields[step], f"{way}.{step}" if way else step
        elif node.value:
            node, way = node.value, f"{way}.*"
        else:
            return ""
    return way
