"""A liveness probe that restarts what is only busy: https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pods import Pod
from generator.checks.policy.settings import Settings

RULE = "identical-probes"


def problems(pod: Pod, settings: Settings) -> Iterator[Wrong]:
    for container in pod.running if pod.serves else ():
        live, ready = container.value.get("livenessProbe"), container.value.get("readinessProbe")
        if live and live == ready:
            message = f"container {container.name} is restarted at the moment in which it should only get no requests"
            hint = "let `livenessProbe` wait longer (`failureThreshold`), or ask for less than `readinessProbe`"
            yield Wrong(RULE, message, hint, (*container.path, "livenessProbe"))
