"""The plan and the resources of one unit in one environment -> what it has to do with Secrets, fit for the index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass

from generator.json_types import JsonMap, Path
from generator.model.plan import Resource, ServicePlan
from generator.resources import secret
from generator.resources.secret_references import ROLLING, made, references


@dataclass(frozen=True, slots=True)
class Kept:
    """A Secret that a service keeps encrypted; `keys` is what the catalog says of them, `said` whether it says more of
    the Secret than its name."""

    name: str
    label: str
    type: str
    keys: JsonMap
    said: bool

    @property
    def path(self) -> Path:
        """The canonical field that says so."""
        return ("secrets", self.label) if self.label else ("secret",) if self.said else ("secretName",)


@dataclass(frozen=True, slots=True)
class Use:
    """A key of a Secret, or all with an empty `key`, that a field of a resource refers to."""

    secret: str
    key: str
    optional: bool
    type: str
    kind: str
    name: str
    field: str

    @property
    def rolls(self) -> bool:
        return self.kind in ROLLING


@dataclass(frozen=True, slots=True)
class Usage:
    kept: tuple[Kept, ...] = ()
    uses: tuple[Use, ...] = ()
    made: tuple[str, ...] = ()
    """The Secrets that controllers make."""

    @classmethod
    def from_json(cls, data: JsonMap) -> Usage:
        kept, uses = (Kept(*item) for item in data["kept"]), (Use(*item) for item in data["uses"])
        return cls(tuple(kept), tuple(uses), tuple(data["made"]))


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
    return {"uses": [], "made": [], **usage, "kept": [list(astuple(own)) for own in kept]}


def of_resources(resources: Iterable[Resource]) -> JsonMap:
    resources = list(resources)
    uses = [list(astuple(use)) for use in _uses(resources)]
    names = sorted({name for resource in resources for name in made(resource.manifest)})
    return {"kept": [], "uses": uses, "made": names} if uses or names else {}


def _uses(resources: Iterable[Resource]) -> Iterator[Use]:
    for resource in resources:
        kind, name = resource.manifest["kind"], resource.manifest["metadata"]["name"]
        for found in references(resource.manifest):
            yield Use(found.secret, found.key, found.optional, found.type, kind, name, found.field)
