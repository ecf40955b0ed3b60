"""A Service and the pods that it should be in front of.

https://kubernetes.io/docs/concepts/services-networking/service/#services-in-kubernetes
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.catalog.suggest import did_you_mean
from generator.checks.label_selectors import shown
from generator.checks.reference.faults.near import nearest_labels
from generator.checks.reference.graph import Graph, Node
from generator.json_types import Json, JsonMap
from generator.problems import Problem

KINDS = ("Service",)
_APP = ("app", "app.kubernetes.io/name")
_ENDING = ("batch/Job", "batch/CronJob", "keda.sh/ScaledJob")


def problems(node: Node, graph: Graph) -> Iterator[Problem]:
    service = node.facts["service"]
    if service["selector"] is None or service["type"] == "ExternalName":
        return
    selector = {"matchLabels": service["selector"]}
    found = graph.pods(node.namespace, selector)
    if not found:
        if not graph.of_operator(node.namespace, selector):
            yield _without_pods(node, graph, selector)
        return
    lasting = [workload for workload in found if workload.kind not in _ENDING]
    yield from _several(node, found, lasting)
    for index, port in enumerate(service["ports"]):
        for workload in lasting or found:
            yield from _port(node, index, port, workload)


def _without_pods(node: Node, graph: Graph, selector: JsonMap) -> Problem:
    message = f"{node} selects no pods here ({shown(selector)}): requests to it fail"
    near = nearest_labels(graph, node.namespace, selector)
    return Problem("service-without-pods", "spec.selector", message, near or "select the labels of a pod template")


def _several(node: Node, found: Sequence[Node], lasting: Sequence[Node]) -> Iterator[Problem]:
    if len(found) < 2 or (len(lasting) == len(found) and _are_one(lasting)) or not lasting:
        return
    names = " and ".join(f'{workload.short} "{workload.name}"' for workload in found[:3])
    message = f"{node} selects the pods of {len(found)} workloads: {names}{' and more' if len(found) > 3 else ''}"
    hint = "add a label to the selector, and to the pods that are meant"
    yield Problem("ambiguous-service", "spec.selector", f"{message}; requests go to any of them", hint)


def _are_one(workloads: Sequence[Node]) -> bool:
    """Whether they share a Service on purpose: a canary has the same image, a version the same name of the app (which
    are what meshes tell apart) and the same ports."""
    if len({_images(workload) for workload in workloads}) == 1:
        return True
    ports = {tuple(port[2] for port in workload.pods.get("ports", ())) for workload in workloads}
    names = [{workload.labels.get(key, "") for workload in workloads} for key in _APP]
    return len(ports) == 1 and any(len(values) == 1 and values != {""} for values in names)


def _images(workload: Node) -> frozenset[str]:
    return frozenset(
        str(item["image"])
        for item in workload.pods.get("containers", ())
        if not item.get("init") and not item.get("sidecar")
    )


def _port(node: Node, index: int, port: list[Json], workload: Node) -> Iterator[Problem]:
    _, number, target, protocol, _ = port
    ports = workload.pods.get("ports", ())
    numbers = [item[2] for item in ports if item[3] == protocol]
    field = f"spec.ports[{index}].targetPort"
    if isinstance(target, str) and not target.isdigit():
        names = [item[1] for item in ports if item[3] == protocol]
        if target not in names:
            message = f'{node} leads to the port "{target}" of {workload}, whose containers have none of that name'
            others = [item[3] for item in ports if item[1] == target]
            hint = f"it is a {others[0]} port: write `protocol: {others[0]}`" if others else ""
            known = _listed([f"{item[1]} ({item[2]})" for item in ports if item[1]])
            known = f"its ports with a name: {known}" if known else f"name a port `{target}` there, or write its number"
            hint = hint or did_you_mean(target, names) or known
            yield Problem("absent-target-port", field, message, hint)
    elif numbers and target not in numbers and not node.facts["service"]["headless"]:
        at = field if target != number else f"spec.ports[{index}].port"
        message = f"{node} leads to the port {target} of {workload}, whose containers declare {_listed(numbers)}"
        hint = f"write `targetPort: {numbers[0]}`, or declare the port {target} in the container"
        yield Problem("undeclared-target-port", at, message, hint)


def _listed(numbers: Sequence[Json]) -> str:
    return ", ".join(str(number) for number in dict.fromkeys(numbers))
