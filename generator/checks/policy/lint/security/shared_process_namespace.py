"""Containers that see one another's processes: https://kubernetes.io/docs/tasks/configure-pod-container/share-process-namespace/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pods import Pod
from generator.checks.policy.settings import Settings

RULE = "shared-process-namespace"


def problems(pod: Pod, settings: Settings) -> Iterator[Wrong]:
    if pod.spec.get("shareProcessNamespace") is True:
        message = "the containers see one another's processes, with their files and environments"
        hint = "remove `shareProcessNamespace` unless one of them watches the others"
        yield Wrong(RULE, message, hint, pod.at("shareProcessNamespace"))
