"""Annotations that stand for fields of older versions of the API, and are read as numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong, malformed, out_of_range
from generator.json_types import JsonMap

_NUMBER = re.compile(r"[+-]?[0-9]+")


def rollback(deployment: JsonMap) -> Iterator[Wrong]:
    """The revision to go back to; an empty one is none."""
    if (deployment.get("metadata") or {}).get("annotations"):
        yield from _number(deployment, "deprecated.deployment.rollback.to", least=0, empty=True)


def generation(daemon_set: JsonMap) -> Iterator[Wrong]:
    """The server counts it itself, but reads it first."""
    if (daemon_set.get("metadata") or {}).get("annotations"):
        yield from _number(daemon_set, "deprecated.daemonset.template.generation", least=None, empty=False)


def _number(manifest: JsonMap, key: str, *, least: int | None, empty: bool) -> Iterator[Wrong]:
    annotations, place = manifest["metadata"]["annotations"], ("metadata", "annotations", key)
    if key not in annotations or (empty and not annotations[key]):
        return
    value = annotations[key] or ""
    if not _NUMBER.fullmatch(value):
        yield malformed(value, "a whole number", "remove the annotation").below(*place)
    elif least is not None and int(value) < least:
        yield out_of_range(value, f"{least} or more", "remove the annotation").below(*place)
