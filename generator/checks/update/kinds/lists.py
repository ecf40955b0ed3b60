"""Kinds whose lists change under rules of their own: ResourceQuota, ServiceCIDR, Node, CSINode."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.field import number
from generator.checks.admission.types.core.cluster.node_spec import own_ranges as node_ranges
from generator.checks.admission.wrong import Wrong
from generator.checks.update.change import Change, differences, immutable, told

_HINT = "delete the object and create it again"


def quota(change: Change) -> Iterator[Wrong]:
    """Of scopes the order says nothing: https://kubernetes.io/docs/concepts/policy/resource-quotas/#quota-scopes"""
    if {*(change.before("spec", "scopes") or ())} != {*(change.after("spec", "scopes") or ())}:
        yield from immutable(change, ("spec", "scopes"), _HINT)


def service_cidr(change: Change) -> Iterator[Wrong]:
    """A second range may be added: https://kubernetes.io/docs/tasks/network/extend-service-ip-ranges/"""
    before, after = change.before("spec", "cidrs") or [], change.after("spec", "cidrs") or []
    if not (len(before) == 1 and len(after) == 2 and before == after[:1]):
        yield from immutable(change, ("spec", "cidrs"), "add a ServiceCIDR of another name")


def node(change: Change) -> Iterator[Wrong]:
    """https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/node-v1/#NodeSpec"""
    before, after = node_ranges(change.before("spec") or {}), node_ranges(change.after("spec") or {})
    if before and before != after:
        field = "podCIDR" if change.changed("spec", "podCIDR") else "podCIDRs"
        yield Wrong("immutable-field", f"may not be changed: {told(change, ('spec', field))}", _HINT, ("spec", field))
    if change.before("spec", "providerID"):
        yield from immutable(change, ("spec", "providerID"), _HINT)


def csi_node(change: Change) -> Iterator[Wrong]:
    """A driver may come, go, and let more volumes in: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/csi-node-v1/"""
    before = {driver.get("name"): driver for driver in change.before("spec", "drivers") or ()}
    grows = number(change.minor) >= number("1.35")
    for position, driver in enumerate(change.after("spec", "drivers") or ()):
        known = before.get(driver.get("name"), driver)
        for place in differences(known, driver):
            if not (grows and place[:1] == ("allocatable",)):
                yield Wrong("immutable-field", "may not be changed", _HINT, ("spec", "drivers", position, *place))
