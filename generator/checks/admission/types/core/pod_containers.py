"""A pod's spec -> its containers. Ephemeral ones are not among them: no manifest brings any."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.walk import items
from generator.json_types import JsonMap, Path

KINDS = ("initContainers", "containers")


def containers(spec: JsonMap) -> Iterator[tuple[Path, JsonMap]]:
    """All of them, with their places."""
    for kind in KINDS:
        for position, container in items(spec, kind):
            yield (kind, position), container


def is_sidecar(container: JsonMap) -> bool:
    """Whether an init container runs on beside the others."""
    return container.get("restartPolicy") == "Always"
