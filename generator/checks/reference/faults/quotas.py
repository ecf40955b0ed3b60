"""A ResourceQuota and everything in its namespace: what does not fit, at once or at the peak of a rollout.

https://kubernetes.io/docs/concepts/policy/resource-quotas/
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from generator.checks.reference.amounts import ONE, billionths, of_pod, shown
from generator.checks.reference.facts.plain import as_list
from generator.checks.reference.graph import Graph, Node
from generator.checks.reference.indexes import NAMESPACES
from generator.checks.reference.replicas import CONTROLLED, replicas
from generator.json_types import Json, JsonMap, as_map
from generator.problems import Problem
from generator.resources.api_groups import plural
from generator.resources.references.maps import maps

KINDS = ("ResourceQuota",)
WITH_AMOUNTS = (*CONTROLLED, "Pod", "apps/DaemonSet", "batch/CronJob", "batch/Job")
_COMPUTE = ("cpu", "memory", "ephemeral-storage")
_PLAIN = {
    "ConfigMap": "configmaps",
    "PersistentVolumeClaim": "persistentvolumeclaims",
    "ReplicationController": "replicationcontrollers",
    "ResourceQuota": "resourcequotas",
    "Secret": "secrets",
    "Service": "services",
}
_OWN = {"configmaps": 1, "count/configmaps": 1, "count/serviceaccounts": 1}
"""What the cluster itself adds to each namespace: kube-root-ca.crt, and the ServiceAccount default."""


class Use(NamedTuple):
    """What somebody uses at the least, at the most, and who."""

    least: int
    most: int
    node: Node


def problems(node: Node, graph: Graph) -> Iterator[Problem]:
    graph.listed(NAMESPACES, node.namespace)  # all that they depend on
    uses = graph.once(_uses, node.namespace)
    for resource, written in as_map(node.spec.get("hard")).items():
        hard = billionths(written)
        if hard is None:
            continue
        found = [use for use in _meant(resource, uses) if _in_scope(node, use.node)]
        own = _OWN.get(resource, 0) * ONE
        least, most = sum((use.least for use in found), own), sum((use.most for use in found), own)
        if most > hard:
            yield _problem(node, resource, written, least > hard, least if least > hard else most, found)


def _problem(node: Node, resource: str, hard: Json, at_once: bool, total: int, found: Sequence[Use]) -> Problem:
    field = f"spec.hard['{resource}']" if "." in resource or "/" in resource else f"spec.hard.{resource}"
    amounts = [(use.least if at_once else use.most, use.node) for use in found]
    greatest = sorted(amounts, key=lambda item: (-item[0], item[1].name))[:3]
    most = ", ".join(f'{user.short} "{user.name}" {shown(amount, hard)}' for amount, user in greatest)
    when = "everything here comes to" if at_once else "scaled up and rolled out, everything here comes to"
    effect = "the rest is refused" if at_once else "pods are refused then"
    message = f"{node} allows {hard} of {resource}, and {when} {shown(total, hard)} (most of it: {most}): {effect}"
    hint = f"raise it to {shown(total, hard)} at least, or lower what they ask for"
    return Problem("exceeded-quota" if at_once else "exceeded-quota-at-peak", field, message, hint)


def _meant(resource: str, uses: dict[str, list[Use]]) -> list[Use]:
    return uses.get(f"requests.{resource}" if resource in _COMPUTE else resource, [])


def _uses(graph: Graph, namespace: str) -> dict[str, list[Use]]:
    """By resource as quotas name it."""
    found: dict[str, list[Use]] = defaultdict(list)
    for node in graph.listed(NAMESPACES, namespace):
        for resource, least, most in _of(node, graph):
            found[resource].append(Use(least, most, node))
    return found


def _of(node: Node, graph: Graph) -> Iterator[tuple[str, int, int]]:
    group, _, kind = node.kind.rpartition("/")
    name = plural(kind)
    yield f"count/{name}.{group}" if group else f"count/{name}", ONE, ONE
    if node.kind in _PLAIN:
        yield _PLAIN[node.kind], ONE, ONE
    if node.kind == "Service":
        yield from _of_service(node)
    elif node.kind == "PersistentVolumeClaim":
        size = as_map(as_map(node.spec.get("resources")).get("requests")).get("storage")
        yield from _of_claim(node.spec.get("storageClassName"), size, 1, 1)
    elif "pods" in node.facts:
        yield from _of_workload(node, graph)


def _of_service(node: Node) -> Iterator[tuple[str, int, int]]:
    service = node.facts["service"]
    if service["type"] == "LoadBalancer":
        yield "services.loadbalancers", ONE, ONE
    if service["type"] in ("LoadBalancer", "NodePort"):
        ports = len(service["ports"]) * ONE
        yield "services.nodeports", ports, ports


def _of_claim(storage_class: Json, size: Json, least: int, most: int) -> Iterator[tuple[str, int, int]]:
    amount = billionths(size) or 0
    for prefix in ("", f"{storage_class}.storageclass.storage.k8s.io/" if storage_class else None):
        if prefix is not None:
            yield f"{prefix}requests.storage", amount * least, amount * most
            yield f"{prefix}persistentvolumeclaims", least * ONE, most * ONE


def _of_workload(node: Node, graph: Graph) -> Iterator[tuple[str, int, int]]:
    count = replicas(node, graph)
    for _, storage_class, size in node.pods.get("claims", ()):
        for resource, least, most in _of_claim(storage_class, size, count.least, count.most):
            yield resource, least, most
            if resource == "persistentvolumeclaims":
                yield "count/persistentvolumeclaims", least, most
    yield "pods", count.least * ONE, count.peak * ONE
    if node.kind != "Pod":
        yield "count/pods", count.least * ONE, count.peak * ONE
    requests, limits = of_pod(node, graph)
    for prefix, amounts in (("requests", requests), ("limits", limits)):
        for name, value in amounts.items():
            yield f"{prefix}.{name}", value * count.least, value * count.peak


def _in_scope(quota: Node, node: Node) -> bool:
    """https://kubernetes.io/docs/concepts/policy/resource-quotas/#quota-scopes"""
    scopes: list[tuple[str, str, list[str]]] = [
        (str(scope), "Exists", []) for scope in as_list(quota.spec.get("scopes"))
    ]
    for _, item in maps(as_map(quota.spec.get("scopeSelector")).get("matchExpressions")):
        scopes.append((str(item.get("scopeName")), str(item.get("operator", "Exists")), as_list(item.get("values"))))
    if not scopes:
        return True
    return "pods" in node.facts and all(_SCOPES[name](node, *how) for name, *how in scopes if name in _SCOPES)


def _best_effort(node: Node) -> bool:
    return not any(item.get("requests") or item.get("limits") for item in node.pods.get("containers", ()))


def _priority(node: Node, operator: str, values: list[str]) -> bool:
    name = node.pods.get("priority")
    if operator in ("In", "NotIn"):
        return (name in values) == (operator == "In")
    return bool(name) == (operator == "Exists")


_SCOPES: dict[str, Callable[..., bool]] = {
    "BestEffort": lambda node, *_: _best_effort(node),
    "NotBestEffort": lambda node, *_: not _best_effort(node),
    "NotTerminating": lambda node, *_: not node.pods.get("ends"),
    "PriorityClass": _priority,
    "Terminating": lambda node, *_: bool(node.pods.get("ends")),
}


def covers(quota: Node, node: Node) -> Sequence[str]:
    """What every container must say because the quota counts it: fields such as `requests.cpu`."""
    hard: JsonMap = as_map(quota.spec.get("hard"))
    if not _in_scope(quota, node) or node.kind not in WITH_AMOUNTS:
        return ()
    names = (f"requests.{name}" if name in ("cpu", "memory") else name for name in hard)
    return [name for name in names if name.startswith(("requests.", "limits.")) and name.endswith((".cpu", ".memory"))]
