"""All manifests of one environment -> what they refer to in one another, and is not as they need it.

Two steps, so that a large repository need not be read again for a small change:

- `facts(manifest)` is a summary of one object as JSON. It depends on the manifest and on this code alone, so it is kept
  with the unit that the manifest is of, for as long as the unit's own entry in the index holds (its inputs, the tools
  and schemas, our version); neither the environment, nor other objects, nor settings change it.
- `judged(facts, cluster)` puts the facts of an environment together and asks every rule. It reads no manifest, is run
  for each environment as a whole, and is what a change anywhere else can change: nothing of it is worth keeping.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from types import ModuleType

from generator.checks.guard import crashed
from generator.checks.reference.elsewhere import Elsewhere
from generator.checks.reference.facts import facts
from generator.checks.reference.faults import FAULTS
from generator.checks.reference.graph import Edge, Graph, Node
from generator.checks.subject import Cluster, Subject
from generator.json_types import JsonMap
from generator.problems import Problem

_Check = Callable[[Node, Graph], Iterable[Problem]]

__all__ = ["Edge", "facts", "judged", "problems"]


def problems(subjects: Sequence[Subject], cluster: Cluster) -> Iterator[tuple[Subject, Problem]]:
    summaries, kept = [], []
    for subject in subjects:
        try:
            summaries.append(facts(subject.manifest))
            kept.append(subject)
        except Exception as error:
            yield subject, crashed("references", error)
    for place, problem in judged(summaries, cluster):
        yield kept[place], problem


def judged(
    summaries: Sequence[JsonMap], cluster: Cluster, *, secrets: bool = True, edges: Sequence[Edge] = ()
) -> Iterator[tuple[int, Problem]]:
    """Each problem with the position of the facts of its object.

    `secrets` is false where the category `secret` tells of missing Secrets and keys. `edges` are dependencies that the
    catalog declares. Of the settings, `elsewhere` says what else is in the cluster, `ingressNamespace` and
    `monitoringNamespace` where requests and scrapes come from.
    """
    settings = cluster.settings
    graph = Graph.of(
        summaries,
        Elsewhere.of(settings.get("elsewhere")),
        cluster.namespace,
        secrets=secrets,
        edges=edges,
        ingress_namespace=settings.get("ingressNamespace", ""),
        monitoring_namespace=settings.get("monitoringNamespace", ""),
    )
    by_kind: dict[str, list[tuple[str, ModuleType]]] = {}
    for node in graph.nodes:
        if node.kind not in by_kind:
            by_kind[node.kind] = [found for found in _FAULTS if node.kind in getattr(found[1], "KINDS", (node.kind,))]
        for name, fault in by_kind[node.kind]:
            if getattr(fault, "NEEDS", "id") in node.facts:
                yield from _guarded(name, fault.problems, node, graph)


_FAULTS = [(fault.__name__.rpartition(".")[2], fault) for fault in FAULTS]


def _guarded(name: str, check: _Check, node: Node, graph: Graph) -> Iterator[tuple[int, Problem]]:
    try:
        for problem in check(node, graph):
            yield node.place, problem
    except Exception as error:
        yield node.place, crashed(name, error)
