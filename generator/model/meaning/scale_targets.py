"""Autoscalers written by hand that scale a workload of the service, but by another kind than it has."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import Json, JsonMap, Path
from generator.model.meaning.fault import Fault
from generator.model.plan import ServicePlan
from generator.resources import manifests

_TARGETS = {
    "HorizontalPodAutoscaler": "scaleTargetRef",
    "ScaledObject": "scaleTargetRef",
    "VerticalPodAutoscaler": "targetRef",
}
"""Kinds of autoscaler -> the field that names what is scaled."""


def check(plan: ServicePlan) -> Iterator[Fault]:
    """`plan` is that of the service as a whole."""
    kinds = {workload.name: workload.spec["kind"] for workload in plan.workloads if workload.has_pods}
    for name, item in plan.spec.get("manifests", {}).items():
        inline = "from" not in item
        text = str(item.get("kind")) if inline else plan.files.get(item["from"], "")
        for resource in manifests.of(plan, item) if any(kind in text for kind in _TARGETS) else ():
            field: Path = ("manifests", name) if inline else ("manifests", name, "from")
            yield from _scaled(kinds, resource.manifest, field, inline)
    for index, patch in enumerate(plan.spec.get("patches", [])):
        change = patch.get("patch")
        if isinstance(change, dict):
            kind = patch.get("target", {}).get("kind")
            yield from _scaled(kinds, {**change, "kind": kind}, ("patches", index, "patch"), True)


def _scaled(kinds: dict[str, str], manifest: JsonMap, field: Path, inline: bool) -> Iterator[Fault]:
    reference = _TARGETS.get(manifest.get("kind", ""), "")
    spec: Json = manifest.get("spec")
    target = spec.get(reference) if isinstance(spec, dict) else None
    if not isinstance(target, dict):
        return
    name, kind = target.get("name"), target.get("kind", "Deployment")
    if isinstance(name, str) and name in kinds and kind != kinds[name]:
        message = f"it scales a {kind} {name}, which is a {kinds[name]}"
        where = (*field, "spec", reference, "kind") if inline and "kind" in target else field
        hint = f"write `kind: {kinds[name]}`, or use `autoscale`"
        yield Fault("wrong-scale-target", where, message, hint, reads=("kind", "name"))
