"""Numbers of replicas that two set: the manifest and an autoscaler.

https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.subject import Subject
from generator.checks.update.change import at
from generator.checks.update.pairs import Key
from generator.checks.update.sets import Sets
from generator.json_types import JsonMap, as_map
from generator.problems import Problem

_SCALED = (("apps", "Deployment"), ("apps", "StatefulSet"), ("apps", "ReplicaSet"))
_AUTOSCALERS = frozenset({("autoscaling", "HorizontalPodAutoscaler"), ("keda.sh", "ScaledObject")})


def problems(sets: Sets) -> Iterator[tuple[Subject, Problem]]:
    scaled = {target: subject for found, subject in sets.after.items() for target in _target(found, subject.manifest)}
    for found, old, new in sets.both(*_SCALED):
        autoscaler = scaled.get(found)
        if autoscaler is not None:
            for problem in _given(old.manifest, new.manifest, autoscaler):
                yield new, problem


def _target(found: Key, manifest: JsonMap) -> Iterator[Key]:
    if found[:2] in _AUTOSCALERS:
        target = as_map(at(manifest, ("spec", "scaleTargetRef")))
        version = target.get("apiVersion") or ("apps/v1" if found[0] == "keda.sh" else "")
        kind = target.get("kind") or "Deployment"
        yield str(version).rpartition("/")[0], str(kind), found[2], str(target.get("name"))


def _given(old: JsonMap, new: JsonMap, autoscaler: Subject) -> Iterator[Problem]:
    before, after = at(old, ("spec", "replicas")), at(new, ("spec", "replicas"))
    who = f"{autoscaler.kind} {autoscaler.name}"
    if after is not None and before != after:
        message = f"replicas is set to {after}, while {who} scales it: every apply undoes what that has decided"
        yield Problem("replicas-against-autoscaler", "spec.replicas", message, "remove `replicas`")
    elif after is None and isinstance(before, int) and before > 1:
        message = f"replicas was {before} and is left out now: that takes it back to 1 until {who} scales it up again"
        hint = "give up the field first: `kubectl apply edit-last-applied`, or apply once with another field manager"
        yield Problem("replicas-reset", "spec.replicas", message, hint)
