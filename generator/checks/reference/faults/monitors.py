"""What Prometheus should scrape, and cannot find.

https://prometheus-operator.dev/docs/developer/getting-started/, https://prometheus-operator.dev/docs/api-reference/api/
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.catalog.suggest import did_you_mean
from generator.checks.label_selectors import shown
from generator.checks.reference import indexes
from generator.checks.reference.graph import Graph, Node
from generator.json_types import as_map
from generator.problems import Problem
from generator.resources.references.maps import maps

_GROUP = "monitoring.coreos.com"
SERVICES, PODS = f"{_GROUP}/ServiceMonitor", f"{_GROUP}/PodMonitor"
KINDS = (SERVICES, PODS)


def problems(node: Node, graph: Graph) -> Iterator[Problem]:
    found = targets(node, graph)
    if found is None:
        return
    if not found:
        what = "Services" if node.kind == SERVICES else "pods"
        message = f"{node} selects no {what} here ({shown(node.spec.get('selector'))}): nothing is scraped"
        hint = "select labels of the Service itself, not those of its pods" if node.kind == SERVICES else ""
        yield Problem("monitor-without-targets", "spec.selector", message, hint or "select the labels of the pods")
        return
    field = ends(node)
    for index, end in maps(node.spec.get(field)):
        names = _ports(found)
        if (port := end.get("port")) and port not in names:
            others = " and ".join(str(item) for item in found[:3])
            message = f'{node} scrapes the port "{port}", and {others} has none of that name'
            known = ", ".join(name for name in names if name) or "none with a name"
            hint = did_you_mean(str(port), names) or f"the ports that there are: {known}"
            yield Problem("absent-monitor-port", f"spec.{field}[{index}].port", message, hint)


def ends(node: Node) -> str:
    return "endpoints" if node.kind == SERVICES else "podMetricsEndpoints"


def targets(node: Node, graph: Graph) -> Sequence[Node] | None:
    """The Services or workloads that it selects; None where they need not be here."""
    selector, chosen = as_map(node.spec.get("selector")), as_map(node.spec.get("namespaceSelector"))
    if chosen.get("any"):
        return None
    namespaces = chosen.get("matchNames") or [node.namespace]
    index = indexes.SERVICES if node.kind == SERVICES else indexes.PODS
    found = [item for name in namespaces for item in graph.selected(index, str(name), selector)]
    if found:
        return found
    known = namespaces == [node.namespace] or all(graph.listed(index, str(name)) for name in namespaces)
    operated = any(graph.of_operator(str(name), selector) for name in namespaces)
    return [] if known and not operated else None


def _ports(found: Sequence[Node]) -> list[str]:
    if found[0].kind == "Service":
        return [str(port[0]) for item in found for port in item.facts["service"]["ports"]]
    return [str(port[1]) for item in found for port in item.pods.get("ports", ())]
