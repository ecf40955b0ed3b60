"""Workloads of which no pod is left at some moment of the change."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from generator.checks.subject import Subject
from generator.checks.update.change import at
from generator.checks.update.sets import Sets
from generator.checks.update.workloads import ROLLED, template
from generator.json_types import Json, JsonMap
from generator.problems import Problem


def problems(sets: Sets) -> Iterator[tuple[Subject, Problem]]:
    for found, old, new in sets.both(*ROLLED):
        rolls = template(found, old.manifest) != template(found, new.manifest)
        problem = _stopped(old.manifest, new.manifest) or (_rolled(new.manifest) if rolls else None)
        if problem:
            yield new, problem


def _stopped(old: JsonMap, new: JsonMap) -> Problem | None:
    place = ("spec", "replicas")
    if at(new, place) == 0 and at(old, place) != 0 and new.get("kind") != "DaemonSet":
        message = "0 replicas: all its pods end with this change"
        return Problem("full-outage", "spec.replicas", message, "keep one replica at least, if it is still needed")
    return None


def _rolled(new: JsonMap) -> Problem | None:
    kind, spec = new.get("kind"), new.get("spec") or {}
    replicas = spec.get("replicas", 1)
    if kind == "Deployment" and replicas:
        return _deployment(spec, replicas if isinstance(replicas, int) else 1)
    update = ("updateStrategy", "rollingUpdate", "maxUnavailable")
    if kind == "DaemonSet" and at(spec, ("updateStrategy", "type")) != "OnDelete" and at(spec, update) == "100%":
        message = "maxUnavailable is 100%: the pods of all nodes end at once, before new ones start"
        return Problem("full-outage", f"spec.{'.'.join(update)}", message, "write a smaller share")
    return None


def _deployment(spec: JsonMap, replicas: int) -> Problem | None:
    if at(spec, ("strategy", "type")) == "Recreate":
        message = f"strategy Recreate: all {replicas} pods end before the first new one starts"
        hint = "use RollingUpdate, unless two pods must never run at once"
        return Problem("full-outage", "spec.strategy.type", message, hint)
    surge = _pods(at(spec, ("strategy", "rollingUpdate", "maxSurge")), replicas, up=True)
    unavailable = _pods(at(spec, ("strategy", "rollingUpdate", "maxUnavailable")), replicas, up=False)
    # The controller lets one go where both come to none.
    unavailable = 1 if not surge and not unavailable else unavailable
    if unavailable < replicas:
        return None
    message = f"{unavailable} of {replicas} pods may be unavailable: none may be left while it rolls"
    hint = "write `maxUnavailable: 0` and `maxSurge: 1`: a pod goes when its successor is ready"
    return Problem("full-outage", "spec.strategy.rollingUpdate.maxUnavailable", message, hint)


def _pods(share: Json, replicas: int, *, up: bool) -> int:
    """https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#max-unavailable"""
    share = "25%" if share is None else share
    if isinstance(share, int):
        return share
    number = str(share).removesuffix("%")
    exact = replicas * int(number) / 100 if number.isdigit() else 0
    return ceil(exact) if up else int(exact)
