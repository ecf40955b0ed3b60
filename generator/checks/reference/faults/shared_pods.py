"""Two controllers whose selectors select the same pods: each takes the other's for its own.

https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.label_selectors import selects, shown
from generator.checks.reference.graph import Graph, Node
from generator.json_types import as_map
from generator.problems import Problem

KINDS = (
    "apps/DaemonSet",
    "apps/Deployment",
    "apps/ReplicaSet",
    "apps/StatefulSet",
    "argoproj.io/Rollout",
)


def problems(node: Node, graph: Graph) -> Iterator[Problem]:
    selector = node.pods.get("selector")
    if not selector:
        return
    for other in graph.pods(node.namespace, as_map(selector)):
        if other is node or other.kind not in KINDS or other.id == node.id or other.kind != node.kind:
            continue
        theirs = as_map(other.pods.get("selector"))
        both = selects(theirs, node.labels)
        if both and other.place < node.place:
            continue  # told of the first
        message = f"{node} selects ({shown(selector)}) the pods of {other}, too"
        hint = "give each a label of its own, in the selector and in the template"
        yield Problem("shared-pods", "spec.selector", f"{message}: the two get in each other's way", hint)
        return
