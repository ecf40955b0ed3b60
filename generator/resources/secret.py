"""The Secrets of a service that are kept encrypted in the repository, and how its pods get them. No Secret is emitted:
those of an environment are a target of their own, `secrets/ENVIRONMENT/`."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from generator.json_types import JsonMap
from generator.json_types import Path as ValuePath
from generator.model.plan import ServicePlan
from generator.resources import external_secret
from generator.resources.config_map import mounted_by_others
from generator.secret_types import DOCKER_CONFIG, OPAQUE

MAIN_VOLUME = "secret"


class Secret(Struct, frozen=True):
    """One of a service's Secrets: what is said of it at `path`. `label` is its name in the catalog, empty for the
    service's own; `volume` that of its volume in the pods."""

    name: str
    label: str
    path: ValuePath
    fields: JsonMap

    @property
    def volume(self) -> str:
        return self.label or MAIN_VOLUME

    @property
    def type(self) -> str:
        usual = DOCKER_CONFIG if self.fields.get("pull") else OPAQUE
        kind: str = self.fields.get("type", usual)
        return kind

    @property
    def keys(self) -> JsonMap:
        keys: JsonMap = self.fields.get("keys", {})
        return keys


def declared(plan: ServicePlan) -> list[Secret]:
    """Those that something is said of."""
    spec = plan.spec
    found = [Secret(plan.secret_name, "", ("secret",), spec["secret"])] if "secret" in spec else []
    further = spec.get("secrets", {}).items()
    return [*found, *(Secret(own.get("name", name), name, ("secrets", name), own) for name, own in further)]


def kept(plan: ServicePlan) -> list[Secret]:
    """Those that are encrypted in the repository: all of a service but what a controller fetches from elsewhere. The
    service's own is the first, also where nothing is said of it."""
    fetched = {name for _, name, _ in external_secret.every(plan)}
    main = () if "secret" in plan.spec else (Secret(plan.secret_name, "", ("secretName",), {}),)
    return [secret for secret in (*main, *declared(plan)) if secret.name not in fetched]


def env_from(plan: ServicePlan) -> list[JsonMap]:
    """The sources of the main container's variables."""
    return [{"secretRef": {"name": secret.name}} for secret in declared(plan) if secret.fields.get("env")]


def pull_secrets(plan: ServicePlan) -> list[JsonMap]:
    return [{"name": secret.name} for secret in declared(plan) if secret.fields.get("pull")]


def volumes(plan: ServicePlan) -> Iterator[tuple[Secret, JsonMap]]:
    """The volumes that the pods have of them: those that some container mounts."""
    used = mounted_by_others(plan)
    for secret in declared(plan):
        if secret.fields.get("mount") or secret.volume in used:
            source: JsonMap = {"secretName": secret.name}
            if "defaultMode" in secret.fields:
                source["defaultMode"] = secret.fields["defaultMode"]
            yield secret, {"name": secret.volume, "secret": source}
