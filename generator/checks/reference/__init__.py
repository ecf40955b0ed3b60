"""All manifests of one environment -> what they refer to in one another, and is not as they need it.

Two steps, so that a large repository need not be read again for a small change:

- `facts(manifest)` is a summary of one object as JSON. It depends on the manifest and on this code alone, so it is kept
  with the unit that the manifest is of, for as long as the unit's own entry in the index holds (its inputs, the tools
  and schemas, our version); neither the environment, nor other objects, nor settings change it.
- `together(facts, cluster)` puts the facts of an environment together, `judged` asks every rule of that, and `unjudged`
  says what none of them could know. They read no manifest, are run for each environment as a whole, and are what a
  change anywhere else can change: nothing of it is worth keeping.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple, TypeAlias

from generator.checks.guard import crashed
from generator.checks.reference.elsewhere import Elsewhere
from generator.checks.reference.facts import facts
from generator.checks.reference.faults import FAULTS
from generator.checks.reference.faults.absent import absent
from generator.checks.reference.graph import Edge, Graph, Lookup, Node
from generator.checks.reference.indexes import UNITS
from generator.checks.reference.unjudged import unjudged
from generator.checks.subject import Cluster, Subject
from generator.json_types import JsonMap
from generator.problems import Problem

_Check = Callable[[Node, Graph], Iterable[Problem]]

Summary: TypeAlias = "JsonMap | Problem"
"""The facts of an object, or why there are none."""

__all__ = ["Edge", "Summary", "facts", "judged", "judged_unit", "problems", "summary", "together", "unjudged"]


def problems(subjects: Sequence[Subject], cluster: Cluster) -> Iterator[tuple[Subject, Problem]]:
    found, _ = known_and_unknown(subjects, cluster)
    yield from found


def known_and_unknown(
    subjects: Sequence[Subject], cluster: Cluster, summaries: Sequence[Summary] | None = None
) -> tuple[list[tuple[Subject, Problem]], dict[str, int]]:
    """The problems, and what could not be known, by reason. `summaries` are those of the subjects, if there are any."""
    known, kept, found = [], [], []
    for subject, told in zip(subjects, map(summary, subjects) if summaries is None else summaries, strict=True):
        if isinstance(told, Problem):
            found.append((subject, told))
        else:
            known.append(told)
            kept.append(subject)
    graph = together(known, cluster)
    found += [(kept[place], problem) for place, problem in judged(graph)]
    return found, unjudged(graph, graph.of_unit("", absent).unknown)


def summary(subject: Subject) -> Summary:
    try:
        return facts(subject.manifest)
    except Exception as error:
        return crashed("references", error)


def together(
    summaries: Sequence[JsonMap],
    cluster: Cluster,
    *,
    secrets: bool = True,
    edges: Sequence[Edge] = (),
    units: Sequence[str] = (),
) -> Graph:
    """`secrets` is false where the category `secret` tells of missing Secrets and keys. `edges` are dependencies that
    the catalog declares; `units` says of each of the facts what it is a part of.

    Of the settings, `elsewhere` says what else is in the cluster, `ingressNamespace` and `monitoringNamespace` where
    requests and scrapes come from, `nodes` how many machines there are.
    """
    settings = cluster.settings
    return Graph.of(
        summaries,
        Elsewhere.of(settings.get("elsewhere")),
        cluster.namespace,
        units,
        secrets=secrets,
        edges=edges,
        ingress_namespace=settings.get("ingressNamespace", ""),
        monitoring_namespace=settings.get("monitoringNamespace", ""),
        node_count=settings.get("nodes", 0),
    )


def judged(graph: Graph) -> Iterator[tuple[int, Problem]]:
    """Each problem with the position of the facts of its object."""
    return _judged(graph, graph.nodes)


class JudgedUnit(NamedTuple):
    """`lookups` is all that was looked up to find the `problems`; of what is `unknown` nobody can say whether it is
    there."""

    problems: list[tuple[int, Problem]]
    unknown: list[list[str]]
    lookups: set[Lookup]


def judged_unit(graph: Graph, unit: str) -> JudgedUnit:
    """Of the objects of a unit alone."""
    graph.asked, graph.read = 0, set()
    found = list(_judged(graph, graph.listed(UNITS, unit)))
    unknown = [list(target) for target in sorted(graph.of_unit(unit, absent).unknown)]
    lookups, graph.read = graph.read, None
    return JudgedUnit(found, unknown, lookups)


def _judged(graph: Graph, nodes: Iterable[Node]) -> Iterator[tuple[int, Problem]]:
    for node in nodes:
        for needed, check in _checks_of(node.kind):
            if needed in node.facts:
                try:
                    for problem in check(node, graph):
                        yield node.place, problem
                except Exception as error:
                    yield node.place, crashed(check.__module__.rpartition(".")[2], error)


@cache
def _checks_of(kind: str) -> list[tuple[str, _Check]]:
    """Each with the facts that it needs."""
    return [
        (getattr(fault, "NEEDS", "id"), fault.problems) for fault in FAULTS if kind in getattr(fault, "KINDS", (kind,))
    ]
