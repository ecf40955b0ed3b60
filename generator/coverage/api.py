"""A kind of the Kubernetes API or of a CRD -> the fields that its manifests can have, as a tree.

A map or list of scalars is one field: what stands in it is data. A type within itself is followed once.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from msgspec import Struct, field

from generator.json_types import JsonMap
from generator.schemas.locations import custom_schema, definitions, versions


class Node(Struct):
    """One field. It has `fields`, or is a list (`item`) or map (`value`) of what has some, or holds data."""

    fields: dict[str, Node] = field(default_factory=dict)
    item: Node | None = None
    value: Node | None = None

    @property
    def is_leaf(self) -> bool:
        return not self.fields and self.item is None and self.value is None

    def children(self) -> Iterator[tuple[str, Node]]:
        """What lies below, with what its path has more than this one's."""
        yield from ((f".{name}", node) for name, node in self.fields.items())
        if self.item:
            yield "[]", self.item
        if self.value:
            yield ".*", self.value

    def walk(self, path: str = "") -> Iterator[tuple[str, Node]]:
        """This field and every one below it, by path (`spec.rules[].host`)."""
        yield path, self
        for step, node in self.children():
            yield from node.walk(f"{path}{step}" if path else step.lstrip("."))


@cache
def kind(api_version: str, name: str) -> Node:
    """The fields of a kind, of the newest Kubernetes or of the vendored CRD."""
    group, _, version = api_version.rpartition("/")
    if "." in group and not group.endswith("k8s.io"):
        return _custom(api_version, name)
    known = definitions(versions()[-1])
    for definition in known.values():
        for gvk in definition.get("x-kubernetes-group-version-kind", ()):
            if (gvk["group"], gvk["version"], gvk["kind"]) == (group, version, name) and "metadata" in definition.get(
                "properties", ()
            ):
                return _Tree(known).node(definition)
    return _custom(api_version, name)


def _custom(api_version: str, name: str) -> Node:
    schema = custom_schema(api_version, name)
    return _Tree(schema["$defs"]).node(schema)


class _Tree:
    def __init__(self, definitions: JsonMap) -> None:
        self._definitions = definitions
        self._known: dict[str, Node] = {}
        self._open: set[str] = set()

    def node(self, schema: JsonMap) -> Node:
        if "$ref" in schema:
            return self._referred(schema["$ref"].rpartition("/")[2])
        if schema.get("properties"):
            return Node({name: self.node(item) for name, item in schema["properties"].items()})
        if isinstance(schema.get("items"), dict):
            item = self.node(schema["items"])
            return Node() if item.is_leaf else Node(item=item)
        if isinstance(schema.get("additionalProperties"), dict):
            value = self.node(schema["additionalProperties"])
            return Node() if value.is_leaf else Node(value=value)
        return Node()

    def _referred(self, name: str) -> Node:
        if name in self._open:
            return Node()
        if name not in self._known:
            self._open.add(name)
            self._known[name] = self.node(self._definitions[name])
            self._open.discard(name)
        return self._known[name]
