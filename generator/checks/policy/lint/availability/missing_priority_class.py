"""Pods that any other pod may push away: https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pods import Pod
from generator.checks.policy.settings import Settings

RULE = "missing-priority-class"


def problems(pod: Pod, settings: Settings) -> Iterator[Wrong]:
    if not pod.spec.get("priorityClassName"):
        message = "the pod is worth as little as any other when a node is full"
        yield Wrong(RULE, message, "set `priorityClassName`", pod.at("priorityClassName"))
