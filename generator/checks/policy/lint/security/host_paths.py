"""The volumes of a pod that are paths of its node."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.policy.pods import Pod
from generator.json_types import Json
from generator.resources.references.maps import maps


def host_paths(pod: Pod) -> Iterator[tuple[int, Json, str]]:
    """Position, name and path of each."""
    for position, volume in maps(pod.spec.get("volumes")):
        source = volume.get("hostPath")
        if isinstance(source, dict) and isinstance(source.get("path"), str):
            yield position, volume.get("name"), source["path"].rstrip("/") or "/"
