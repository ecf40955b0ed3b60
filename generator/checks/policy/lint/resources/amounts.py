"""The requests and limits of a pod's containers, those of the pod among them."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pods import Container, Pod
from generator.json_types import as_map


def without(pod: Pod, group: str, name: str) -> Iterator[Container]:
    """The containers that have no such amount. A request follows from a limit, and the pod's own stands for all."""
    groups = ("limits", "requests") if group == "requests" else (group,)
    whole = as_map(pod.spec.get("resources"))
    if any(as_map(whole.get(each)).get(name) is not None for each in groups):
        return
    for container in pod.containers:
        own = as_map(container.value.get("resources"))
        if container.path[-2] != "ephemeralContainers" and all(
            as_map(own.get(each)).get(name) is None for each in groups
        ):
            yield container


def missing(pod: Pod, rule: str, group: str, name: str, why: str) -> Iterator[Wrong]:
    for container in without(pod, group, name):
        message = f"container {container.name} has no {name} {group[:-1]}: {why}"
        hint = f"set `resources.{group}.{name}`"
        yield Wrong(rule, message, hint, (*container.path, "resources", group, name))
