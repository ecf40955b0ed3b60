"""Device: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/resource-slice-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import IGNORED, Field, since, until
from generator.checks.admission.types.resource import qualified
from generator.checks.admission.walk import items
from generator.checks.admission.wrong import Wrong, conflict, duplicate, forbidden, missing, too_many
from generator.json_types import JsonMap

_GROUP = "io.k8s.api.resource"

TYPE = f"{_GROUP}.v1.Device"

ALSO = tuple(
    f"{_GROUP}.{version}.{kind}"
    for version, kind in (("v1beta1", "Device"), ("v1beta1", "BasicDevice"), ("v1beta2", "Device"))
)

_SINCE_1_36 = (
    "allNodes allowMultipleAllocations bindingConditions bindingFailureConditions bindsToNode consumesCounters "
    "nodeName nodeSelector taints"
).split()
_MOST_VALUES = 32
_CONDITIONS = ("bindingConditions", "bindingFailureConditions")
_CONDITION = Field(formats.size(4, "conditions"), items=formats.qualified_name)

FIELDS = {
    "name": Field(formats.dns_label, required=True),
    "basic": until("1.33", Field(required=True)),
    "attributes": Field(keys=qualified.name),
    "capacity": Field(keys=qualified.name),
    "nodeAllocatableResourceMappings": IGNORED,
    "nodeAllocatableResources": IGNORED,
    **{field: since("1.36", Field(), before=IGNORED) for field in _SINCE_1_36},
    **{field: since("1.36", _CONDITION, before=IGNORED) for field in _CONDITIONS},
    "nodeName": since("1.36", Field(formats.dns_subdomain), before=IGNORED),
    "taints": since("1.36", Field(formats.size(16, "taints")), before=IGNORED),
}


def few_values(device: JsonMap) -> Iterator[Wrong]:
    count = len(device.get("attributes") or ()) + len(device.get("capacity") or ())
    if count > _MOST_VALUES:
        yield too_many(count, _MOST_VALUES, "attributes and capacities")


def conditions(device: JsonMap) -> Iterator[Wrong]:
    """What must be true of a device before a pod is bound to it, and what says that it never will be."""
    wanted, failed = (device.get(field) or [] for field in _CONDITIONS)
    for field, values in zip(_CONDITIONS, (wanted, failed), strict=True):
        for position, value in enumerate(values):
            if value in values[:position]:
                yield duplicate(value, "the condition").below(field, position)
    for position, value in enumerate(failed):
        if value in wanted:
            hint = "keep it in one of the two lists"
            yield conflict(f"{value} is among bindingConditions, too", hint).below("bindingFailureConditions", position)
    for field, own, other in zip(_CONDITIONS, (wanted, failed), (failed, wanted), strict=True):
        if other and not own:
            yield missing(field, why="where there is the other list of conditions")


def counters(device: JsonMap) -> Iterator[Wrong]:
    seen: set[str] = set()
    if (count := len(device.get("consumesCounters") or ())) > 2:
        yield too_many(count, 2, "counter sets").below("consumesCounters")
    for position, item in items(device, "consumesCounters"):
        name = item.get("counterSet") or ""
        if name and name in seen:
            yield duplicate(name, "the counter set").below("consumesCounters", position)
        seen.add(name)


def shared_alone(device: JsonMap) -> Iterator[Wrong]:
    if device.get("allowMultipleAllocations"):
        return
    for name, capacity in (device.get("capacity") or {}).items():
        if (capacity or {}).get("requestPolicy") is not None:
            hint = "set allowMultipleAllocations: true, or remove it"
            found = forbidden("only a device that is shared has a requestPolicy", hint)
            yield found.below("capacity", name, "requestPolicy")


RULES = (few_values, since("1.36", conditions), since("1.36", counters), since("1.36", shared_alone))
