"""Which lists kustomize 5.8.1 merges item by item, and by which fields.

Kustomize carries the OpenAPI description of Kubernetes 1.21 (`x-kubernetes-patch-merge-key` and
`x-kubernetes-list-map-keys`), so lists that came to Kubernetes later are replaced whole, as are all lists of custom
resources. A key that is absent in one item and written in another does not match: Kustomize then loses an item.
"""

from __future__ import annotations

from generator.json_types import Json

_POD: dict[str, tuple[str, ...]] = {
    "containers": ("name",),
    "initContainers": ("name",),
    "ephemeralContainers": ("name",),
    "volumes": ("name",),
    "imagePullSecrets": ("name",),
    "hostAliases": ("ip",),
    "topologySpreadConstraints": ("topologyKey", "whenUnsatisfiable"),
    "containers.env": ("name",),
    "containers.ports": ("containerPort", "protocol"),
    "containers.volumeMounts": ("mountPath",),
    "containers.volumeDevices": ("devicePath",),
}

_POD_SPEC = {
    "Pod": "spec",
    "Deployment": "spec.template.spec",
    "StatefulSet": "spec.template.spec",
    "DaemonSet": "spec.template.spec",
    "ReplicaSet": "spec.template.spec",
    "Job": "spec.template.spec",
    "CronJob": "spec.jobTemplate.spec.template.spec",
}

_OTHERS = {
    ("Service", "spec.ports"): ("port", "protocol"),
    ("ServiceAccount", "secrets"): ("name",),
    ("ServiceAccount", "imagePullSecrets"): ("name",),
}

_BUILT_IN_GROUPS = ("", "apps", "batch")

_CUSTOM_POD_SPEC = {
    "Rollout": "spec.template.spec",
    "ScaledJob": "spec.jobTargetRef.template.spec",
}
"""Kinds of workload of which kustomize knows nothing; where it looks for containers, it looks in every kind."""


def order_matters(path: str, items: list[Json]) -> bool:
    """Whether the order of a merged list means something: containers start in it, variables refer to earlier ones."""
    field = path.rpartition(".")[2]
    if field == "env":
        return any("$(" in str(item.get("value", "")) for item in items)
    return field in ("initContainers", "containers")


def _table() -> dict[tuple[str, str], tuple[str, ...]]:
    table = dict(_OTHERS)
    for kind, prefix in _POD_SPEC.items():
        for name, keys in _POD.items():
            table[(kind, f"{prefix}.{name}")] = keys
            if name.startswith("containers."):
                table[(kind, f"{prefix}.initContainers.{name.removeprefix('containers.')}")] = keys
    return table


_KEYS = _table()


def list_keys(group: str, kind: str, path: str) -> tuple[str, ...] | None:
    """The fields that tell the items of a list apart, or None for a list that is replaced whole.

    `path` is the list's field without positions, such as `spec.template.spec.containers.env`.
    """
    return _KEYS.get((kind, path)) if group in _BUILT_IN_GROUPS else None


def is_built_in(group: str) -> bool:
    """Whether kustomize knows the fields of the workloads of an API group."""
    return group in _BUILT_IN_GROUPS


def is_custom_workload(kind: str) -> bool:
    return kind in _CUSTOM_POD_SPEC


def pod_template_path(kind: str) -> tuple[str, ...] | None:
    """Where a workload keeps its pod template (of which `metadata` and `spec` are fields)."""
    path = _POD_SPEC.get(kind) or _CUSTOM_POD_SPEC.get(kind)
    return tuple(path.split("."))[:-1] if path and kind != "Pod" else None
