"""A route -> the requests that it takes.

https://kubernetes.io/docs/concepts/services-networking/ingress/#multiple-matches,
https://gateway-api.sigs.k8s.io/api-types/httproute/
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from generator.checks.reference.facts.plain import as_list
from generator.checks.reference.node import Node
from generator.json_types import Json, JsonMap, Path, as_map
from generator.resources.references.maps import maps

_GATEWAY = "gateway.networking.k8s.io"
INGRESS = ("networking.k8s.io/Ingress",)
HTTP = f"{_GATEWAY}/HTTPRoute"
KINDS = (*INGRESS, f"{_GATEWAY}/GRPCRoute", HTTP)

_PARENT = ("namespace", "name", "sectionName", "port")

Taken = tuple[Json, ...]


def plain(node: Node) -> Iterator[tuple[str, str, bool]]:
    """Of an Ingress: host, path, and whether that is all of it."""
    if node.kind in INGRESS:
        for host, path, type, _ in node.facts["routes"]["paths"] if not node.facts["routes"]["shared"] else ():
            exact = type == "Exact"
            yield host, path if exact else path.rstrip("/"), exact


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
            same = json.dumps(match_of(match), sort_keys=True, default=str)
            for host in map(str, as_list(node.spec.get("hostnames")) or ("",)):
                for parent in parents:
                    yield (node.kind, parent, host, same), at, f"{host or 'every host'}{_path(match)}"


def match_of(match: JsonMap) -> JsonMap:
    path = as_map(match.get("path"))
    kind, value = path.get("type") or "PathPrefix", path.get("value") or "/"
    return {**match, "path": [kind, value if kind == "Exact" else str(value).rstrip("/")]}


def _path(match: JsonMap) -> str:
    if method := as_map(match.get("method")):
        return f" {method.get('service', '')}/{method.get('method', '')}"
    path = str(as_map(match.get("path")).get("value") or "/")
    return path if "method" not in match else f"{path} ({match['method']})"
