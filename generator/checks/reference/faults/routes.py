"""Two routes that take the same requests: only one of them gets them.

https://kubernetes.io/docs/concepts/services-networking/ingress/#multiple-matches,
https://gateway-api.sigs.k8s.io/api-types/httproute/
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.reference import routes
from generator.checks.reference.facts.plain import as_list
from generator.checks.reference.graph import Graph, Node
from generator.checks.reference.indexes import PLAIN, TAKEN
from generator.checks.reference.routes import HTTP, match_of, taken
from generator.json_types import Path, dotted
from generator.problems import Problem
from generator.resources.references.maps import maps

KINDS = routes.KINDS


def problems(node: Node, graph: Graph) -> Iterator[Problem]:
    told = set()
    places: dict[routes.Taken, Path] = {}
    for key, path, words in taken(node):
        first, where = graph.listed(TAKEN, *key)[0], places.setdefault(key, path)
        if (first is node and where == path) or (first is not node and first.id == node.id) or first.id in told:
            continue
        told.add(first.id)
        whose = f"{node} has {words} twice" if first is node else f"{node} and {_named(first, node)} both have {words}"
        hint = "remove one, or give it another host or path"
        yield Problem("duplicate-route", dotted(path), f"{whose}: only one of them gets the requests", hint)
    if node.kind == HTTP:
        yield from _contested(node, graph)


def _contested(node: Node, graph: Graph) -> Iterator[Problem]:
    """A Gateway and an ingress controller have addresses of their own, of which the host's name leads to one."""
    told = set()
    for host, path, exact, at in _plain(node, graph):
        for other in graph.listed(PLAIN, host, path, exact)[:1]:
            if other.id in told:
                continue
            told.add(other.id)
            message = f"{node} and {_named(other, node)} both have {host}{path or '/'}"
            hint = "remove the Ingress once nobody needs it, or give one of them another host or path"
            reason = "the host's name leads to one of the two, and the other gets nothing"
            yield Problem("contested-route", dotted(at), f"{message}: {reason}", hint)


def _plain(node: Node, graph: Graph) -> Iterator[tuple[str, str, bool, Path]]:
    """Host, path, whether that is all of it, and where: of matches that ask for nothing else."""
    if all(graph.of_mesh(parent) for _, parent in maps(node.spec.get("parentRefs"))):
        return
    for index, rule in maps(node.spec.get("rules")):
        for place, match in maps(rule.get("matches") or [{}]):
            if not match.keys() - {"path"}:
                kind, value = match_of(match)["path"]
                at = ("spec", "rules", index, *(("matches", place) if rule.get("matches") else ()))
                for host in map(str, as_list(node.spec.get("hostnames"))):
                    yield host, str(value), kind == "Exact", at


def _named(other: Node, node: Node) -> str:
    return str(other) if other.namespace == node.namespace else f"{other} in the namespace {other.namespace}"
