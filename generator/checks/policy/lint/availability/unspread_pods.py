"""Pods that may all be on one node: https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.lint.availability.replicas import replicas
from generator.checks.policy.pods import Pod
from generator.checks.policy.settings import Settings
from generator.json_types import as_map

RULE = "unspread-pods"


def problems(pod: Pod, settings: Settings) -> Iterator[Wrong]:
    if (replicas(pod) or 0) < 2 or pod.spec.get("topologySpreadConstraints"):
        return
    if not as_map(pod.spec.get("affinity")).get("podAntiAffinity"):
        message = f"nothing keeps the {replicas(pod)} pods from being on one node"
        hint = "add `topologySpreadConstraints`, or `affinity.podAntiAffinity`"
        yield Wrong(RULE, message, hint, pod.at("topologySpreadConstraints"))
