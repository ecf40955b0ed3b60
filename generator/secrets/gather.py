"""The plan and the resources of one unit in one environment -> its Usage, fit for the index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import to_builtins

from generator.json_types import JsonMap
from generator.model.plan import Resource, ServicePlan
from generator.resources import secret
from generator.resources.secret_references import ROLLING, made, references
from generator.secrets.usage import Kept, Use


def of_service(plan: ServicePlan, resources: Iterable[Resource]) -> JsonMap:
    """Empty where there is nothing to say."""
    usage = of_resources(resources)
    used = {use[0] for use in usage["uses"]} if usage else set()
    kept = [
        Kept(own.name, own.label, own.type, own.keys, bool(own.fields))
        for own in secret.kept(plan)
        if own.fields or own.name in used
    ]
    if not kept:
        return usage
    return {"uses": [], "made": [], **usage, "kept": to_builtins(kept)}


def of_resources(resources: Iterable[Resource]) -> JsonMap:
    resources = list(resources)
    uses = to_builtins(list(_uses(resources)))
    names = sorted({name for resource in resources for name in made(resource.manifest)})
    return {"kept": [], "uses": uses, "made": names} if uses or names else {}


def _uses(resources: Iterable[Resource]) -> Iterator[Use]:
    for resource in resources:
        kind, name = resource.manifest["kind"], resource.manifest["metadata"]["name"]
        for found in references(resource.manifest):
            yield Use(found.name, str(found.key), found.optional, found.use, kind, name, found.field, kind in ROLLING)
