"""An Ingress -> the hosts and paths that it takes.

https://kubernetes.io/docs/concepts/services-networking/ingress/
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.reference.facts.plain import text
from generator.json_types import Json, JsonMap, as_map
from generator.resources.references.maps import maps

_CLASS = "kubernetes.io/ingress.class"
_CANARY = "nginx.ingress.kubernetes.io/canary"


def routes(manifest: JsonMap) -> JsonMap:
    """`paths`: host, path, its type, and where it is written; `shared` if others may have the same on purpose."""
    notes = as_map(as_map(manifest.get("metadata")).get("annotations"))
    spec = as_map(manifest.get("spec"))
    return {
        "class": text(spec.get("ingressClassName")) or text(notes.get(_CLASS)),
        "shared": str(notes.get(_CANARY, "")).lower() == "true",
        "paths": list(_paths(spec)),
    }


def _paths(spec: JsonMap) -> Iterator[list[Json]]:
    for index, rule in maps(spec.get("rules")):
        for place, path in maps(as_map(rule.get("http")).get("paths")):
            at = ["spec", "rules", index, "http", "paths", place]
            yield [text(rule.get("host")), text(path.get("path")) or "/", text(path.get("pathType")), at]
