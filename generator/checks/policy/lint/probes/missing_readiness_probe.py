"""Pods that get requests before they can answer: https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pods import Pod
from generator.checks.policy.settings import Settings

RULE = "missing-readiness-probe"


def problems(pod: Pod, settings: Settings) -> Iterator[Wrong]:
    """Of pods with ports: nobody asks the others anything. The probe of one container answers for the pod."""
    running = list(pod.running) if pod.serves else []
    asked = [container for container in running if container.value.get("ports")]
    if asked and not any(container.value.get("readinessProbe") for container in running):
        message = f"container {asked[0].name} gets requests before it can answer them"
        yield Wrong(RULE, message, "add `readinessProbe`", (*asked[0].path, "readinessProbe"))
