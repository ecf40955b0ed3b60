"""What an Event says, in either of its APIs: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import Rule
from generator.checks.admission.wrong import Wrong, malformed, missing, too_many
from generator.json_types import JsonMap

_LONGEST = 128
_LONGEST_NOTE = 1024


def rule(regarding: str, controller: str, note: str) -> Rule:
    """The names of the fields differ between the APIs."""

    def of(event: JsonMap) -> Iterator[Wrong]:
        about = (event.get(regarding) or {}).get("namespace") or ""
        yield from _namespace(event, about, regarding)
        if event.get("eventTime"):
            yield from _texts(event, controller, note)

    return of


def _namespace(event: JsonMap, about: str, regarding: str) -> Iterator[Wrong]:
    """An Event lies beside what it is about; what has no namespace has its Events in the default one."""
    own = (event.get("metadata") or {}).get("namespace") or "default"
    old = not event.get("eventTime")
    if own != (about or "default") if old else not about and own not in ("default", "kube-system"):
        yield malformed(about, f"the Event's own namespace ({own})", f"write {own}").below(regarding, "namespace")


def _texts(event: JsonMap, controller: str, note: str) -> Iterator[Wrong]:
    for field in (controller, "reportingInstance", "action", "reason"):
        if not event.get(field):
            yield missing(field, why="where there is an `eventTime`")
    if (name := event.get(controller)) and (wrong := formats.qualified_name(name)):
        yield wrong.below(controller)
    for field, limit in (
        ("reportingInstance", _LONGEST),
        ("action", _LONGEST),
        ("reason", _LONGEST),
        (note, _LONGEST_NOTE),
    ):
        if (length := len((event.get(field) or "").encode())) > limit:
            yield too_many(length, limit, "characters").below(field)
