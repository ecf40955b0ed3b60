"""One pod, which is none while it moves: https://kubernetes.io/docs/concepts/workloads/pods/disruptions/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.lint.availability.replicas import replicas
from generator.checks.policy.pods import Pod
from generator.checks.policy.settings import Settings

RULE = "single-replica"


def problems(pod: Pod, settings: Settings) -> Iterator[Wrong]:
    """Where the number is written: what an autoscaler decides is not."""
    number = replicas(pod)
    if number is not None and 0 < number < settings.least_replicas:
        least = settings.least_replicas
        message = f"there {'is 1 pod' if number == 1 else f'are {number} pods'}, where {least} are wanted"
        yield Wrong(RULE, message, f"set `replicas` to {least} or more", ("spec", "replicas"))
