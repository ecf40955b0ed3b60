"""A token of the default ServiceAccount in a pod: https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pods import Pod
from generator.checks.policy.settings import Settings

RULE = "default-service-account"


def problems(pod: Pod, settings: Settings) -> Iterator[Wrong]:
    account = pod.spec.get("serviceAccountName") or pod.spec.get("serviceAccount") or "default"
    if account == "default" and pod.spec.get("automountServiceAccountToken") is not False:
        message = "the pod has the token of the namespace's default ServiceAccount"
        hint = "set `automountServiceAccountToken: false`, or a `serviceAccountName` of its own"
        yield Wrong(RULE, message, hint, pod.at("serviceAccountName"))
