"""Job: https://kubernetes.io/docs/concepts/workloads/controllers/job/#mutable-scheduling-directives"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.field import number
from generator.checks.admission.types.batch.job import CONTROLLER, JOB_NAME, UNKNOWN
from generator.checks.admission.wrong import Wrong
from generator.checks.update.change import Change, at, differences, immutable, told
from generator.json_types import Json, JsonMap, Path

KIND = ("batch", "Job")

_FIELDS = ("selector", "completionMode", "podFailurePolicy", "successPolicy", "backoffLimitPerIndex", "managedBy")
_HINT = "a Job runs once: delete it and create it again, or put a version into its name"
_LABELS: Path = ("spec", "template", "metadata", "labels")
_OWN = dict.fromkeys(CONTROLLER, UNKNOWN)
_SCHEDULING: tuple[Path, ...] = (
    *(("metadata", "labels"), ("metadata", "annotations")),
    *(("spec", "nodeSelector"), ("spec", "tolerations"), ("spec", "schedulingGates")),
    ("spec", "affinity", "nodeAffinity"),
)
"""What a Job that is suspended may change of its template."""


def prepare(live: JsonMap) -> None:
    """Adds the labels that the server gave to the template, unless it was told not to."""
    if not live["spec"].get("manualSelector"):
        template = live["spec"]["template"] = dict(live["spec"].get("template") or {})
        metadata = template["metadata"] = dict(template.get("metadata") or {})
        name = live["metadata"].get("name")
        metadata["labels"] = {**_OWN, **dict.fromkeys(JOB_NAME, name), **(metadata.get("labels") or {})}


def presentable(applied: JsonMap) -> JsonMap:
    """Without the labels that only the server may set."""
    labels = at(applied, _LABELS) or {}
    if not _OWN.keys() & labels.keys():
        return applied
    template = applied["spec"]["template"]
    metadata = {**template["metadata"], "labels": {key: value for key, value in labels.items() if key not in _OWN}}
    return {**applied, "spec": {**applied["spec"], "template": {**template, "metadata": metadata}}}


def refused(change: Change) -> Iterator[Wrong]:
    for field in _FIELDS:
        yield from immutable(change, ("spec", field), _HINT)
    yield from _completions(change)
    yield from _template(change)


def _completions(change: Change) -> Iterator[Wrong]:
    completions = change.after("spec", "completions")
    indexed = change.after("spec", "completionMode") == "Indexed"
    if not change.changed("spec", "completions"):
        return
    if not indexed or completions is None or change.before("spec", "completions") is None:
        yield from immutable(change, ("spec", "completions"), _HINT)
    elif completions != change.after("spec", "parallelism"):
        message = f"may be changed only together with parallelism: {told(change, ('spec', 'completions'))}"
        yield Wrong("immutable-field", message, "write the same number as `parallelism`", ("spec", "completions"))


def _template(change: Change) -> Iterator[Wrong]:
    before, after = change.before("spec", "template") or {}, change.after("spec", "template") or {}
    if change.before("spec", "suspend"):
        yield from _labels(change)
        before, after = _unscheduled(before), _unscheduled(after)
        if number(change.minor) >= (1, 36):
            before, after = _as_compared(before, after), _as_compared(after, before)
    for place in differences(before, after, ("spec", "template")):
        hint = _HINT if change.before("spec", "suspend") else f"{_HINT}; or suspend it first, to change where it runs"
        yield Wrong("immutable-field", f"may not be changed: {told(change, place)}", hint, place)
        return


def _labels(change: Change) -> Iterator[Wrong]:
    """The server's own go with the map that holds them, when the new manifest has none where the old one had some."""
    if _OWN.keys() & (change.before(*_LABELS) or {}).keys() - (change.after(*_LABELS) or {}).keys():
        hint = "keep one label of your own"
        yield Wrong("immutable-field", "the labels that the server set would go with the others", hint, _LABELS)


def _unscheduled(template: JsonMap) -> JsonMap:
    for path in _SCHEDULING:
        template = _without(template, path)
    return template


def _without(value: Json, path: Path) -> Json:
    """Without what is at a path, and without what is empty after that."""
    if not isinstance(value, dict) or path[0] not in value:
        return value
    rest = {key: item for key, item in value.items() if key != path[0]}
    below = _without(value[str(path[0])], path[1:]) if len(path) > 1 else None
    return {**rest, path[0]: below} if below else rest


def _as_compared(template: JsonMap, other: JsonMap) -> JsonMap:
    """Only the pods' spec, and of containers that are in the same places of both all but what they ask for."""
    spec = dict(template.get("spec") or {})
    for field in ("initContainers", "containers"):
        own, theirs = spec.get(field) or [], (other.get("spec") or {}).get(field) or []
        if own and _names(own) == _names(theirs):
            spec[field] = [{key: value for key, value in item.items() if key != "resources"} for item in own]
    return {"spec": spec}


def _names(containers: list[Json]) -> list[Json]:
    return [container.get("name") for container in containers]
