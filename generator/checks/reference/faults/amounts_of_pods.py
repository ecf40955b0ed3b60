"""What containers request, against the quotas and limit ranges of their namespace: pods that would be refused.

https://kubernetes.io/docs/concepts/policy/limit-range/, https://kubernetes.io/docs/concepts/policy/resource-quotas/
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.checks.reference.amounts import ONE, Amounts, billionths, of_container, of_pod, parsed, ranges, shown
from generator.checks.reference.faults.quotas import WITH_AMOUNTS, covers
from generator.checks.reference.graph import Graph, Node
from generator.checks.reference.indexes import OF_KIND
from generator.json_types import JsonMap, as_map, dotted
from generator.problems import Problem
from generator.resources.references.pods import POD

KINDS = (*WITH_AMOUNTS, "PersistentVolumeClaim")
_BOUNDS = (("min", "less", "least"), ("max", "more", "most"))


def problems(node: Node, graph: Graph) -> Iterator[Problem]:
    if "pods" in node.facts:
        quotas = graph.listed(OF_KIND, "ResourceQuota", node.namespace)
        for container in node.pods.get("containers", ()) if quotas else ():
            yield from _unset(node, graph, container, quotas)
        for limit_range, limit in ranges(graph, node.namespace):
            if limit.get("type") == "Container":
                for container in node.pods.get("containers", ()):
                    yield from _container(node, graph, container, limit_range, limit)
            elif limit.get("type") == "Pod":
                requests, limits = of_pod(node, graph)
                where = dotted((*POD[node.short], "spec", "containers"))
                yield from _bounds(node, "the pods", where, limit_range, limit, (requests, limits))
    elif node.kind == "PersistentVolumeClaim":
        for limit_range, limit in ranges(graph, node.namespace):
            if limit.get("type") == "PersistentVolumeClaim":
                requests = parsed(as_map(as_map(node.spec.get("resources")).get("requests")))
                yield from _bounds(node, "it", "spec.resources", limit_range, limit, (requests, requests))


def _field(node: Node, container: JsonMap) -> str:
    group = "initContainers" if container.get("init") or container.get("sidecar") else "containers"
    return dotted((*POD[node.short], "spec", group, container["index"], "resources"))


def _unset(node: Node, graph: Graph, container: JsonMap, quotas: Sequence[Node]) -> Iterator[Problem]:
    amounts = dict(zip(("requests", "limits"), of_container(container, node, graph), strict=True))
    whole = as_map(node.pods.get("resources"))
    for quota in quotas:
        for name in covers(quota, node):
            side, _, resource = name.partition(".")
            if resource not in amounts[side] and resource not in as_map(whole.get(side)):
                message = (
                    f'{quota} counts {name}, and the container "{container["name"]}" of {node} has none: '
                    "its pods are refused"
                )
                hint = f"write `resources.{name}`, or add a default to a LimitRange of the namespace"
                yield Problem("amounts-missing-for-quota", _field(node, container), message, hint)
                return


def _container(node: Node, graph: Graph, container: JsonMap, limit_range: Node, limit: JsonMap) -> Iterator[Problem]:
    requests, limits = of_container(container, node, graph)
    own = as_map(container.get("requests"))
    name, field = f'the container "{container["name"]}"', _field(node, container)
    for resource, value in requests.items():
        most, asked = billionths(limits.get(resource)), billionths(value)
        if most is not None and asked is not None and asked > most and resource not in as_map(container.get("limits")):
            message = (
                f"{name} of {node} requests {own.get(resource, value)} of {resource}, more than the limit "
                f"{limits[resource]} that {limit_range} gives it: its pods are refused"
            )
            hint = f"write `resources.limits.{resource}`, or request no more than {limits[resource]}"
            yield Problem("outside-limit-range", field, message, hint)
            return
    numbers = (parsed(requests), parsed(limits))
    yield from _bounds(node, name, field, limit_range, limit, numbers)
    for resource, ratio in as_map(limit.get("maxLimitRequestRatio")).items():
        asked, most, allowed = numbers[0].get(resource), numbers[1].get(resource), billionths(ratio)
        if asked and most and allowed and most * ONE > allowed * asked:
            times = shown(most * ONE // asked)
            message = f"{name} of {node} has a limit of {resource} that is {times} times what it requests"
            hint = f"request {shown(most * ONE // allowed, limits[resource])} at least"
            yield Problem("outside-limit-range", field, f"{message}, and {limit_range} allows {ratio}", hint)


def _bounds(
    node: Node,
    what: str,
    field: str,
    limit_range: Node,
    limit: JsonMap,
    numbers: tuple[Amounts, Amounts],
) -> Iterator[Problem]:
    """The least is one of requests, the most one of limits."""
    for (bound, word, end), amounts in zip(_BOUNDS, numbers, strict=True):
        for resource, written in as_map(limit.get(bound)).items():
            allowed, value = billionths(written), amounts.get(resource)
            if allowed is None or value is None:
                continue
            if value < allowed if bound == "min" else value > allowed:
                verb = "requests" if bound == "min" or field == "spec.resources" else "is limited to"
                whose = f"{what} of {node}" if what != "it" else str(node)
                amount = f"{_plural(what, verb)} {shown(value, written)} of {resource}"
                message = f"{whose} {amount}, {word} than {limit_range} allows"
                yield Problem("outside-limit-range", field, message, f"write {written} at {end}")


def _plural(what: str, verb: str) -> str:
    plain = {"requests": "request", "is limited to": "are limited to"}
    return plain[verb] if what == "the pods" else verb
