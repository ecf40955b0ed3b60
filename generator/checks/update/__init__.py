"""Manifests before and after -> what a server refuses of the change, and what it accepts although it hurts.

A change is judged as server-side apply makes it (a GitOps controller) and as the patch of `kubectl apply` does: what
either refuses is an error. Harm is a warning; it is told of the whole sets, since what goes is in the old one alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial

from generator.checks.admission.known import Known
from generator.checks.guard import crashed, guarded
from generator.checks.subject import Cluster, Subject
from generator.checks.update.change import at
from generator.checks.update.controllers import is_recreated
from generator.checks.update.hurts import HURTS
from generator.checks.update.refused import Refusals
from generator.checks.update.sets import Sets
from generator.json_types import JsonMap
from generator.problems import Problem
from generator.schemas.locations import minor

_DEFAULT = "storageclass.kubernetes.io/is-default-class"


def problems(subjects: Sequence[Subject], cluster: Cluster) -> Iterator[tuple[Subject, Problem]]:
    """Nothing where it is not said what the cluster has."""
    if cluster.before is None:
        return
    sets = Sets.of(subjects, cluster)
    judge, known = refusals(minor(cluster.kubernetes)), Known.of(subjects, cluster)
    expandable = _expandable(sets, cluster)
    for found, new in sets.after.items():
        old = sets.before.get(found)
        if old is not None and old.manifest != new.manifest:
            yield from guarded("a change", new, partial(_refused, judge, old.manifest, known, expandable))
    for hurt in HURTS:
        try:
            yield from hurt.problems(sets)
        except Exception as error:
            # Told by whatever was judged: the others still look for their own harm.
            yield from ((subject, crashed("what a change does", error)) for subject in subjects[:1])


def _refused(
    judge: Refusals, old: JsonMap, known: Known, expandable: Mapping[str, bool], subject: Subject
) -> Iterator[Problem]:
    problems = judge.problems(old, subject.manifest, known, expandable)
    return _recreated(subject, list(problems)) if is_recreated(subject.manifest) else problems


def _recreated(subject: Subject, problems: Sequence[Problem]) -> Iterator[Problem]:
    """Of something that its controller deletes and creates again when the change of it is refused.

    That is what a Job is there for; of anything else it hurts.
    """
    if problems and subject.kind not in ("Job", "Pod"):
        first = problems[0]
        message = (
            f"the change is refused, so {subject.kind} {subject.name} is deleted and created again: {first.message}"
        )
        yield Problem("forced-recreation", first.field, message, "take the change back, or let nobody force it")


@cache
def refusals(minor: str) -> Refusals:
    """What changes are judged with in a minor version."""
    return Refusals.of_version(minor)


def _expandable(sets: Sets, cluster: Cluster) -> dict[str, bool]:
    """Of each StorageClass that is known, whether its volumes may grow; of the default one as ``.

    Manifests by themselves have those that are among them. The cluster of a catalog's environment is taken to have a
    default class that lets them, as those of all large providers, where none is among the manifests.
    """
    found = {"": True} if cluster.environment else {}
    for (group, kind, _, name), subject in {**sets.before, **sets.after}.items():
        if (group, kind) == ("storage.k8s.io", "StorageClass"):
            found[name] = bool(subject.manifest.get("allowVolumeExpansion"))
            if at(subject.manifest, ("metadata", "annotations", _DEFAULT)) == "true":
                found[""] = found[name]
    return found
