"""PersistentVolumeClaim: the `persistence` of everything but a StatefulSet, which has claim templates."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import JsonMap
from generator.model.plan import Resource, ServicePlan
from generator.resources.metadata import resource

_OURS = ("mount", "device", "readOnly", "size", "claim", "claimName", "labels", "annotations")


def emit(plan: ServicePlan) -> Iterator[Resource]:
    for name, item in plan.spec.get("persistence", {}).items():
        if "claim" not in item and not is_template(plan, item):
            yield resource(
                plan,
                "v1",
                "PersistentVolumeClaim",
                name_of(plan, name, item),
                {"spec": claim_spec(item)},
                labels=item.get("labels"),
                annotations=item.get("annotations"),
            )


def is_template(plan: ServicePlan, item: JsonMap) -> bool:
    """Whether each pod gets a claim of its own."""
    return plan.spec["kind"] == "StatefulSet" and "claim" not in item


def name_of(plan: ServicePlan, name: str, item: JsonMap) -> str:
    """The claim that the pods mount, where they all mount the same."""
    other = item.get("claim", {})
    if "service" in other:
        of_other = other.get("name", name)
        found: str = plan.claims.get(other["service"], {}).get(of_other) or f"{other['service']}-{of_other}"
        return found
    claim: str = other.get("exact") or item.get("claimName", f"{plan.name}-{name}")
    return claim


def claim_spec(item: JsonMap) -> JsonMap:
    spec = {key: value for key, value in item.items() if key not in _OURS}
    given = spec.get("resources", {})
    size = {"storage": item["size"]} if "size" in item else {}
    resources = {**given, "requests": {**size, **given.get("requests", {})}}
    return {"accessModes": ["ReadWriteOnce"], **spec, "resources": resources}


def templates(plan: ServicePlan) -> list[JsonMap]:
    """The `volumeClaimTemplates` of a StatefulSet. The cluster never lets their labels change: by default only the
    selector's, which never change either."""
    return [
        {"metadata": _metadata(plan, name, item), "spec": claim_spec(item)}
        for name, item in plan.spec.get("persistence", {}).items()
        if is_template(plan, item)
    ]


def _metadata(plan: ServicePlan, name: str, item: JsonMap) -> JsonMap:
    given = {"labels": item.get("labels", plan.selector), "annotations": item.get("annotations", {})}
    return {"name": name, **{key: value for key, value in given.items() if value}}


def devices(plan: ServicePlan) -> list[JsonMap]:
    """The `volumeDevices` of the main container."""
    return [
        {"name": name, "devicePath": item["device"]}
        for name, item in plan.spec.get("persistence", {}).items()
        if "device" in item
    ]
