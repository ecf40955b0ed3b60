"""How many pods a manifest asks for."""

from __future__ import annotations

from generator.checks.policy.pods import Pod
from generator.json_types import as_map

_SCALABLE = frozenset({"Deployment", "StatefulSet", "Rollout", "ReplicaSet"})


def replicas(pod: Pod) -> int | None:
    """As written; None where it is not, or where pods are not counted."""
    number = as_map(pod.owner.get("spec")).get("replicas")
    return number if pod.kind in _SCALABLE and type(number) is int else None
