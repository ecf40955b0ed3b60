"""The facts of all objects of one environment -> a graph, which every rule reads and none changes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar, cast

from msgspec import Struct, field

from generator.catalog.suggest import nearest
from generator.checks.label_selectors import selects
from generator.checks.reference.elsewhere import Elsewhere
from generator.checks.reference.indexes import IDS, MADE, OF_KIND, OPERATED, PODS, Index, Key, Selectors
from generator.checks.reference.node import Edge, Id, Node
from generator.json_types import Json, JsonMap
from generator.resources.references import Made, Reference

_Found = TypeVar("_Found")
_Lists = dict[Key, list[Node]]
Lookup = tuple[str, Key]
"""An index by its name, and a key of it."""

__all__ = ["Edge", "Graph", "Id", "Lookup", "Node"]


class Graph(Struct, dict=True, eq=False):
    nodes: Sequence[Node]
    elsewhere: Elsewhere
    secrets: bool = True
    """Whether what is missing of Secrets is told here; else the category `secret` does."""
    edges: Sequence[Edge] = ()
    ingress_namespace: str = ""
    monitoring_namespace: str = ""
    own_namespace: str = ""
    """That of objects which name none: whoever applies them sees to it."""
    node_count: int = 0
    """How many machines the cluster has; 0 where nobody says it."""
    read: set[Lookup] | None = None
    """If it is a set, everything that is looked up is noted there."""
    asked: int = 0
    _lists: dict[str, _Lists] = field(default_factory=dict)
    _selecting: dict[tuple[str, int], tuple[list[Node], list[Key]]] = field(default_factory=dict)
    """By selectors and workload: those that select its pods, and the keys under which they would be."""
    _made_once: dict[tuple[Callable[..., object], Hashable], object] = field(default_factory=dict)

    @classmethod
    def of(
        cls, facts: Sequence[JsonMap], elsewhere: Elsewhere, namespace: str, units: Sequence[str] = (), **more: Json
    ) -> Graph:
        """`namespace` is that of objects which name none; `units` has one name for each of the facts, or is empty."""
        nodes = [Node.of(place, item, namespace, units[place] if units else "") for place, item in enumerate(facts)]
        return cls(nodes, elsewhere, own_namespace=namespace, **more)

    def listed(self, index: Index, *key: Json) -> Sequence[Node]:
        """The nodes that an index has under a key, in their order."""
        if self.read is not None:
            self.read.add((index.name, key))
        lists = self._lists.get(index.name)
        return (self._of(index) if lists is None else lists).get(key, ())

    def _of(self, index: Index) -> _Lists:
        found = self._lists.get(index.name)
        if found is None:
            found = self._lists[index.name] = {}
            for node in self.nodes:
                for key in index.keys(node):
                    nodes = found.get(key)
                    if nodes is None:
                        found[key] = [node]
                    elif nodes[-1] is not node:  # it may have a key twice
                        nodes.append(node)
        return found

    def once(self, make: Callable[..., _Found], *about: Hashable) -> _Found:
        """What a function makes of the graph and of what it is `about`, made when it is first asked for.

        What it looks up is not noted: whoever asks for it looks up by itself what that depends on.
        """
        if (make, about) not in self._made_once:
            read, self.read = self.read, None
            self._made_once[make, about] = make(self, *about)
            self.read = read
        return cast(_Found, self._made_once[make, about])

    def of_unit(self, unit: str, make: Callable[[Graph, str], _Found]) -> _Found:
        """What a function makes of the objects of a unit, once while that is judged: its lookups are the unit's."""
        if (make, unit) not in self._made_once:
            self._made_once[make, unit] = make(self, unit)
        return cast(_Found, self._made_once[make, unit])

    def find(self, kind: str, namespace: str, name: str) -> Node | None:
        found = self.listed(IDS, kind, namespace, name)
        return found[0] if found else None

    def target(self, node: Node, reference: Reference) -> Id:
        """The object that a reference means."""
        return node.target(reference)

    def makers(self, target: Id) -> list[Made]:
        """What becomes of manifests under that name."""
        kind, namespace, name = target
        return [
            item
            for where in (namespace, "*")
            for node in self.listed(MADE, kind, where, name)
            for item in node.makes
            if node.made(item) == (kind, where, name)
        ]

    def exists(self, target: Id) -> bool:
        kind, _, name = target
        here = self.listed(IDS, *target) or self.listed(MADE, *target) or self.listed(MADE, kind, "*", name)
        return bool(here) or self.elsewhere.has(*target)

    def of_mesh(self, parent: JsonMap) -> bool:
        """Whether a route is one of a Service, for requests inside of the cluster."""
        return bool(parent.get("kind") == "Service")

    def populated(self, kind: str, namespace: str) -> bool:
        """Whether there is one of a kind in a namespace, whoever makes it."""
        return bool(self.listed(OF_KIND, kind, namespace) or self.listed(MADE, kind, namespace))

    def nearest(self, name: str, kind: str, namespace: str) -> str:
        """The name that was probably meant, as long as there are few to be asked for: comparing many takes time."""
        self.asked += 1
        if self.asked > _PATIENCE:
            return ""
        own = [node.name for node in self.listed(OF_KIND, kind, namespace)]
        own += [
            item.name
            for node in self.listed(MADE, kind, namespace)
            for item in node.makes
            if node.made(item)[:2] == (kind, namespace)
        ]
        known = [*dict.fromkeys(own), *self.elsewhere.names(kind)]
        cutoff = _SHORT_ENOUGH if len(name) <= _SHORT else _ALIKE_ENOUGH
        return nearest(name, [item for item in known if abs(len(item) - len(name)) < _SHORT], cutoff=cutoff)

    def pods(self, namespace: str, selector: JsonMap) -> list[Node]:
        """Objects of the namespace whose pods the selector selects."""
        return self.selected(PODS, namespace, selector)

    def selected(self, index: Index, namespace: str, selector: JsonMap) -> list[Node]:
        """Of an index by labels."""
        return [node for node in self._likely(index, namespace, selector) if selects(selector, node.labels)]

    def _likely(self, index: Index, namespace: str, selector: JsonMap) -> Sequence[Node]:
        """The shortest list that has all which are selected."""
        labels = selector.get("matchLabels")
        if not isinstance(labels, dict) or not labels:
            return self.listed(index, namespace)
        keys = [(namespace, key, str(value)) for key, value in labels.items()]
        if len(keys) == 1:
            return self.listed(index, *keys[0])
        lists = self._of(index)
        return self.listed(index, *min(keys, key=lambda key: len(lists.get(key, ()))))

    def selecting(self, selectors: Selectors, workload: Node) -> list[Node]:
        """Those that select the pods of a workload, in their order."""
        index = selectors.index
        known = self._selecting.get((index.name, workload.place))
        if known is None:
            own = [(str(key), str(value)) for key, value in workload.labels.items()]
            keys: list[Key] = [(workload.namespace, *label) for label in ((), *own)]
            lists = self._of(index)
            found = [
                node
                for key in keys
                for node in lists.get(key, ())
                if selects(selectors.selector(node) or {}, workload.labels)
            ]
            if len(found) > 1:
                found.sort(key=lambda node: node.place)
            known = self._selecting[index.name, workload.place] = found, keys
        if self.read is not None:
            self.read.update((index.name, key) for key in known[1])
        return known[0]

    def namespace_labels(self, name: str) -> dict[str, str]:
        """https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-metadata-name"""
        node = self.find("Namespace", "", name)
        return {**(node.labels if node else {}), "kubernetes.io/metadata.name": name}

    def namespaces(self) -> Iterable[str]:
        """Those of which there are pods here."""
        return {node.namespace for node in self.listed(PODS)}

    def of_operator(self, namespace: str, selector: JsonMap) -> bool:
        """Whether a selector has the name of a custom resource as a value, as operators label the pods they make."""
        labels = selector.get("matchLabels")
        return isinstance(labels, dict) and any(self.listed(OPERATED, namespace, str(one)) for one in labels.values())


_PATIENCE = 50
_ALIKE_ENOUGH = 0.85
"""Many names of one service begin alike."""
_SHORT, _SHORT_ENOUGH = 8, 0.66
"""Two letters that changed places make more of a difference in a short name."""
