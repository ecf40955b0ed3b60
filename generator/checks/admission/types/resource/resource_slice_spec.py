"""ResourceSliceSpec: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/resource-slice-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import IGNORED, Field, since
from generator.checks.admission.types.resource.nodes import one_of_nodes
from generator.checks.admission.walk import items
from generator.checks.admission.wrong import Wrong, conflict, duplicate, out_of_range, too_many
from generator.json_types import Json, JsonMap

_GROUP = "io.k8s.api.resource"

TYPE = f"{_GROUP}.v1.ResourceSliceSpec"

ALSO = (f"{_GROUP}.v1beta2.ResourceSliceSpec",)

_MOST_DEVICES = 128
_MOST_ADVANCED = 64
"""Devices of a slice in which any has taints or consumes counters."""
_MOST_COUNTERS = 8
_ON_NODES = ("nodeName", "nodeSelector", "allNodes")


def one_term(selector: Json) -> Wrong | None:
    count = len(selector.get("nodeSelectorTerms") or ())
    return out_of_range(count, "1 term").below("nodeSelectorTerms") if count > 1 else None


FIELDS = {
    "driver": Field(formats.csi_driver, required=True),
    "pool": Field(required=True),
    "nodeName": Field(formats.dns_subdomain),
    "nodeSelector": Field(one_term),
    "perDeviceNodeSelection": since("1.36", Field(), before=IGNORED),
    "sharedCounters": since("1.36", Field(), before=IGNORED),
}


def somewhere(spec: JsonMap) -> Iterator[Wrong]:
    yield from one_of_nodes(spec, _ON_NODES)


def somewhere_or_each(spec: JsonMap) -> Iterator[Wrong]:
    yield from one_of_nodes(spec, (*_ON_NODES, "perDeviceNodeSelection"))


def devices(spec: JsonMap) -> Iterator[Wrong]:
    yield from _apart(spec, "devices", "device", _MOST_DEVICES)


def advanced(spec: JsonMap) -> Iterator[Wrong]:
    found = [_own(device) for _, device in items(spec, "devices")]
    most = _MOST_ADVANCED if any(own.get("taints") or own.get("consumesCounters") for own in found) else _MOST_DEVICES
    yield from _apart(spec, "devices", "device", most)
    yield from _apart(spec, "sharedCounters", "counter set", _MOST_COUNTERS)
    if spec.get("devices") is not None and spec.get("sharedCounters") is not None:
        hint = "give the counters a slice of their own in the same pool"
        yield conflict("sharedCounters excludes devices", hint).below("sharedCounters")


def nodes_of_devices(spec: JsonMap) -> Iterator[Wrong]:
    """Each device says where it is if the slice says that they do, and only then."""
    for position, device in items(spec, "devices"):
        own, step = _own(device), ("basic",) if "basic" in device else ()
        for wrong in _nodes(own, bool(spec.get("perDeviceNodeSelection"))):
            yield wrong.below("devices", position, *step)


def _nodes(device: JsonMap, each: bool) -> Iterator[Wrong]:
    if each:
        yield from one_of_nodes(device, _ON_NODES)
        return
    for field in _ON_NODES:
        if device.get(field) is not None:
            hint = "set perDeviceNodeSelection: true in the slice, or remove it"
            yield conflict(f"{field} of a device needs perDeviceNodeSelection", hint).below(field)


def _own(device: JsonMap) -> JsonMap:
    """Its fields, which were in a map of their own at first."""
    found: JsonMap = device.get("basic") or device
    return found


def _apart(spec: JsonMap, field: str, what: str, most: int) -> Iterator[Wrong]:
    seen: set[str] = set()
    count = len(spec.get(field) or ())
    if count > most:
        yield too_many(count, most, f"{what}s").below(field)
    for position, item in items(spec, field):
        name = item.get("name") or ""
        if name and name in seen:
            yield duplicate(name, f"the {what}").below(field, position, "name")
        seen.add(name)


OF_DEVICES = (since("1.36", advanced, before=devices), since("1.36", nodes_of_devices))

RULES = (since("1.36", somewhere_or_each, before=somewhere), *OF_DEVICES)
