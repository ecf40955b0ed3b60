"""An autoscaler that goes down to one pod: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.settings import Settings
from generator.json_types import JsonMap, as_map

RULE = "low-autoscaler-minimum"
KINDS = frozenset({"HorizontalPodAutoscaler"})


def problems(manifest: JsonMap, settings: Settings) -> Iterator[Wrong]:
    least = as_map(manifest.get("spec")).get("minReplicas", 1)
    if type(least) is int and least < settings.least_replicas:
        message = f"the autoscaler goes down to {least}, where {settings.least_replicas} are wanted"
        hint = f"set `minReplicas` to {settings.least_replicas} or more"
        yield Wrong(RULE, message, hint, ("spec", "minReplicas"))
