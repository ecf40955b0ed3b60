"""One Kubernetes version's definitions -> the files of `schemas/kubernetes/<version>/`.

Two files of definitions and one small file a kind, named as kubeconform asks for it (`deployment-apps-v1.json`). The
kinds that nearly every repository has refer to the small `_definitions.json`: kubeconform reads the whole file once for
every kind it meets, so its start is the size of that file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.json_types import Json, JsonMap
from generator.schemas.layout import DRAFT

COMMON_FILE = "_definitions.json"
FULL_FILE = "_definitions_all.json"
OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"

_COMMON = {
    "v1": "ConfigMap LimitRange Namespace PersistentVolumeClaim Pod ResourceQuota Secret Service ServiceAccount",
    "apps/v1": "DaemonSet Deployment ReplicaSet StatefulSet",
    "autoscaling/v2": "HorizontalPodAutoscaler",
    "batch/v1": "CronJob Job",
    "networking.k8s.io/v1": "Ingress NetworkPolicy",
    "policy/v1": "PodDisruptionBudget",
    "rbac.authorization.k8s.io/v1": "ClusterRole ClusterRoleBinding Role RoleBinding",
    "scheduling.k8s.io/v1": "PriorityClass",
}
COMMON_KINDS = frozenset(f"{api_version}/{kind}" for api_version, kinds in _COMMON.items() for kind in kinds.split())


def files(definitions: JsonMap) -> dict[str, JsonMap]:
    """`definitions` is upstream's `$defs`; the result maps file names to schemas."""
    trimmed = {name: trim(definition) for name, definition in definitions.items()}
    kinds = dict(top_level_kinds(trimmed))
    common = [name for name, kind in kinds.items() if kind in COMMON_KINDS]
    return {
        COMMON_FILE: {"$schema": DRAFT, "$defs": closure(trimmed, common)},
        FULL_FILE: {"$schema": DRAFT, "$defs": closure(trimmed, kinds)},
        **kind_files(trimmed),
    }


def kind_files(definitions: JsonMap) -> dict[str, JsonMap]:
    """One small file a kind, each a reference into one of the two files of definitions."""
    return {
        kind_file(kind): {
            "$schema": DRAFT,
            "$ref": f"{COMMON_FILE if kind in COMMON_KINDS else FULL_FILE}#/$defs/{name}",
        }
        for name, kind in top_level_kinds(definitions)
    }


def kind_file(kind: str) -> str:
    """`apps/v1/Deployment` -> `deployment-apps-v1.json`, `v1/Service` -> `service-v1.json`.

    Of the group only the first label counts: https://github.com/yannh/kubeconform/blob/v0.8.0/pkg/registry/registry.go
    """
    *group, version, name = kind.split("/")
    labels = [part.split(".")[0] for part in group]
    return "-".join([name, *labels, version]).lower() + ".json"


def top_level_kinds(definitions: JsonMap) -> Iterator[tuple[str, str]]:
    """(definition, `apps/v1/Deployment`) for everything a manifest can hold: it has a kind and an object's metadata.

    That leaves out lists (kubeconform takes a `List` apart itself), options of requests and answers of the server.
    """
    for name, definition in definitions.items():
        kinds = definition.get("x-kubernetes-group-version-kind", [])
        metadata = definition.get("properties", {}).get("metadata", {})
        if len(kinds) == 1 and metadata.get("$ref") == f"#/$defs/{OBJECT_META}":
            yield name, "/".join(part for part in (kinds[0]["group"], kinds[0]["version"], kinds[0]["kind"]) if part)


def closure(definitions: JsonMap, names: Iterable[str]) -> JsonMap:
    """The named definitions and all that they refer to."""
    found: JsonMap = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = definitions[name]
            waiting.extend(references(definitions[name]))
    return found


def references(schema: Json) -> Iterator[str]:
    """The names of the definitions that a schema refers to."""
    if isinstance(schema, dict):
        reference = schema.get("$ref")
        if isinstance(reference, str):
            yield reference.rpartition("/")[2]
        for value in schema.values():
            yield from references(value)
    elif isinstance(schema, list):
        for item in schema:
            yield from references(item)


def trim(schema: JsonMap) -> JsonMap:
    """Without descriptions, and with the types of a union in one list.

    Upstream writes a quantity as `oneOf: [string|null, number|null]`, which refuses the null that an API server takes
    for an absent field, and whose error says nothing about types.
    """
    result: JsonMap = {}
    for key, value in schema.items():
        if key == "properties":
            result[key] = {name: trim(item) for name, item in value.items()}
        elif key == "oneOf" and all(set(branch) == {"type"} for branch in value):
            result["type"] = _union(value)
        elif key != "description":
            result[key] = trim(value) if isinstance(value, dict) and key in ("items", "additionalProperties") else value
    return result


def _union(branches: Iterable[JsonMap]) -> list[str]:
    types: list[str] = []
    for branch in branches:
        listed = branch["type"] if isinstance(branch["type"], list) else [branch["type"]]
        types += [name for name in listed if name not in types]
    return sorted(types, key=lambda name: name == "null")
