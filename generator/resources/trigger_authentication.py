"""TriggerAuthentication of KEDA."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import JsonMap
from generator.language.triggers import REFERENCES
from generator.model.plan import Resource, ServicePlan
from generator.resources import config_map
from generator.resources.metadata import resource


def emit(plan: ServicePlan) -> Iterator[Resource]:
    for name, item in plan.spec.get("triggerAuthentications", {}).items():
        fields: JsonMap = {key: value for key, value in item.items() if key not in ("name", *REFERENCES)}
        lists = {key: _parameters(plan, key, item[key]) for key in REFERENCES if key in item}
        yield resource(
            plan, "keda.sh/v1alpha1", "TriggerAuthentication", name_of(plan, name), {"spec": {**fields, **lists}}
        )


def name_of(plan: ServicePlan, name: str) -> str:
    """The name in the cluster of one of the service's own."""
    own: str = plan.spec.get("triggerAuthentications", {}).get(name, {}).get("name", f"{plan.stem}-{name}")
    return own


def _parameters(plan: ServicePlan, field: str, references: JsonMap) -> list[JsonMap]:
    own = {"secretTargetRef": plan.secret_name, "configMapTargetRef": config_map.name_of(plan)}
    ours = {"name": own[field]} if field in own else {}
    return [{"parameter": parameter, **ours, **item} for parameter, item in references.items()]
