"""A number of replicas that an autoscaler decides, written in the manifest: each apply sets it back.

https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.reference.graph import Graph, Node
from generator.checks.reference.replicas import CONTROLLED, autoscalers
from generator.problems import Problem

KINDS = CONTROLLED


def problems(node: Node, graph: Graph) -> Iterator[Problem]:
    written = node.pods.get("replicas")
    scalers = autoscalers(graph, node.id) if written is not None else ()
    for scaler in scalers[:1]:
        message = f"{node} has `replicas: {written}`, which {scaler} decides: each apply sets them back"
        yield Problem("fixed-replicas", "spec.replicas", message, "remove `replicas`")
