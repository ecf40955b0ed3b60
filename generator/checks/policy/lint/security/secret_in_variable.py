"""A Secret as an environment variable, which logs and children see: https://kubernetes.io/docs/concepts/security/secrets-good-practices/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pods import Pod
from generator.checks.policy.settings import Settings
from generator.json_types import as_map
from generator.resources.references.maps import maps

RULE = "secret-in-variable"


def problems(pod: Pod, settings: Settings) -> Iterator[Wrong]:
    for container in pod.containers:
        for position, variable in maps(container.value.get("env")):
            if as_map(variable.get("valueFrom")).get("secretKeyRef") is not None:
                message = f"container {container.name} gets a Secret as the variable {variable.get('name')}"
                yield Wrong(RULE, message, "mount it as a file", (*container.path, "env", position, "valueFrom"))
