"""An unknown field and the map in which it stands -> where it probably belongs, or what it is called here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from generator.catalog.suggest import nearest
from generator.json_types import Json, JsonMap, Path, dotted

FEW = 12
_LIKELY = 0.8

_NAMES = {
    "alerting": "alerts",
    "certificate": "certificates",
    "clusterrole": "rbac.clusterRules",
    "clusterrolebinding": "rbac.clusterWide",
    "analysistemplate": "analysis",
    "bluegreen": "strategy.blueGreen",
    "cmd": "command",
    "configmap": "config",
    "containerport": "port",
    "cpu": "resources.requests.cpu",
    "cron": "schedule",
    "dependencies": "dependsOn",
    "entrypoint": "command",
    "environmentvariables": "env",
    "envvars": "env",
    "gatewayapi": "gateway",
    "graceperiod": "terminationGracePeriodSeconds",
    "grpcroute": "grpcRoutes",
    "healthcheck": "health",
    "horizontalpodautoscaler": "autoscale",
    "host": "expose",
    "hosts": "expose",
    "hpa": "autoscale",
    "httproute": "httpRoutes",
    "idlereplicacount": "autoscale.idle",
    "ingresses": "ingress",
    "keda": "autoscale.triggers",
    "limits": "resources.limits",
    "maxreplicacount": "autoscale.max",
    "maxreplicas": "autoscale.max",
    "memory": "resources.requests.memory",
    "minreplicacount": "autoscale.min",
    "minreplicas": "autoscale.min",
    "needs": "dependsOn",
    "pdb": "podDisruptionBudget",
    "permissions": "rbac",
    "podmonitor": "metrics",
    "probe": "health",
    "probes": "health",
    "prometheus": "metrics",
    "pullpolicy": "imagePullPolicy",
    "pvc": "persistence",
    "replicacount": "replicas",
    "repository": "image",
    "requests": "resources.requests",
    "role": "rbac.rules",
    "rolebinding": "rbac.roles",
    "rollingupdate": "strategy.rollingUpdate",
    "rollout": "strategy",
    "scaledobject": "autoscale.triggers",
    "scrapeconfig": "metrics.scrapeConfig",
    "secretstoreref": "store",
    "serviceaccountname": "serviceAccount",
    "servicemonitor": "metrics",
    "sidecars": "containers",
    "storage": "persistence",
    "tag": "image",
    "targetcpuutilizationpercentage": "autoscale.cpu",
    "targetmemoryutilizationpercentage": "autoscale.memory",
    "triggers": "autoscale.triggers",
    "type": "kind",
    "updatestrategy": "strategy",
    "variables": "env",
    "verticalpodautoscaler": "verticalAutoscale",
    "volumeclaimtemplates": "persistence",
    "volumemounts": "volumes.NAME.mount",
    "vpa": "verticalAutoscale",
}
"""What a field of a service is called elsewhere, in lower case -> what it is called here."""

_ENVELOPE = ("apiVersion", "metadata", "spec", "template")


class Answer(Struct, frozen=True):
    """`name` is the known field of the same map that was probably meant, where there is one."""

    hint: str
    name: str = ""


def answer(root: JsonMap, parent: Path, key: str) -> Answer:
    """`root` is the whole schema, `parent` the path of the map in which `key` is not known."""
    way = list(_way(root, parent))
    known = fields(root, way[-1])
    stands_around = any(key in fields(root, around) for around in way[:-1])
    near = "" if stands_around else nearest(key, known, cutoff=_LIKELY)
    other = "" if near else _other_name(parent, key, known)
    if near or other:
        head = (near or other).split(".")[0]
        return Answer(f'did you mean "{near or other}"?', head if head in known else "")
    below = list(_below(root, way[-1], key))
    inner = below[0] if len(below) == 1 else ""
    outer = _above(root, way, parent, key)
    if outer and "[]" in inner and len(known) > FEW:
        inner = ""  # in a map of so many fields it is more likely a whole map too far in
    if inner and outer:
        return Answer(f'did you mean "{inner}"? Or {outer}')
    if outer:
        return Answer(outer)
    near = inner or ("" if _is_of_envelope(key, known) else nearest(key, known))
    return Answer(f'did you mean "{near}"?', re.split(r"[.\[]", near)[0]) if near else Answer(_overview(key, known))


def _above(root: JsonMap, way: list[JsonMap], parent: Path, key: str) -> str:
    """What to do with a field of one of the maps around this one (most likely a line is indented too far), or of a
    map beside it."""
    for depth in range(len(parent) - 1, -1, -1):
        around = fields(root, way[depth])
        if key in around and isinstance(parent[depth], str):
            where = f'"{dotted(parent[:depth])}"' if depth else "the top"
            return f'move it out of "{dotted(parent[depth:])}", to {where}'
        beside = [name for name, inner in around.items() if name != parent[depth] and key in fields(root, inner)]
        if len(beside) == 1:
            return f'did you mean "{dotted((*parent[:depth], beside[0], key))}"?'
    return ""


def _overview(key: str, known: JsonMap) -> str:
    if _is_of_envelope(key, known):
        return "write the service's own fields, without the envelope of a Kubernetes manifest"
    if 0 < len(known) <= FEW:
        return f"the fields here are {', '.join(sorted(known))}"
    return "`kubecatalog schema` prints every field"


def _is_of_envelope(key: str, known: JsonMap) -> bool:
    return key in _ENVELOPE and "image" in known


def _other_name(parent: Path, key: str, known: JsonMap) -> str:
    """What users of other tools call a field, at the top of a layer or in the field that it belongs to."""
    name = _NAMES.get(key.lower().replace("_", "").replace("-", ""), "")
    head, _, rest = name.partition(".")
    if head in known:
        return name
    return rest if rest.split(".")[0] in known and head in parent else ""


def fields(root: JsonMap, schema: JsonMap) -> JsonMap:
    """The named fields of a map."""
    found: JsonMap = resolved(root, schema).get("properties", {})
    return found


def resolved(root: JsonMap, schema: JsonMap) -> JsonMap:
    while "$ref" in schema:
        found: Json = root
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        schema = found
    return schema


def schema_at(root: JsonMap, path: Path) -> JsonMap:
    """The schema of the value at `path`; empty where nothing is known of it."""
    *_, last = _way(root, path)
    return last


def takes_any(root: JsonMap, schema: JsonMap) -> bool:
    """Whether a map holds things by names of the writer's own."""
    return resolved(root, schema).get("additionalProperties", True) is not False


def _way(root: JsonMap, path: Path) -> Iterator[JsonMap]:
    """The schemas of the values from the root to `path`."""
    schema: JsonMap = root
    yield schema
    for step in path:
        schema = _child(root, schema, step)
        yield schema


def _child(root: JsonMap, schema: JsonMap, step: str | int) -> JsonMap:
    here = resolved(root, schema)
    inner: Json = here.get("items") if isinstance(step, int) else here.get("properties", {}).get(step)
    if inner is None and isinstance(step, str):
        inner = here.get("additionalProperties")
    return inner if isinstance(inner, dict) else {}


def _below(root: JsonMap, schema: JsonMap, key: str) -> Iterator[str]:
    """Where a field of that name stands one or two maps further in."""
    for name, inner in fields(root, schema).items():
        if key in fields(root, inner):
            yield f"{name}.{key}"
        items = resolved(root, inner).get("items")
        if isinstance(items, dict) and key in fields(root, items):
            yield f"{name}[].{key}"
        for deeper, innermost in fields(root, inner).items():
            if key in fields(root, innermost):
                yield f"{name}.{deeper}.{key}"
