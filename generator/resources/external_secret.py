"""ExternalSecret of the External Secrets operator."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import JsonMap, Path
from generator.model.plan import Resource, ServicePlan
from generator.resources.metadata import resource

_OWN = ("name", "store", "labels", "annotations", "data", "target")


def emit(plan: ServicePlan) -> Iterator[Resource]:
    for _, secret, own in every(plan):
        spec = {
            "secretStoreRef": store(plan, own),
            **{key: value for key, value in own.items() if key not in _OWN},
            "target": {"name": secret, **own.get("target", {})},
        }
        if own.get("data"):
            spec["data"] = [{"secretKey": key, **item} for key, item in own["data"].items()]
        name, labels, notes = own.get("name", secret), own.get("labels"), own.get("annotations")
        body = {"spec": spec}
        yield resource(plan, "external-secrets.io/v1", "ExternalSecret", name, body, labels=labels, annotations=notes)


def every(plan: ServicePlan) -> Iterator[tuple[Path, str, JsonMap]]:
    """The external secrets of a service: where they stand, the name of the Secret that they make, their fields."""
    if "externalSecret" in plan.spec:
        own = plan.spec["externalSecret"]
        yield ("externalSecret",), own.get("target", {}).get("name", plan.secret_name), own
    for name, own in plan.spec.get("externalSecrets", {}).items():
        yield ("externalSecrets", name), own.get("target", {}).get("name", name), own


def store(plan: ServicePlan, own: JsonMap) -> JsonMap | None:
    """The store that is asked; None where nobody names one."""
    found = own.get("store") or plan.environment.secret_store
    return {"kind": "SecretStore", **found} if found.get("name") else None


def keys(own: JsonMap) -> set[str] | None:
    """The keys of the Secret; None where only the store or the cluster knows them."""
    target = own.get("target", {})
    template = target.get("template", {})
    if "dataFrom" in own or "templateFrom" in template or target.get("creationPolicy") in ("Merge", "Orphan", "None"):
        return None
    made = template.get("data", {}).keys()
    return {*made, *(own.get("data", {}) if not made or template.get("mergePolicy") == "Merge" else ())}
