"""Volumes that become others: what was written to the old one stays there."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.subject import Subject
from generator.checks.update.change import at
from generator.checks.update.sets import Sets
from generator.checks.update.workloads import ROLLED, template, volumes
from generator.json_types import JsonMap, dotted
from generator.problems import Problem
from generator.quantity import parse


def problems(sets: Sets) -> Iterator[tuple[Subject, Problem]]:
    for found, old, new in sets.both(*ROLLED):
        before, after = template(found, old.manifest) or {}, template(found, new.manifest) or {}
        for problem in _of_pods(before, after):
            yield new, problem
    for _, old, new in sets.both(("", "PersistentVolume")):
        for problem in _of_volume(old.manifest, new.manifest):
            yield new, problem


def _of_pods(before: JsonMap, after: JsonMap) -> Iterator[Problem]:
    for position, (name, volume) in enumerate(volumes(after).items()):
        last = at(volumes(before).get(name), ("persistentVolumeClaim", "claimName"))
        claim = at(volume, ("persistentVolumeClaim", "claimName"))
        if last and claim != last:
            now = f"the claim {claim}" if claim else "no claim"
            message = f"the volume {name} was the claim {last} and becomes {now}: its data stays behind"
            place = dotted(("spec", "template", "spec", "volumes", position))
            yield Problem("changed-volume", place, message, "copy the data first, or keep the claim")


def _of_volume(old: JsonMap, new: JsonMap) -> Iterator[Problem]:
    size, name = ("spec", "capacity", "storage"), ("spec", "storageClassName")
    before, after = parse(at(old, size)), parse(at(new, size))
    if before is not None and after is not None and after < before:
        message = f"{at(new, size)} is less than the {at(old, size)} that the claim was given"
        hint = "write the size that the volume has: it does not shrink by this"
        yield Problem("changed-volume", dotted(size), message, hint)
    if (at(old, name) or "") != (at(new, name) or ""):
        message = f"the class was {at(old, name) or 'none'}: the claim that is bound keeps its own, and they differ now"
        yield Problem("changed-volume", dotted(name), message, "keep the class, or make another volume and claim")
