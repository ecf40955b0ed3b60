"""A StatefulSet and the headless Service that gives its pods their names.

https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.label_selectors import selects
from generator.checks.reference.graph import Graph, Node
from generator.problems import Problem

KINDS = ("apps/StatefulSet",)
_NO_NAMES = "its pods have no names in DNS"


def problems(node: Node, graph: Graph) -> Iterator[Problem]:
    for reference in node.refers:
        if reference.use != "governing":
            continue
        target = graph.target(node, reference)
        service = graph.find(*target)
        if service is None:
            if not graph.exists(target):
                message = f'{node} names the Service "{reference.name}", which does not exist: {_NO_NAMES}'
                near = graph.nearest(reference.name, "Service", node.namespace)
                hint = (
                    f'write "{near}"'
                    if near
                    else "add a Service of that name with `clusterIP: None` that selects these pods"
                )
                yield Problem("absent-governing-service", reference.field, message, hint)
            return
        yield from _of(node, service, reference.field)


def _of(node: Node, service: Node, field: str) -> Iterator[Problem]:
    selector = service.facts["service"]["selector"]
    if not service.facts["service"]["headless"]:
        message = f"{node} names {service}, which is not headless: {_NO_NAMES}"
        hint = "write `clusterIP: None` in the Service, or name a second one that has it"
        yield Problem("governing-service-with-address", field, message, hint)
    elif selector and not selects({"matchLabels": selector}, node.labels):
        message = f"{node} names {service}, which does not select its pods: {_NO_NAMES}"
        hint = "select the labels of the pod template in the Service"
        yield Problem("absent-governing-service", field, message, hint)
