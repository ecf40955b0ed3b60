"""The facts of one object -> a node of the graph."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from generator.checks.reference.scopes import CLUSTER_SCOPED
from generator.json_types import JsonMap
from generator.resources.references import Made, Reference

Id = tuple[str, str, str]
"""Kind, namespace (empty for what has none), name."""


class Node(Struct, eq=False):
    """An object. `place` is the position of its facts among those that were given, `unit` what it is a part of."""

    place: int
    kind: str
    namespace: str
    name: str
    facts: JsonMap
    refers: Sequence[Reference]
    makes: Sequence[Made]
    unit: str
    spec: JsonMap
    pods: JsonMap
    labels: dict[str, str]
    """Of its pods, or its own."""

    @classmethod
    def of(cls, place: int, facts: JsonMap, namespace: str, unit: str = "") -> Node:
        """`namespace` is that of objects which name none."""
        kind, written, name = facts["id"]
        where = "" if kind in CLUSTER_SCOPED else written or namespace
        refers = [Reference(*item) for item in facts.get("refers", ())]
        makes = [Made(*item) for item in facts.get("makes", ())]
        pods: JsonMap | None = facts.get("pods")
        labels = (facts if pods is None else pods).get("labels", {})
        return cls(place, kind, where, str(name), facts, refers, makes, unit, facts.get("spec", {}), pods or {}, labels)

    @property
    def id(self) -> Id:
        return self.kind, self.namespace, self.name

    @property
    def short(self) -> str:
        """The kind without its group."""
        return self.kind.rpartition("/")[2]

    def target(self, reference: Reference) -> Id:
        """The object that a reference of it means."""
        kind = reference.kind
        return kind, "" if kind in CLUSTER_SCOPED else reference.namespace or self.namespace, reference.name

    def made(self, item: Made) -> Id:
        """The object that becomes of it."""
        return item.kind, item.namespace or self.namespace, item.name

    def __str__(self) -> str:
        return f'the {self.short} "{self.name}"'


class Edge(Struct, frozen=True):
    """Somebody declares that the pods of one object reach a Service (or pods) on a port."""

    source: Id
    target: Id
    port: int | str = ""
