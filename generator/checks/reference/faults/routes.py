"""Two routes that take the same requests: only one of them gets them.

https://kubernetes.io/docs/concepts/services-networking/ingress/#multiple-matches,
https://gateway-api.sigs.k8s.io/api-types/httproute/
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from generator.checks.reference.facts.plain import as_list
from generator.checks.reference.graph import Graph, Node
from generator.json_types import Json, JsonMap, Path, as_map, dotted
from generator.problems import Problem
from generator.resources.references.maps import maps

_GATEWAY = "gateway.networking.k8s.io"
INGRESS = ("networking.k8s.io/Ingress",)
_HTTP = f"{_GATEWAY}/HTTPRoute"
KINDS = (*INGRESS, f"{_GATEWAY}/GRPCRoute", _HTTP)

_PARENT = ("namespace", "name", "sectionName", "port")

Taken = tuple[Json, ...]


def problems(node: Node, graph: Graph) -> Iterator[Problem]:
    told = set()
    first_of = graph.once(_first)
    for key, path, words in taken(node):
        first, where = first_of[key]
        if (first is node and where == path) or (first is not node and first.id == node.id) or first.id in told:
            continue
        told.add(first.id)
        whose = f"{node} has {words} twice" if first is node else f"{node} and {_named(first, node)} both have {words}"
        hint = "remove one, or give it another host or path"
        yield Problem("duplicate-route", dotted(path), f"{whose}: only one of them gets the requests", hint)
    if node.kind == _HTTP:
        yield from _contested(node, graph)


def _contested(node: Node, graph: Graph) -> Iterator[Problem]:
    """A Gateway and an ingress controller have addresses of their own, of which the host's name leads to one."""
    told = set()
    ingresses = graph.once(_of_ingresses)
    for host, path, exact, at in _plain(node, graph):
        other = ingresses.get((host, path, exact))
        if other and other.id not in told:
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
                kind, value = _match(match)["path"]
                at = ("spec", "rules", index, *(("matches", place) if rule.get("matches") else ()))
                for host in map(str, as_list(node.spec.get("hostnames"))):
                    yield host, str(value), kind == "Exact", at


def _of_ingresses(graph: Graph) -> dict[tuple[str, str, bool], Node]:
    """By host, path, and whether that is all of it; the first of each."""
    found: dict[tuple[str, str, bool], Node] = {}
    for node in graph.by_kind.get(INGRESS[0], ()):
        for host, path, type, _ in node.facts["routes"]["paths"] if not node.facts["routes"]["shared"] else ():
            exact = type == "Exact"
            found.setdefault((host, path if exact else path.rstrip("/"), exact), node)
    return found


def _first(graph: Graph) -> dict[Taken, tuple[Node, Path]]:
    found: dict[Taken, tuple[Node, Path]] = {}
    for kind in KINDS:
        for node in graph.by_kind.get(kind, ()):
            for key, path, _ in taken(node):
                found.setdefault(key, (node, path))
    return found


def _named(other: Node, node: Node) -> str:
    return str(other) if other.namespace == node.namespace else f"{other} in the namespace {other.namespace}"


def taken(node: Node) -> Iterator[tuple[Taken, Path, str]]:
    """What a route takes, as something that is the same for two which collide; where it is written; and in words."""
    if node.kind in INGRESS:
        own = node.facts["routes"]
        for host, path, type, at in own["paths"] if not own["shared"] else ():
            if host:  # without one it takes what is left, and there may be several for that
                yield ("Ingress", own["class"], host, path, type == "Exact"), tuple(at), f"{host}{path}"
    elif node.kind in KINDS:
        yield from _of_route(node)


def _of_route(node: Node) -> Iterator[tuple[Taken, Path, str]]:
    parents = [
        tuple(str({"namespace": node.namespace, **parent}.get(field)) for field in _PARENT)
        for _, parent in maps(node.spec.get("parentRefs"))
    ]
    for index, rule in maps(node.spec.get("rules")):
        matches = list(maps(rule.get("matches"))) or [(0, {})]
        for place, match in matches:
            at = ("spec", "rules", index, *(("matches", place) if rule.get("matches") else ()))
            same = json.dumps(_match(match), sort_keys=True, default=str)
            for host in map(str, as_list(node.spec.get("hostnames")) or ("",)):
                for parent in parents:
                    yield (node.kind, parent, host, same), at, f"{host or 'every host'}{_path(match)}"


def _match(match: JsonMap) -> JsonMap:
    path = as_map(match.get("path"))
    kind, value = path.get("type") or "PathPrefix", path.get("value") or "/"
    return {**match, "path": [kind, value if kind == "Exact" else str(value).rstrip("/")]}


def _path(match: JsonMap) -> str:
    if method := as_map(match.get("method")):
        return f" {method.get('service', '')}/{method.get('method', '')}"
    path = str(as_map(match.get("path")).get("value") or "/")
    return path if "method" not in match else f"{path} ({match['method']})"
