"""All objects of one environment -> what of their references nothing here can know, by reason and with a count."""

from __future__ import annotations

from collections import Counter

from generator.checks.reference.faults.absent import absent
from generator.checks.reference.faults.namespaces import NAMESPACE, are_known, lacking
from generator.checks.reference.graph import Graph

_UNKNOWN = "whether it exists, no manifest or `checks.elsewhere` says which there are"
_BY_NODES = "DaemonSet: what it takes of a quota, `checks.nodes` does not say how many nodes there are"


def unjudged(graph: Graph) -> dict[str, int]:
    """Of classes and namespaces the cluster has others than those that manifests show."""
    kinds = Counter(kind.rpartition("/")[2] for kind, _, _ in graph.once(absent).unknown)
    if not are_known(graph):
        kinds[NAMESPACE] += len(graph.once(lacking))
    found = {f"{kind}: {_UNKNOWN}": count for kind, count in sorted(kinds.items()) if count}
    if not graph.node_count and (sets := _counted_by_nodes(graph)):
        found[_BY_NODES] = sets
    return found


def _counted_by_nodes(graph: Graph) -> int:
    quotas = {node.namespace for node in graph.by_kind.get("ResourceQuota", ())}
    return sum(node.namespace in quotas for node in graph.by_kind.get("apps/DaemonSet", ()))
