"""A budget that protects pods which do not work: https://kubernetes.io/docs/tasks/run-application/configure-pdb/#unhealthy-pod-eviction-policy"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.settings import Settings
from generator.json_types import JsonMap, as_map

RULE = "missing-eviction-policy"
KINDS = frozenset({"PodDisruptionBudget"})


def problems(manifest: JsonMap, settings: Settings) -> Iterator[Wrong]:
    if as_map(manifest.get("spec")).get("unhealthyPodEvictionPolicy") != "AlwaysAllow":
        message = "pods that do not get ready keep their node from being drained"
        hint = "set `unhealthyPodEvictionPolicy: AlwaysAllow`"
        yield Wrong(RULE, message, hint, ("spec", "unhealthyPodEvictionPolicy"))
