"""Containers that nobody restarts when they hang: https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pods import Pod
from generator.checks.policy.settings import Settings

RULE = "missing-liveness-probe"


def problems(pod: Pod, settings: Settings) -> Iterator[Wrong]:
    for container in pod.running if pod.serves else ():
        if not container.value.get("livenessProbe"):
            message = f"nothing notices when container {container.name} hangs"
            yield Wrong(RULE, message, "add `livenessProbe`", (*container.path, "livenessProbe"))
