"""Images of registries that the platform does not allow: https://kubernetes.io/docs/concepts/containers/images/"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.lint.images.references import images, parts, with_registry
from generator.checks.policy.pods import Pod
from generator.checks.policy.settings import Settings

RULE = "foreign-registry"


def problems(pod: Pod, settings: Settings) -> Iterator[Wrong]:
    allowed = settings.allowed_registries
    for container, image in images(pod) if allowed else ():
        name = with_registry(parts(image)[0])
        if not any(_fits(name, pattern) for pattern in allowed):
            message = f"image {image} of container {container.name} comes from a registry that is not allowed"
            yield Wrong(RULE, message, f"allowed are {', '.join(allowed)}", (*container.path, "image"))


def _fits(name: str, pattern: str) -> bool:
    """A registry, one with the beginning of a path, or a pattern with `*`."""
    beginning = pattern.rstrip("/")
    return name.startswith(f"{beginning}/") or fnmatchcase(name, pattern) or fnmatchcase(name, f"{beginning}/*")
