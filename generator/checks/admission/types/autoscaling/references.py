"""Objects that an autoscaler names, by API version, kind and name."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import Rule
from generator.checks.admission.wrong import Wrong, malformed, missing
from generator.json_types import JsonMap


def names(reference: JsonMap) -> Iterator[Wrong]:
    """Kind and name are there, and can stand in a URL."""
    for field in ("kind", "name"):
        if not reference.get(field):
            yield missing(field)
        elif wrong := formats.path_segment(reference[field]):
            yield wrong.below(field)


def group_version(*, core: bool) -> Rule:
    """The API version is one; `core` says whether it may be of the core API, as `v1` is."""

    def rule(reference: JsonMap) -> Iterator[Wrong]:
        value = reference.get("apiVersion") or ""
        group, slash, version = value.partition("/")
        if "/" in version:
            yield malformed(value, "an API version", "write it as apps/v1").below("apiVersion")
        elif not core and reference.get("kind") != "ReplicationController" and not (group and slash):
            yield malformed(value, "an API version with its group", "write it as apps/v1").below("apiVersion")

    return rule
