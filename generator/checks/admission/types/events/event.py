"""Event of events.k8s.io/v1: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field
from generator.checks.admission.types.events import recorded
from generator.checks.admission.types.meta import metadata
from generator.checks.admission.wrong import Wrong, forbidden, missing, out_of_range
from generator.json_types import JsonMap

TYPE = "io.k8s.api.events.v1.Event"

FIELDS = {"eventTime": Field(required=True), "type": Field(one_of("Normal", "Warning"), required=True)}

_OLD = ("deprecatedFirstTimestamp", "deprecatedLastTimestamp", "deprecatedCount")


def without_old_fields(event: JsonMap) -> Iterator[Wrong]:
    source = event.get("deprecatedSource") or {}
    found = [field for field in _OLD if event.get(field)]
    for field in [*found, *(["deprecatedSource"] if source.get("component") or source.get("host") else [])]:
        yield forbidden(f"{field} is of the API before this one", "remove it").below(field)


def series(event: JsonMap) -> Iterator[Wrong]:
    own = event.get("series")
    if own is not None and (own.get("count") or 0) < 2:
        yield out_of_range(own.get("count") or 0, "2 or more").below("series", "count")
    if own is not None and not own.get("lastObservedTime"):
        yield missing("lastObservedTime").below("series")


RULES = (
    metadata.named(formats.dns_subdomain),
    recorded.rule("regarding", "reportingController", "note"),
    without_old_fields,
    series,
)
