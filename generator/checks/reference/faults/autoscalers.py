"""An autoscaler and what it scales.

https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/,
https://kubernetes.io/docs/concepts/workloads/autoscaling/vertical-pod-autoscale/
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog.suggest import did_you_mean
from generator.checks.reference.amounts import of_container
from generator.checks.reference.graph import Graph, Node
from generator.checks.reference.indexes import HPA, SCALED_OBJECT
from generator.checks.reference.replicas import autoscalers
from generator.json_types import Json, as_map
from generator.problems import Problem
from generator.resources.references import Reference
from generator.resources.references.maps import maps

VPA = "autoscaling.k8s.io/VerticalPodAutoscaler"
KINDS = (HPA, SCALED_OBJECT, VPA)
_UNSCALABLE = ("apps/DaemonSet", "batch/CronJob", "batch/Job", "Pod")


def problems(node: Node, graph: Graph) -> Iterator[Problem]:
    for reference in node.refers:
        if reference.use not in ("scale", "resize"):
            continue
        target = graph.target(node, reference)
        if node.kind != VPA:
            yield from _competing(node, graph, reference)
            if target[0] in _UNSCALABLE:
                short = target[0].rpartition("/")[2]
                message = f'{node} is to scale the {short} "{reference.name}", and a {short} cannot be scaled'
                hint = "point it at a Deployment or StatefulSet, or remove it"
                yield Problem("unscalable-target", reference.field, message, hint)
                continue
        if found := graph.find(*target):
            workload = _with_pods(found, graph)
            if workload and "pods" in workload.facts:
                yield from _of_target(node, graph, workload)


def _with_pods(node: Node, graph: Graph) -> Node | None:
    """A Rollout may have its pods from a Deployment."""
    if "pods" in node.facts:
        return node
    others = (graph.find(*graph.target(node, item)) for item in node.refers if item.path[-2:-1] == ("workloadRef",))
    return next((other for other in others if other), None)


def _competing(node: Node, graph: Graph, reference: Reference) -> Iterator[Problem]:
    first = autoscalers(graph, graph.target(node, reference))[0]
    if first.id != node.id:
        message = f'{node} and {first} both scale the {reference.kind.rpartition("/")[2]} "{reference.name}"'
        hint = "keep one, with the metrics of both"
        yield Problem("competing-autoscalers", reference.field, f"{message}: each undoes what the other does", hint)


def _of_target(node: Node, graph: Graph, workload: Node) -> Iterator[Problem]:
    if node.kind == VPA:
        yield from _vertical(node, graph, workload)
    for path, resource, container in _metrics(node):
        names = [item["name"] for item in _running(workload)]
        if container and container not in names:
            yield _absent_container(node, workload, container, f"{path}.container", names)
        else:
            yield from _unrequested(node, graph, workload, path, resource, container)


def _running(workload: Node) -> list[dict[str, Json]]:
    return [item for item in workload.pods.get("containers", ()) if not item.get("init")]


def _metrics(node: Node) -> Iterator[tuple[str, str, str]]:
    """Where a metric is that needs requests or a container; of which resource; and of which container, if of one."""
    if node.spec.get("targetCPUUtilizationPercentage"):
        yield "spec.targetCPUUtilizationPercentage", "cpu", ""
    for index, metric in maps(node.spec.get("metrics")):
        for field in ("resource", "containerResource"):
            source = as_map(metric.get(field))
            container = str(source.get("container", ""))
            relative = as_map(source.get("target")).get("averageUtilization") is not None
            if relative or container:
                yield f"spec.metrics[{index}].{field}", str(source.get("name")) if relative else "", container
    for index, trigger in maps(node.spec.get("triggers")):
        # https://keda.sh/docs/latest/scalers/cpu/
        if trigger.get("type") in ("cpu", "memory") and trigger.get("metricType", "Utilization") == "Utilization":
            container = str(as_map(trigger.get("metadata")).get("containerName", ""))
            yield f"spec.triggers[{index}]", trigger["type"], container


def _absent_container(node: Node, workload: Node, name: str, field: str, names: list[Json]) -> Problem:
    message = f'{node} looks at the container "{name}" of {workload}, which has none such'
    hint = did_you_mean(name, map(str, names)) or f"its containers: {', '.join(map(str, names))}"
    return Problem("absent-container", field, message, hint)


def _unrequested(
    node: Node, graph: Graph, workload: Node, path: str, resource: str, container: str
) -> Iterator[Problem]:
    if not resource or resource in as_map(as_map(workload.pods.get("resources")).get("requests")):
        return
    for item in _running(workload):
        if container in ("", item["name"]) and resource not in of_container(item, workload, graph)[0]:
            message = (
                f"{node} scales by the {resource} that is used of what is requested, "
                f'and the container "{item["name"]}" of {workload} requests none: it does not scale'
            )
            hint = f"write `resources.requests.{resource}` in the container"
            yield Problem("autoscaler-without-requests", path, message, hint)
            return


def _vertical(node: Node, graph: Graph, workload: Node) -> Iterator[Problem]:
    names = [item["name"] for item in _running(workload)]
    controlled = {"cpu", "memory"}
    for index, policy in maps(as_map(node.spec.get("resourcePolicy")).get("containerPolicies")):
        name = policy.get("containerName")
        if policy.get("controlledResources"):
            controlled = set(policy["controlledResources"]) if name == "*" else controlled
        if name not in (None, "*", *names):
            field = f"spec.resourcePolicy.containerPolicies[{index}].containerName"
            yield _absent_container(node, workload, str(name), field, names)
    if as_map(node.spec.get("updatePolicy")).get("updateMode", "Auto") == "Off":
        return
    for scaler in autoscalers(graph, workload.id):
        both = sorted({resource for _, resource, _ in _metrics(scaler)} & controlled)
        if both:
            message = f"{node} and {scaler} both go by the {' and '.join(both)} of {workload}"
            hint = "write `updatePolicy.updateMode: Off`, or let the other scale by something else"
            yield Problem(
                "competing-autoscalers", "spec.updatePolicy", f"{message}: they work against each other", hint
            )
