"""The pod template, which five kinds of workload share, and the metadata around it."""

from __future__ import annotations

from generator.json_types import JsonMap
from generator.language.jobs import JOB_KINDS
from generator.model.plan import ServicePlan
from generator.resources import claim, config_map, secret, service_account
from generator.resources.container import further_container, main_container, quantities
from generator.resources.metadata import pod_labels
from generator.resources.monitor import pod_annotations


def template(plan: ServicePlan) -> JsonMap:
    """The `template` of a workload."""
    metadata: JsonMap = {"labels": pod_labels(plan)} if pod_labels(plan) else {}
    notes = {**pod_annotations(plan), **plan.spec.get("podAnnotations", {})}
    if notes:
        metadata["annotations"] = notes
    return {**({"metadata": metadata} if metadata else {}), "spec": _spec(plan)}


def _spec(plan: ServicePlan) -> JsonMap:
    spec = plan.spec
    volumes, mounts = volumes_of(plan)
    fields: JsonMap = {
        "serviceAccountName": service_account.name_of(plan),
        "automountServiceAccountToken": service_account.token_of_pods(plan),
        "securityContext": spec.get("podSecurityContext"),
        "restartPolicy": spec.get("restartPolicy", "OnFailure" if spec["kind"] in JOB_KINDS else "Always"),
        "terminationGracePeriodSeconds": spec.get("terminationGracePeriodSeconds"),
        "imagePullSecrets": _pull_secrets(plan),
        "resources": quantities(spec["podResources"]) if "podResources" in spec else None,
        "initContainers": [
            further_container(plan, name, own, mounts) for name, own in spec.get("initContainers", {}).items()
        ]
        or None,
        "containers": [
            main_container(plan, mounts),
            *(further_container(plan, name, own, mounts) for name, own in spec.get("containers", {}).items()),
        ],
        "volumes": volumes or None,
        "topologySpreadConstraints": [_spread(plan, item) for item in spec.get("topologySpreadConstraints", [])]
        or None,
        **{field: spec.get(field) for field in plan.pod_fields},
    }
    return {key: value for key, value in fields.items() if value is not None}


def _pull_secrets(plan: ServicePlan) -> list[JsonMap] | None:
    own: list[JsonMap] | None = plan.spec.get("imagePullSecrets")
    kept = secret.pull_secrets(plan)
    return [*(own or []), *kept] if kept else own


def _spread(plan: ServicePlan, constraint: JsonMap) -> JsonMap:
    defaults = {"maxSkew": 1, "whenUnsatisfiable": "ScheduleAnyway", "labelSelector": {"matchLabels": plan.selector}}
    return {**defaults, **constraint}


def volumes_of(plan: ServicePlan) -> tuple[list[JsonMap], list[JsonMap]]:
    """The pod's volumes, and the mounts of the main container."""
    volumes: list[JsonMap] = []
    mounts: list[JsonMap] = []
    for config, volume in config_map.volumes(plan):
        volumes.append(volume)
        mounts.extend({"name": config.volume, "readOnly": True, **mount} for mount in config.mounts)
    for kept, volume in secret.volumes(plan):
        volumes.append(volume)
        own = kept.fields.get("mount", ())
        mounts.extend({"name": kept.volume, "readOnly": True, **mount} for mount in own)
    for name, item in plan.spec.get("persistence", {}).items():
        if not claim.is_template(plan, item):
            volumes.append({"name": name, "persistentVolumeClaim": {"claimName": claim.name_of(plan, name, item)}})
        read_only = {"readOnly": True} if item.get("readOnly") else {}
        mounts.extend({"name": name, **read_only, **mount} for mount in item.get("mount", []))
    for name, item in plan.spec.get("volumes", {}).items():
        source = {key: value for key, value in item.items() if key not in ("mount", "readOnly")}
        volumes.append({"name": name, **(source or {"emptyDir": {}})})
        read_only = {"readOnly": True} if item.get("readOnly") else {}
        mounts.extend({"name": name, **read_only, **mount} for mount in item.get("mount", []))
    return volumes, mounts
