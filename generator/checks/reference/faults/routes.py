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
KINDS = (*INGRESS, f"{_GATEWAY}/GRPCRoute", f"{_GATEWAY}/HTTPRoute")

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
