"""A pod's spec -> what is wrong between its containers' hooks, files and what the pod gives them."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.field import since
from generator.checks.admission.types.core.pod_containers import containers
from generator.checks.admission.walk import items
from generator.checks.admission.wrong import Wrong, conflict, out_of_range, unknown
from generator.json_types import JsonMap

GRACE = 30
"""Seconds that a pod has to end, where it does not say."""


def sleeps(spec: JsonMap) -> Iterator[Wrong]:
    yield from _sleeps(spec, 0)


def waking_sleeps(spec: JsonMap) -> Iterator[Wrong]:
    yield from _sleeps(spec, 1)


def _sleeps(spec: JsonMap, least: int) -> Iterator[Wrong]:
    """No hook sleeps longer than the pod has to end. https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/"""
    grace = spec.get("terminationGracePeriodSeconds")
    longest = GRACE if grace is None else grace
    for place, container in containers(spec):
        lifecycle = container.get("lifecycle") or {}
        for hook in ("postStart", "preStop"):
            sleep = (lifecycle.get(hook) or {}).get("sleep")
            if sleep is not None and not least <= (sleep.get("seconds") or 0) <= longest:
                expected = f"{least} to terminationGracePeriodSeconds ({longest})"
                at = (*place, "lifecycle", hook, "sleep", "seconds")
                yield out_of_range(sleep.get("seconds") or 0, expected).below(*at)


def files(spec: JsonMap) -> Iterator[Wrong]:
    """Variables are read from files of a volume that is empty at first."""
    for place, container in containers(spec):
        for position, variable in items(container, "env"):
            reference = (variable.get("valueFrom") or {}).get("fileKeyRef")
            if reference and (name := reference.get("volumeName")):
                at = (*place, "env", position, "valueFrom", "fileKeyRef", "volumeName")
                yield from (wrong.below(*at) for wrong in _volume(name, spec))


def _volume(name: str, spec: JsonMap) -> Iterator[Wrong]:
    volumes = {volume.get("name"): volume for _, volume in items(spec, "volumes")}
    if name not in volumes:
        yield unknown(name, "volume", filter(None, volumes))
    elif any(value is not None for field, value in volumes[name].items() if field not in ("name", "emptyDir")):
        yield conflict("the volume is not an emptyDir", "name a volume that is one")


RULES = (since("1.33", sleeps, before=waking_sleeps), since("1.35", files))
