"""Objects that are gone and take data with them."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.subject import Subject
from generator.checks.update.change import at
from generator.checks.update.controllers import is_kept
from generator.checks.update.pairs import Key
from generator.checks.update.sets import Sets
from generator.checks.update.workloads import items
from generator.json_types import JsonMap
from generator.problems import Problem

_BACK = "put it back; to keep it when it is no longer declared, forbid that it is pruned before you remove it"


def problems(sets: Sets) -> Iterator[tuple[Subject, Problem]]:
    for found, subject in sets.gone():
        if not is_kept(subject.manifest):
            for problem in _gone(found, subject):
                yield subject, problem
    for _, old, new in sets.both(("apps", "StatefulSet")):
        for problem in _scaled(old.manifest, new.manifest):
            yield new, problem


def _gone(found: Key, subject: Subject) -> Iterator[Problem]:
    name = found[3]
    if found[:2] == ("", "PersistentVolumeClaim"):
        message = f"the claim {name} is no longer declared: pruning it deletes it, and its volume if that is reclaimed"
        yield Problem("disappearing-claim", "", message, _BACK)
    elif found[:2] == ("", "Namespace"):
        message = f"the namespace {name} is no longer declared: pruning it deletes everything in it"
        yield Problem("disappearing-namespace", "", message, _BACK)
    elif found[:2] == ("apiextensions.k8s.io", "CustomResourceDefinition"):
        message = f"{name} is no longer declared: pruning it deletes every object of its kind"
        yield Problem("disappearing-definition", "", message, _BACK)
    elif found[:2] == ("apps", "StatefulSet"):
        yield from _stateful_set(name, subject.manifest)


def _stateful_set(name: str, manifest: JsonMap) -> Iterator[Problem]:
    claims = _claims(manifest)
    message = f"the StatefulSet {name} is no longer declared: pruning it ends all its pods"
    if claims:
        message += f", and leaves their claims ({claims}) to nobody"
    if claims and at(manifest, ("spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted")) == "Delete":
        place = "spec.persistentVolumeClaimRetentionPolicy.whenDeleted"
        message = f"the StatefulSet {name} is no longer declared: pruning it deletes its claims ({claims}), too"
        yield Problem("disappearing-claim", place, message, "set `whenDeleted: Retain` before you remove it")
    else:
        yield Problem("disappearing-stateful-set", "", message, _BACK)


def _scaled(old: JsonMap, new: JsonMap) -> Iterator[Problem]:
    """Fewer replicas, where claims go with their pods."""
    policy = at(new, ("spec", "persistentVolumeClaimRetentionPolicy", "whenScaled"))
    before, after = _replicas(old), _replicas(new)
    claims = _claims(new)
    if policy == "Delete" and claims and after < before:
        message = f"from {before} to {after} replicas the claims ({claims}) of the pods that end are deleted"
        yield Problem("disappearing-claim", "spec.replicas", message, "set `whenScaled: Retain` before you scale down")


def _replicas(manifest: JsonMap) -> int:
    found = at(manifest, ("spec", "replicas"))
    return found if isinstance(found, int) else 1


def _claims(manifest: JsonMap) -> str:
    templates = items(at(manifest, ("spec", "volumeClaimTemplates")))
    return ", ".join(str(at(template, ("metadata", "name"))) for template in templates)
