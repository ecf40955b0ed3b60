"""The pods of a workload -> what they request and are limited to, with what LimitRanges add.

https://kubernetes.io/docs/concepts/policy/limit-range/,
https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import lru_cache

from generator.checks.reference.graph import Graph, Node
from generator.checks.reference.indexes import OF_KIND
from generator.json_types import Json, JsonMap, as_map
from generator.quantity import parse
from generator.resources.references.maps import maps

Amounts = dict[str, int]
"""By the resource, in billionths, the smallest unit of a quantity."""
ONE = 10**9


def of_container(container: JsonMap, node: Node, graph: Graph) -> tuple[JsonMap, JsonMap]:
    """Requests and limits as the server stores them: a limit is a request, too, and then come the defaults."""
    defaults = _defaults(graph, node.namespace)
    limits = as_map(container.get("limits"))
    requests = {**limits, **as_map(container.get("requests"))}
    return {**defaults[0], **requests}, {**defaults[1], **limits}


def ranges(graph: Graph, namespace: str) -> Iterable[tuple[Node, JsonMap]]:
    """The limits of LimitRanges of a namespace."""
    nodes = graph.listed(OF_KIND, "LimitRange", namespace)
    return [(node, item) for node in nodes for _, item in maps(node.spec.get("limits"))]


def _defaults(graph: Graph, namespace: str) -> tuple[JsonMap, JsonMap]:
    """Requests and limits. The most that may be is the default limit, a default limit the default request
    (https://kubernetes.io/docs/tasks/administer-cluster/manage-resources/memory-default-namespace/)."""
    found: tuple[JsonMap, JsonMap] = ({}, {})
    for _, item in ranges(graph, namespace):
        if item.get("type") == "Container":
            limits = {**as_map(item.get("max")), **as_map(item.get("default"))}
            requests = {**as_map(item.get("min")), **limits, **as_map(item.get("defaultRequest"))}
            found = ({**requests, **found[0]}, {**limits, **found[1]})
    return found


def of_pod(node: Node, graph: Graph) -> tuple[Amounts, Amounts]:
    """Requests and limits of one pod. Init containers run one after the other, beside the sidecars before them."""
    containers = [(item, *of_container(item, node, graph)) for item in node.pods.get("containers", ())]
    whole = as_map(node.pods.get("resources"))
    found = []
    for place, field in ((1, "requests"), (2, "limits")):
        own = [(item, parsed(amounts[place - 1])) for item, *amounts in containers]
        found.append({**_together(own), **parsed(as_map(whole.get(field)))})
    return found[0], found[1]


def _together(containers: list[tuple[JsonMap, Amounts]]) -> Amounts:
    running: Amounts = defaultdict(int)
    peak: Amounts = {}
    for item, amounts in containers:
        if item.get("sidecar"):
            _add(running, amounts)
        elif item.get("init"):
            for name, value in amounts.items():
                peak[name] = max(peak.get(name, value), value + running[name])
    for item, amounts in containers:
        if not item.get("sidecar") and not item.get("init"):
            _add(running, amounts)
    return {name: max(running.get(name, 0), peak.get(name, 0)) for name in {*running, *peak}}


def _add(total: Amounts, amounts: Mapping[str, int]) -> None:
    for name, value in amounts.items():
        total[name] += value


def parsed(amounts: JsonMap) -> Amounts:
    return {name: found for name, value in amounts.items() if (found := billionths(value)) is not None}


def billionths(value: Json) -> int | None:
    """Of a quantity, rounded up as a server does; None for what is none."""
    return _billionths(value) if isinstance(value, str | int | float) else None


@lru_cache(maxsize=4096)
def _billionths(value: str | float) -> int | None:
    found = parse(value)
    return None if found is None else math.ceil(found * ONE)


def shown(amount: int, like: Json = "") -> str:
    """A quantity for people, with the suffix of another if it has that."""
    value = Fraction(amount, ONE)
    text = str(like)
    for suffix, size in _SUFFIXES.items():
        if text.endswith(suffix) and value >= size:
            return f"{_decimal(value / size)}{suffix}"
    if value.denominator == 1:
        for suffix, size in _SUFFIXES.items():
            if suffix.endswith("i") and value >= size:
                return f"{_decimal(value / size)}{suffix}"
    return _decimal(value) if value >= 1 or value == 0 else f"{_decimal(value * 1000)}m"


_SUFFIXES = {
    **{f"{name}i": Fraction(1024) ** power for power, name in ((4, "T"), (3, "G"), (2, "M"), (1, "K"))},
    **{name: Fraction(1000) ** power for power, name in ((4, "T"), (3, "G"), (2, "M"), (1, "k"))},
}


def _decimal(value: Fraction) -> str:
    return f"{float(value):.10g}" if value.denominator == 1 else f"{float(value):.4g}"
