"""ConfigMap: the files and values of `config`."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import JsonMap
from generator.model.plan import Resource, ServicePlan
from generator.resources.metadata import resource

KEEP_UNTIL_ROLLED = {
    "argocd.argoproj.io/compare-options": "IgnoreExtraneous",
    "argocd.argoproj.io/sync-options": "PruneLast=true",
    "kustomize.toolkit.fluxcd.io/prune": "Disabled",
}
"""A ConfigMap whose name changes with its content must outlive the pods that still mount the old one: Argo CD prunes
it after the rollout, Flux (which prunes before the rollout ends) leaves it."""


def emit(plan: ServicePlan) -> Iterator[Resource]:
    data = data_of(plan)
    if data:
        hashed = rolls(plan)
        notes = KEEP_UNTIL_ROLLED if hashed else {}
        yield resource(plan, "v1", "ConfigMap", name_of(plan), {"data": data}, annotations=notes, hashed=hashed)


def name_of(plan: ServicePlan) -> str:
    name: str = plan.spec.get("config", {}).get("name", f"{plan.stem}-config")
    return name


def rolls(plan: ServicePlan) -> bool:
    return bool(plan.spec.get("config", {}).get("reload", "rollout") == "rollout")


def files_of(plan: ServicePlan) -> JsonMap:
    """The text of each file by its name in the ConfigMap."""
    files = plan.spec.get("config", {}).get("files", {})
    return {
        name: file["text"] if "text" in file else plan.files.get(file.get("from", ""), "")
        for name, file in files.items()
    }


def data_of(plan: ServicePlan) -> JsonMap:
    return {**files_of(plan), **plan.spec.get("config", {}).get("values", {})}
