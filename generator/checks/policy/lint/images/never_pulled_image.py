"""Images that have to be on the node already: https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pods import Pod
from generator.checks.policy.settings import Settings

RULE = "never-pulled-image"


def problems(pod: Pod, settings: Settings) -> Iterator[Wrong]:
    for container in pod.containers:
        if container.value.get("imagePullPolicy") == "Never":
            message = f"the image of container {container.name} is never pulled, so a new node cannot run it"
            yield Wrong(RULE, message, "remove `imagePullPolicy`", (*container.path, "imagePullPolicy"))
