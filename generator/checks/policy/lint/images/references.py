"""The image of a container -> its parts: https://kubernetes.io/docs/concepts/containers/images/#image-names"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.policy.pods import Container, Pod


def parts(image: str) -> tuple[str, str, str]:
    """Name with its registry, tag, digest; the last two are empty where they are not given."""
    name, _, digest = image.partition("@")
    head, slash, tail = name.rpartition("/")
    tail, _, tag = tail.partition(":")
    return f"{head}{slash}{tail}", tag, digest


def with_registry(name: str) -> str:
    """`nginx` as `docker.io/library/nginx`."""
    first, slash, _ = name.partition("/")
    if slash and ("." in first or ":" in first or first == "localhost"):
        return name
    return f"docker.io/{name}" if slash else f"docker.io/library/{name}"


def images(pod: Pod) -> Iterator[tuple[Container, str]]:
    for container in pod.containers:
        image = container.value.get("image")
        if isinstance(image, str) and image:
            yield container, image
