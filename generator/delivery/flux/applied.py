"""Place -> a Kustomization for each unit, and one for all of these objects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from generator.delivery.flux import tenant
from generator.delivery.flux.health import expressions
from generator.delivery.flux.part import KUSTOMIZE, Part, folder, kustomization, made, named, path
from generator.delivery.flux.source import reference
from generator.delivery.flux.units import Unit, units
from generator.delivery.place import ENVIRONMENT, SECRETS, Place, Target
from generator.json_types import JsonMap
from generator.tree.ownership import KUSTOMIZATION

_UNITS = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}
_STARTING = 60
"""What a Job takes beside its deadline, in seconds: until its pod has a node and its image."""


def parts(place: Place) -> Iterator[Part]:
    yield Part("delivery.yaml", whole(place))
    for unit in units(place):
        yield Part(f"{_file(unit)}.yaml", of_unit(place, unit), unit.source, _somewhere(place, unit))
        if unit.group:
            folder = _group_folder(unit)
            yield Part(f"{folder}/{KUSTOMIZATION}", _of_overlays(place, unit, folder), is_applied=False)


def whole(place: Place) -> JsonMap:
    """That of the delivery itself. It does not wait, for it is one of its own objects, and when somebody deletes it the
    rest stays."""
    settings = place.environment.delivery["flux"]
    spec: JsonMap = {
        **_often(settings),
        "timeout": settings["timeout"],
        "path": path(place, folder(place)),
        "prune": True,
        "deletionPolicy": "Orphan",
        "sourceRef": reference(place),
    }
    return made(place, KUSTOMIZE, "Kustomization", named(place, "delivery", "flux"), spec)


def of_unit(place: Place, unit: Unit) -> JsonMap:
    """Overlays say their namespace themselves, so there is no `targetNamespace`; and no `postBuild`, so that nothing in
    the manifests is taken for a variable."""
    settings = place.environment.delivery["flux"]
    at = f"{folder(place)}/{_group_folder(unit)}" if unit.group else unit.targets[0].path
    spec: JsonMap = {
        **_often(settings),
        "timeout": _longest([_timeout(target, settings) for target in unit.targets]),
        "path": path(place, at),
        "prune": all(target.own.get("prune", True) for target in unit.targets),
        "wait": all(target.own.get("wait", True) for target in unit.targets),
        "force": False,
        "sourceRef": reference(place),
    }
    checks = expressions(
        (kind for target in unit.targets for kind in target.kinds), settings.get("healthCheckExprs", ())
    )
    after = [{"name": name} for name in unit.after]
    if all(is_tenants(target) for target in unit.targets) and settings.get("serviceAccountName"):
        spec["serviceAccountName"] = settings["serviceAccountName"]
        after += [{"name": tenant.name(place)}] if settings.get("rbac") else []
    if not unit.targets[0].is_service:
        spec |= _of_the_environment(unit.targets[0], settings)
    if after:
        spec["dependsOn"] = after
    if checks and spec["wait"]:
        spec["healthCheckExprs"] = checks
    return made(place, KUSTOMIZE, "Kustomization", unit.name, spec)


def is_tenants(target: Target) -> bool:
    """Whether it is applied with the rights of a tenant: what makes the namespace and its limits is not."""
    return target.is_service or target.name != ENVIRONMENT


def _of_the_environment(target: Target, settings: JsonMap) -> JsonMap:
    if target.name == SECRETS:
        return {"decryption": {"provider": "sops", **settings["decryption"]}}
    # With the namespace would go everything in it.
    return {"deletionPolicy": "Orphan"}


def _often(settings: JsonMap) -> JsonMap:
    return {"interval": settings["interval"], "retryInterval": settings["retryInterval"]}


def _file(unit: Unit) -> str:
    target = unit.targets[0]
    if unit.group:
        return _group_folder(unit)
    return f"services/{target.name}" if target.is_service else target.name


def _group_folder(unit: Unit) -> str:
    return f"groups/{unit.group.rstrip('/')}"


def _of_overlays(place: Place, unit: Unit, at: str) -> JsonMap:
    up = "../" * len(PurePosixPath(folder(place), at).parts)
    return kustomization([f"{up}{target.path}" for target in unit.targets], sortOptions={"order": "fifo"})


def _somewhere(place: Place, unit: Unit) -> frozenset[str]:
    return frozenset() if unit.clusters == place.everywhere else unit.clusters


def _timeout(target: Target, settings: JsonMap) -> str:
    wanted = str(target.own.get("timeout", settings["timeout"]))
    if "timeout" not in target.own and target.deadline and target.deadline + _STARTING > _seconds(wanted):
        return f"{(target.deadline + _STARTING + 59) // 60}m"
    return wanted


def _longest(durations: list[str]) -> str:
    return max(durations, key=_seconds)


def _seconds(duration: str) -> float:
    return sum(float(number) * _UNITS[unit] for number, unit in re.findall(r"([0-9.]+)([a-zµ]+)", duration))
