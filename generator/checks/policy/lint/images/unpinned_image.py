"""Images whose tag may move: https://kubernetes.io/docs/concepts/containers/images/#image-names"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.lint.images.references import images, parts
from generator.checks.policy.pods import Pod
from generator.checks.policy.settings import Settings

RULE = "unpinned-image"


def problems(pod: Pod, settings: Settings) -> Iterator[Wrong]:
    for container, image in images(pod):
        if not parts(image)[2]:
            message = f"the tag of image {image} of container {container.name} may be moved"
            yield Wrong(RULE, message, "add its digest, as in `@sha256:...`", (*container.path, "image"))
