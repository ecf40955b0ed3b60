"""A pod -> its own security context and those of its containers."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.policy.pods import Pod
from generator.json_types import JsonMap, Path


def contexts(pod: Pod) -> Iterator[tuple[str, Path, JsonMap]]:
    """Whose it is, where it is, and what is in it."""
    yield "the pod", pod.at("securityContext"), pod.security
    for container in pod.containers:
        yield f"container {container.name}", (*container.path, "securityContext"), container.security


def is_windows(pod: Pod, minor: tuple[int, int]) -> bool:
    """Since 1.25 a pod says so, and what Linux alone has is not asked of it."""
    system = pod.spec.get("os")
    return minor >= (1, 25) and isinstance(system, dict) and system.get("name") == "windows"


def has_own_users(pod: Pod, minor: tuple[int, int]) -> bool:
    """Since 1.35 a pod may be root among users of its own."""
    return minor >= (1, 35) and pod.spec.get("hostUsers") is False
