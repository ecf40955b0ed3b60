"""A workload -> how many pods it has: at least, at most, and for a moment while it is rolled out."""

from __future__ import annotations

import math
from typing import NamedTuple

from generator.checks.reference.graph import Graph, Id, Node
from generator.checks.reference.indexes import HPA, SCALED, SCALERS
from generator.json_types import Json

CONTROLLED = ("apps/Deployment", "apps/ReplicaSet", "apps/StatefulSet", "argoproj.io/Rollout")
"""Kinds with a number of replicas."""


class Replicas(NamedTuple):
    least: int
    most: int
    peak: int


def replicas(node: Node, graph: Graph) -> Replicas:
    if node.kind == "Pod":
        return Replicas(1, 1, 1)
    if node.kind == "apps/DaemonSet":
        most = graph.node_count or 1
        least = 1 if node.pods.get("placed") else most  # it may be meant for some nodes only
        return Replicas(least, most, most + amount(node.pods.get("surge"), most))
    if node.kind not in CONTROLLED:
        runs = _whole(node.pods.get("runs"), 0)
        return Replicas(0, runs, runs)
    written = _whole(node.pods.get("replicas"), 1)
    least, most = written, written
    for scaler in autoscalers(graph, node.id)[:1]:
        least, most = _limits(scaler)
    return Replicas(least, most, most + amount(node.pods.get("surge"), most))


def _limits(scaler: Node) -> tuple[int, int]:
    if scaler.kind == HPA:
        least = _whole(scaler.spec.get("minReplicas"), 1)
        return least, max(least, _whole(scaler.spec.get("maxReplicas"), 1))
    # https://keda.sh/docs/latest/reference/scaledobject-spec/
    least = _whole(scaler.spec.get("minReplicaCount"), 0)
    return least, max(least, _whole(scaler.spec.get("maxReplicaCount"), 100))


def autoscalers(graph: Graph, target: Id) -> list[Node]:
    """Those that scale it, Kubernetes' own first."""
    return sorted(graph.listed(SCALED, *target), key=lambda node: SCALERS.index(node.kind))


def amount(value: Json, of: int, *, up: bool = True) -> int:
    """A number, or a percentage `of` so many."""
    if isinstance(value, str) and value.endswith("%") and value[:-1].isdigit():
        exact = int(value[:-1]) * of / 100
        return math.ceil(exact) if up else math.floor(exact)
    return _whole(value, 0)


def _whole(value: Json, default: int) -> int:
    if isinstance(value, str) and value.isdigit():
        return int(value)
    return value if type(value) is int else default
