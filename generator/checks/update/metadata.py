"""Metadata that only the server writes: https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions"""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import JsonMap, as_map
from generator.problems import Problem

_HINT = "remove it: only the server writes it"


def problems(new: JsonMap) -> Iterator[Problem]:
    after = as_map(new.get("metadata"))
    if after.get("resourceVersion"):
        message = "a change is refused unless the object still has this version, which it loses at the first change"
        yield Problem("stale-resource-version", "metadata.resourceVersion", message, _HINT)
    for field in ("deletionTimestamp", "deletionGracePeriodSeconds"):
        if after.get(field) is not None:
            yield Problem("immutable-field", f"metadata.{field}", "may not be set: nothing is deleted by it", _HINT)
