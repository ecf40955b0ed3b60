"""The facts of all objects of one environment -> an index of them, which every rule reads and none changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar, cast

from generator.catalog.suggest import nearest
from generator.checks.reference.elsewhere import Elsewhere
from generator.checks.reference.scopes import CLUSTER_SCOPED
from generator.checks.reference.selectors import selects
from generator.json_types import Json, JsonMap
from generator.resources.references import Made, Reference

_Found = TypeVar("_Found")
Id = tuple[str, str, str]
"""Kind, namespace (empty for what has none), name."""


@dataclass(slots=True, eq=False)
class Node:
    """An object. `place` is the position of its facts among those that were given, `unit` what it is a part of."""

    place: int
    kind: str
    namespace: str
    name: str
    facts: JsonMap
    refers: Sequence[Reference]
    unit: str = ""

    @property
    def id(self) -> Id:
        return self.kind, self.namespace, self.name

    @property
    def spec(self) -> JsonMap:
        found: JsonMap = self.facts.get("spec", {})
        return found

    @property
    def pods(self) -> JsonMap:
        found: JsonMap = self.facts.get("pods", {})
        return found

    @property
    def labels(self) -> dict[str, str]:
        """Of its pods, or its own."""
        found: dict[str, str] = self.pods.get("labels", {}) if "pods" in self.facts else self.facts.get("labels", {})
        return found

    @property
    def short(self) -> str:
        """The kind without its group."""
        return self.kind.rpartition("/")[2]

    def __str__(self) -> str:
        return f'the {self.short} "{self.name}"'


@dataclass(frozen=True, slots=True)
class Edge:
    """Somebody declares that the pods of one object reach a Service (or pods) on a port."""

    source: Id
    target: Id
    port: int | str = ""


@dataclass(eq=False)
class Graph:
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
    by_id: dict[Id, list[Node]] = field(default_factory=lambda: defaultdict(list))
    by_kind: dict[str, list[Node]] = field(default_factory=lambda: defaultdict(list))
    made: dict[Id, list[Made]] = field(default_factory=lambda: defaultdict(list))
    indexed: dict[str, Labels] = field(default_factory=dict)
    """Objects with pods (by an empty kind) and others that are selected by their labels."""
    asked: int = 0
    _made_once: dict[Callable[[Graph], object], object] = field(default_factory=dict)

    @classmethod
    def of(
        cls, facts: Sequence[JsonMap], elsewhere: Elsewhere, namespace: str, units: Sequence[str] = (), **more: Json
    ) -> Graph:
        """`namespace` is that of objects which name none; `units` has one name for each of the facts, or is empty."""
        nodes = [_node(place, item, namespace, units[place] if units else "") for place, item in enumerate(facts)]
        graph = cls(nodes, elsewhere, own_namespace=namespace, **more)
        graph.indexed = {"": Labels(), "Service": Labels(), "Namespace": Labels()}
        for node in nodes:
            graph._add(node)
        return graph

    def _add(self, node: Node) -> None:
        self.by_id[node.id].append(node)
        self.by_kind[node.kind].append(node)
        if "pods" in node.facts:
            self.indexed[""].add(node)
        elif node.kind in self.indexed:
            self.indexed[node.kind].add(node)
        for item in node.facts.get("makes", ()):
            made = Made(*item)
            self.made[made.kind, made.namespace or node.namespace, made.name].append(made)

    def once(self, make: Callable[[Graph], _Found]) -> _Found:
        """What a function makes of the graph, made when it is first asked for."""
        if make not in self._made_once:
            self._made_once[make] = make(self)
        return cast(_Found, self._made_once[make])

    def find(self, kind: str, namespace: str, name: str) -> Node | None:
        found = self.by_id.get((kind, namespace, name))
        return found[0] if found else None

    def target(self, node: Node, reference: Reference) -> Id:
        """The object that a reference means."""
        kind = reference.kind
        return kind, "" if kind in CLUSTER_SCOPED else reference.namespace or node.namespace, reference.name

    def makers(self, target: Id) -> list[Made]:
        """What becomes of manifests under that name."""
        kind, _, name = target
        return [*self.made.get(target, ()), *self.made.get((kind, "*", name), ())]

    def exists(self, target: Id) -> bool:
        return target in self.by_id or bool(self.makers(target)) or self.elsewhere.has(*target)

    def of_mesh(self, parent: JsonMap) -> bool:
        """Whether a route is one of a Service, for requests inside of the cluster."""
        return bool(parent.get("kind") == "Service")

    @cached_property
    def by_name(self) -> dict[str, list[Node]]:
        found: dict[str, list[Node]] = defaultdict(list)
        for node in self.nodes:
            found[node.name].append(node)
        return found

    @cached_property
    def populated(self) -> frozenset[tuple[str, str]]:
        """Kinds and the namespaces in which there is one of them, whoever makes it."""
        made = {(kind, namespace) for kind, namespace, _ in self.made}
        return frozenset({(node.kind, node.namespace) for node in self.nodes} | made)

    def nearest(self, name: str, kind: str, namespace: str) -> str:
        """The name that was probably meant, as long as there are few to be asked for: comparing many takes time."""
        self.asked += 1
        if self.asked > _PATIENCE:
            return ""
        known = [*self.once(_names).get((kind, namespace), ()), *self.elsewhere.names(kind)]
        cutoff = _SHORT_ENOUGH if len(name) <= _SHORT else _ALIKE_ENOUGH
        return nearest(name, [item for item in known if abs(len(item) - len(name)) < _SHORT], cutoff=cutoff)

    def pods(self, namespace: str, selector: JsonMap) -> list[Node]:
        """Objects of the namespace whose pods the selector selects."""
        return self.indexed[""].selected(namespace, selector)

    def selected(self, kind: str, namespace: str, selector: JsonMap) -> list[Node]:
        return self.indexed[kind].selected(namespace, selector)

    def namespace_labels(self, name: str) -> dict[str, str]:
        """https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-metadata-name"""
        node = self.find("Namespace", "", name)
        return {**(node.labels if node else {}), "kubernetes.io/metadata.name": name}

    @cached_property
    def namespaces(self) -> frozenset[str]:
        """Those of which there are pods here."""
        return frozenset(self.indexed[""].by_namespace)

    @cached_property
    def operated(self) -> frozenset[tuple[str, str]]:
        """Namespace and name of objects of which a controller may make pods that no manifest shows."""
        return frozenset((node.namespace, node.name) for node in self.nodes if _is_custom(node.kind))

    def of_operator(self, namespace: str, selector: JsonMap) -> bool:
        """Whether a selector has the name of a custom resource as a value, as operators label the pods they make."""
        labels = selector.get("matchLabels")
        return isinstance(labels, dict) and any((namespace, str(value)) in self.operated for value in labels.values())


_PATIENCE = 50
_ALIKE_ENOUGH = 0.85
"""Many names of one service begin alike."""
_SHORT, _SHORT_ENOUGH = 8, 0.66
"""Two letters that changed places make more of a difference in a short name."""


def _names(graph: Graph) -> dict[tuple[str, str], set[str]]:
    """By kind and namespace, those that there are."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for node in graph.nodes:
        found[node.kind, node.namespace].add(node.name)
    for kind, namespace, name in graph.made:
        found[kind, namespace].add(name)
    return found


class Labels:
    """Nodes by namespace and by each of their labels."""

    def __init__(self) -> None:
        self.by_namespace: dict[str, list[Node]] = defaultdict(list)
        self._by_label: dict[tuple[str, str, str], list[Node]] = defaultdict(list)

    def add(self, node: Node) -> None:
        self.by_namespace[node.namespace].append(node)
        for key, value in node.labels.items():
            self._by_label[node.namespace, key, value].append(node)

    def selected(self, namespace: str, selector: JsonMap) -> list[Node]:
        return [node for node in self._likely(namespace, selector) if selects(selector, node.labels)]

    def _likely(self, namespace: str, selector: JsonMap) -> Iterable[Node]:
        """The shortest list that has all which are selected."""
        labels = selector.get("matchLabels")
        if not isinstance(labels, dict) or not labels:
            return self.by_namespace.get(namespace, ())
        lists = (self._by_label.get((namespace, key, str(value)), ()) for key, value in labels.items())
        return min(lists, key=len)


def _node(place: int, facts: JsonMap, namespace: str, unit: str) -> Node:
    kind, written, name = facts["id"]
    refers = [Reference(*item) for item in facts.get("refers", ())]
    where = "" if kind in CLUSTER_SCOPED else written or namespace
    return Node(place, kind, where, str(name), facts, refers, unit)


_PODLESS = (
    "argoproj.io",
    "bitnami.com",
    "cert-manager.io",
    "external-secrets.io",
    "isindir.github.com",
    "keda.sh",
    "kustomize.toolkit.fluxcd.io",
    "secrets.doppler.com",
    "secrets.hashicorp.com",
)
"""Groups of custom resources of which no pods with a name of their own are made."""
_MONITORS = ("ServiceMonitor", "PodMonitor", "PrometheusRule", "Probe", "ScrapeConfig")


def _is_custom(kind: str) -> bool:
    group, _, name = kind.rpartition("/")
    if kind == "gateway.networking.k8s.io/Gateway":
        return True  # its proxies
    return "." in group and not group.endswith(".k8s.io") and group not in _PODLESS and name not in _MONITORS
