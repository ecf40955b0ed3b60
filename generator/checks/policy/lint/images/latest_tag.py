"""Images of which nobody knows the version: https://kubernetes.io/docs/concepts/configuration/overview/#container-images"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.lint.images.references import images, parts
from generator.checks.policy.pods import Pod
from generator.checks.policy.settings import Settings

RULE = "latest-tag"


def problems(pod: Pod, settings: Settings) -> Iterator[Wrong]:
    for container, image in images(pod):
        _, tag, digest = parts(image)
        if not digest and tag in ("", "latest"):
            message = f"image {image} of container {container.name} is whatever its registry has today"
            yield Wrong(RULE, message, "name a version, as in `:1.4.2`", (*container.path, "image"))
