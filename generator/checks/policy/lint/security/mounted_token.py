"""A token for the API server in every pod: https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pods import Pod
from generator.checks.policy.settings import Settings

RULE = "mounted-token"


def problems(pod: Pod, settings: Settings) -> Iterator[Wrong]:
    if pod.spec.get("automountServiceAccountToken") is not False:
        hint = "set `automountServiceAccountToken: false` unless it asks the API server"
        message = "the pod has a token for the API server"
        yield Wrong(RULE, message, hint, pod.at("automountServiceAccountToken"))
