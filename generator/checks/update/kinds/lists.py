"""Kinds whose lists change under rules of their own: ResourceQuota, ServiceCIDR, Node."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.update.change import Change, immutable

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
    for field in ("podCIDRs", "providerID"):
        if change.before("spec", field):
            yield from immutable(change, ("spec", field), _HINT)
