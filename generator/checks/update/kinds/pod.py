"""Pod: https://kubernetes.io/docs/concepts/workloads/pods/#pod-update-and-replacement"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong, shown
from generator.checks.update.change import Change, differences, told
from generator.json_types import Json, JsonMap, Path

KIND = ("", "Pod")

_HINT = "delete the Pod and create it again; a Deployment does that by itself"
_APPARMOR = "container.apparmor.security.beta.kubernetes.io/"
_MIRROR = "kubernetes.io/config.mirror"
_ELSEWHERE = frozenset({"activeDeadlineSeconds", "tolerations", "schedulingGates"})
"""Fields of which rules of their own say how they may change."""


def refused(change: Change) -> Iterator[Wrong]:
    yield from _annotations(change)
    yield from _deadline(change)
    yield from _tolerations(change)
    yield from _gates(change)
    before, after = _munged(change.before("spec")), _munged(change.after("spec"))
    if change.before("spec", "schedulingGates"):
        yield from _only_added(change)
        before, after = _unscheduled(before), _unscheduled(after)
    for place in differences(before, after, ("spec",)):
        yield _fixed(change, place)
        return


def _fixed(change: Change, place: Path) -> Wrong:
    return Wrong("immutable-field", f"may not be changed in a Pod: {told(change, place)}", _HINT, place)


def _annotations(change: Change) -> Iterator[Wrong]:
    before, after = change.before("metadata", "annotations") or {}, change.after("metadata", "annotations") or {}
    for key in {**before, **after}:
        if (key.startswith(_APPARMOR) or key == _MIRROR) and before.get(key) != after.get(key):
            yield _fixed(change, ("metadata", "annotations", key))


def _deadline(change: Change) -> Iterator[Wrong]:
    place = ("spec", "activeDeadlineSeconds")
    before, after = change.before(*place), change.after(*place)
    if before is not None and (after is None or after > before):
        hint = "write the old deadline or an earlier one"
        yield Wrong("immutable-field", f"may only be brought forward: {told(change, place)}", hint, place)


def _tolerations(change: Change) -> Iterator[Wrong]:
    after = [_timeless(item) for item in change.after("spec", "tolerations") or ()]
    for toleration in change.before("spec", "tolerations") or ():
        if _timeless(toleration) not in after:
            message = f"a toleration may only be added: {shown(toleration)} would go"
            hint = "keep it; one for everything takes the place of those that the server adds for nodes that fail"
            yield Wrong("immutable-field", message, hint, ("spec", "tolerations"))
            return


def _timeless(toleration: JsonMap) -> JsonMap:
    return {key: value for key, value in toleration.items() if key != "tolerationSeconds"}


def _gates(change: Change) -> Iterator[Wrong]:
    before = [gate.get("name") for gate in change.before("spec", "schedulingGates") or ()]
    for position, gate in enumerate(change.after("spec", "schedulingGates") or ()):
        if gate.get("name") not in before:
            place = ("spec", "schedulingGates", position)
            hint = "gates are set when the Pod is created: delete it and create it again"
            yield Wrong("immutable-field", f"a gate may only be removed, and {shown(gate)} is new", hint, place)


def _munged(spec: JsonMap) -> JsonMap:
    """Without what may change."""
    kept = {key: value for key, value in spec.items() if key not in _ELSEWHERE}
    for field in ("containers", "initContainers"):
        if field in kept:
            kept[field] = [{**container, "image": ""} for container in kept[field]]
    return kept


def _unscheduled(spec: JsonMap) -> JsonMap:
    kept = {key: value for key, value in spec.items() if key != "nodeSelector"}
    affinity = {key: value for key, value in (kept.pop("affinity", None) or {}).items() if key != "nodeAffinity"}
    return {**kept, "affinity": affinity} if affinity else kept


def _only_added(change: Change) -> Iterator[Wrong]:
    """A Pod that is not scheduled yet may be bound closer, never looser."""
    after = change.after("spec", "nodeSelector") or {}
    for key, value in (change.before("spec", "nodeSelector") or {}).items():
        if after.get(key) != value:
            yield _fixed(change, ("spec", "nodeSelector", key))
    place = ("spec", "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms")
    old, new = change.before(*place) or [], change.after(*place) or []
    if old and len(old) != len(new):
        yield _fixed(change, place)
        return
    for position, (one, other) in enumerate(zip(old, new, strict=False)):
        if not _has_all(one, other):
            yield _fixed(change, (*place, position))


def _has_all(term: JsonMap, wider: JsonMap) -> bool:
    """Expressions keep their places at the beginning; an empty term matches nothing, so nothing may be added to it."""
    if not term.get("matchExpressions") and not term.get("matchFields"):
        return not wider.get("matchExpressions") and not wider.get("matchFields")
    return all(_begins(wider.get(field) or [], term.get(field) or []) for field in ("matchExpressions", "matchFields"))


def _begins(items: list[Json], beginning: list[Json]) -> bool:
    return items[: len(beginning)] == beginning
