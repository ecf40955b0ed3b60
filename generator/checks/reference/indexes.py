"""The one table of the ways in which nodes are looked up: an index lists each node under keys that it alone decides.

All that a rule knows of other nodes comes from here. So what it has looked up says which changes elsewhere can change
what it finds: those of nodes that are, or were, listed under one of its keys (`lookups.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from generator.checks.reference.node import Node
from generator.checks.reference.routes import plain, taken
from generator.json_types import Json, JsonMap, as_map

Key = tuple[Json, ...]


class Index(Struct, frozen=True):
    name: str
    keys: Callable[[Node], Iterable[Key]]


class Selectors(Struct, frozen=True):
    """Nodes that select pods of their namespace: each under one label that its selector asks for, or under none."""

    index: Index
    selector: Callable[[Node], JsonMap | None]


def _kinds(node: Node) -> Iterator[Key]:
    yield (node.kind,)
    yield node.kind, node.namespace


def _made(node: Node) -> Iterator[Key]:
    for item in node.makes:
        kind, namespace, name = node.made(item)
        yield kind, namespace, name
        yield kind, namespace


def _pods(node: Node) -> Iterator[Key]:
    if "pods" in node.facts:
        yield ()
        yield from _labels(node)


def _services(node: Node) -> Iterator[Key]:
    if node.kind == "Service":
        yield from _labels(node)


def _labels(node: Node) -> Iterator[Key]:
    yield (node.namespace,)
    for key, value in node.labels.items():
        yield node.namespace, key, value


def _operated(node: Node) -> Iterator[Key]:
    if _is_custom(node.kind):
        yield (node.namespace,)
        yield node.namespace, node.name


def _scaled(node: Node) -> Iterator[Key]:
    if node.kind in SCALERS:
        yield from (node.target(reference) for reference in node.refers if reference.use == "scale")


def _node_ports(node: Node) -> Iterator[Key]:
    if node.kind == "Service":
        yield from ((number, protocol) for *_, protocol, number in node.facts["service"]["ports"])


IDS = Index("id", lambda node: (node.id,))
UNITS = Index("unit", lambda node: ((node.unit,),))
NAMES = Index("name", lambda node: ((node.name,),))
OF_KIND = Index("kind", _kinds)
"""By kind, and by kind and namespace."""
MADE = Index("made", _made)
"""What becomes of a node, as `IDS` and `OF_KIND` have it."""
NAMESPACES = Index("namespace", lambda node: ((node.namespace,),))
PODS = Index("pods", _pods)
"""Nodes with pods: all of them, by namespace, and by namespace and label."""
SERVICES = Index("service", _services)
"""By their own labels."""
OPERATED = Index("operated", _operated)
"""Objects of which a controller may make pods that no manifest shows, by namespace and by name."""
SCALED = Index("scaled", _scaled)
"""Autoscalers, by what they scale."""
NODE_PORTS = Index("node-port", _node_ports)
TAKEN = Index("taken", lambda node: (key for key, _, _ in taken(node)))
"""Routes, by the requests that they take."""
PLAIN = Index("plain", plain)
"""Ingresses, by host, path, and whether that is all of it."""

HPA = "autoscaling/HorizontalPodAutoscaler"
SCALED_OBJECT = "keda.sh/ScaledObject"
SCALERS = (HPA, SCALED_OBJECT)
POLICY = "networking.k8s.io/NetworkPolicy"
BUDGET = "policy/PodDisruptionBudget"


def _selectors(name: str, selector: Callable[[Node], JsonMap | None]) -> Selectors:
    def keys(node: Node) -> Iterator[Key]:
        found = selector(node)
        if found is not None:
            labels = as_map(found.get("matchLabels")).items()
            yield node.namespace, *min(((str(key), str(value)) for key, value in labels), default=())

    return Selectors(Index(name, keys), selector)


def _of_service(node: Node) -> JsonMap | None:
    selector = node.facts["service"]["selector"] if node.kind == "Service" else None
    return {"matchLabels": selector} if selector else None


def _of_budget(node: Node) -> JsonMap | None:
    selector = node.spec.get("selector") if node.kind == BUDGET else None
    return selector if isinstance(selector, dict) else None


POLICIES = _selectors("policy", lambda node: as_map(node.spec.get("podSelector")) if node.kind == POLICY else None)
BUDGETS = _selectors("budget", _of_budget)
FRONTS = _selectors("front", _of_service)
"""Services, by the pods that they are in front of."""

INDEXES: tuple[Index, ...] = (
    IDS,
    UNITS,
    NAMES,
    OF_KIND,
    MADE,
    NAMESPACES,
    PODS,
    SERVICES,
    OPERATED,
    SCALED,
    NODE_PORTS,
    TAKEN,
    PLAIN,
    POLICIES.index,
    BUDGETS.index,
    FRONTS.index,
)

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
