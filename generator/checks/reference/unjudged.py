"""All objects of one environment -> what of their references nothing here can know, by reason and with a count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from generator.checks.reference.faults.namespaces import NAMESPACE, are_known, lacking
from generator.checks.reference.graph import Graph
from generator.checks.reference.indexes import OF_KIND

_UNKNOWN = "whether it exists, no manifest or `checks.elsewhere` says which there are"
_BY_NODES = "DaemonSet: what it takes of a quota, `checks.nodes` does not say how many nodes there are"


def unjudged(graph: Graph, unknown: Iterable[Sequence[str]]) -> dict[str, int]:
    """Of classes and namespaces the cluster has others than those that manifests show. `unknown` are the objects of
    which that was found where they are referred to."""
    kinds = Counter(kind.rpartition("/")[2] for kind, _, _ in unknown)
    if not are_known(graph):
        kinds[NAMESPACE] += lacking(graph)
    found = {f"{kind}: {_UNKNOWN}": count for kind, count in sorted(kinds.items()) if count}
    if not graph.node_count and (sets := _counted_by_nodes(graph)):
        found[_BY_NODES] = sets
    return found


def _counted_by_nodes(graph: Graph) -> int:
    sets = graph.listed(OF_KIND, "apps/DaemonSet")
    return sum(bool(graph.listed(OF_KIND, "ResourceQuota", node.namespace)) for node in sets)
