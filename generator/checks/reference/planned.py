"""The resources of one overlay -> the facts of what it renders to, without rendering it.

By the render law what kustomize gives back is what was planned, but for the hash at the end of the name of a generated
ConfigMap. That is computed here, so that the facts of one unit and of another fit each other however they came about.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

from generator.checks.reference.facts import facts
from generator.json_types import Json, JsonMap
from generator.model.plan import Resource

_LETTERS = str.maketrans("013ae", "ghkmt")
_ESCAPED = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"})
_ANNOTATIONS = ["metadata", "annotations"]
"""Below them kustomize changes no name."""


def planned_facts(resources: Sequence[Resource]) -> list[JsonMap]:
    """In the order of the resources."""
    names = {
        resource.key[2]: f"{resource.key[2]}-{name_hash(resource.manifest)}"
        for resource in resources
        if resource.hashed
    }
    found = []
    for resource in resources:
        own = _facts(resource.manifest)
        found.append(_renamed(own, names, itself=resource.hashed) if names else own)
    return found


def _facts(manifest: JsonMap) -> JsonMap:
    try:
        return facts(manifest)
    except Exception:  # told where all manifests are judged one by one: here it must not end the run
        metadata = manifest["metadata"]
        return {"id": [manifest["kind"], metadata.get("namespace", ""), metadata["name"]], "crashed": True}


def name_hash(manifest: JsonMap) -> str:
    """The hash that kustomize appends to the name of a ConfigMap of this content.

    https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.8.1/api/internal/hasher/hasher.go
    """
    content: JsonMap = {"data": manifest.get("data", ""), "kind": "ConfigMap", "name": ""}
    if isinstance(manifest.get("binaryData"), dict):
        content["binaryData"] = manifest["binaryData"]
    # As encoding/json of Go writes it.
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).translate(_ESCAPED)
    return hashlib.sha256(text.encode()).hexdigest()[:10].translate(_LETTERS)


def _renamed(found: JsonMap, names: Mapping[str, str], *, itself: bool) -> JsonMap:
    kind, namespace, name = found["id"]
    changed: JsonMap = {**found, "id": [kind, namespace, names[name] if itself else name]}
    if itself and "makes" in found:
        changed["makes"] = [[row[0], names.get(row[1], row[1]), *row[2:]] for row in found["makes"]]
    if "refers" in found:
        changed["refers"] = [_reference(row, names) for row in found["refers"]]
    return changed


def _reference(row: list[Json], names: Mapping[str, str]) -> list[Json]:
    kind, name, path, *rest = row
    if kind == "ConfigMap" and name in names and list(path[:2]) != _ANNOTATIONS:
        return [kind, names[name], path, *rest]
    return row
