"""A disruption budget and the pods that it protects.

https://kubernetes.io/docs/tasks/run-application/configure-pdb/
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.checks.label_selectors import shown
from generator.checks.reference.faults.near import nearest_labels
from generator.checks.reference.graph import Graph, Node
from generator.checks.reference.indexes import BUDGET, BUDGETS
from generator.checks.reference.replicas import CONTROLLED, amount, autoscalers, replicas
from generator.problems import Problem

KINDS = (BUDGET,)


def problems(node: Node, graph: Graph) -> Iterator[Problem]:
    selector = node.spec.get("selector")
    if not isinstance(selector, dict):
        return
    found = graph.pods(node.namespace, selector)
    if found:
        yield from _overlapping(node, graph, found)
        if all(workload.kind in CONTROLLED for workload in found):
            yield from _blocked(node, graph, found)
    elif selector and not graph.of_operator(node.namespace, selector):
        message = f"{node} selects no pods here ({shown(selector)}), so that it protects none"
        near = nearest_labels(graph, node.namespace, selector)
        yield Problem("budget-without-pods", "spec.selector", message, near or "select the labels of a pod template")


def _overlapping(node: Node, graph: Graph, found: Sequence[Node]) -> Iterator[Problem]:
    for workload in found:
        first = graph.selecting(BUDGETS, workload)[0]
        if first.id != node.id:
            message = f"{node} and {first} both protect the pods of {workload}: none of them can be evicted"
            yield Problem("overlapping-budgets", "spec.selector", message, "keep one budget for each pod")
            return


def _blocked(node: Node, graph: Graph, found: Sequence[Node]) -> Iterator[Problem]:
    least = sum(replicas(workload, graph).least for workload in found)
    names = " and ".join(str(workload) for workload in found[:3])
    scaled = any(autoscalers(graph, workload.id) for workload in found)
    pods = f"{least} pod{'' if least == 1 else 's'}{' at the least' if scaled else ''}"
    for field, zero in (("maxUnavailable", True), ("minAvailable", False)):
        value = node.spec.get(field)
        if value is None or not least:
            continue
        allowed = amount(value, least) if zero else least - amount(value, least)
        if allowed <= 0:
            message = f"{node} wants `{field}: {value}` of the {pods} of {names}: no node of theirs can be drained"
            more = "; and more than one replica" if least == 1 else ""
            yield Problem("blocked-drain", f"spec.{field}", message, f"write `maxUnavailable: 1`{more}")
