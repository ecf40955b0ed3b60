"""A Service's annotations: https://kubernetes.io/docs/reference/labels-annotations-taints/#service-kubernetes-io-topology-mode"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.addresses import padded_cidr
from generator.checks.admission.field import Constraint, Rule, Versioned
from generator.checks.admission.types.core.services import of_type
from generator.checks.admission.wrong import Wrong, conflict, forbidden
from generator.json_types import JsonMap

_RANGES = "service.beta.kubernetes.io/load-balancer-source-ranges"
_MODE = "service.kubernetes.io/topology-mode"
_HINTS = "service.kubernetes.io/topology-aware-hints"


def _annotations(manifest: JsonMap) -> JsonMap:
    return (manifest.get("metadata") or {}).get("annotations") or {}


def topology(manifest: JsonMap) -> Iterator[Wrong]:
    own = _annotations(manifest)
    if _MODE in own and _HINTS in own and own[_MODE] != own[_HINTS]:
        wrong = conflict(f"{_MODE} and {_HINTS} differ", "leave topology-mode alone")
        yield wrong.below("metadata", "annotations", _MODE)


def _source_ranges(constraint: Constraint) -> Rule:
    def rule(manifest: JsonMap) -> Iterator[Wrong]:
        own, spec = _annotations(manifest), manifest.get("spec") or {}
        if _RANGES not in own or spec.get("loadBalancerSourceRanges"):
            return
        if of_type.of(spec) != "LoadBalancer":
            why = "only a Service of type LoadBalancer has source ranges"
            yield forbidden(why, "remove it, or set `type`").below("metadata", "annotations", _RANGES)
        text = (own[_RANGES] or "").strip()
        for item in text.split(",") if text else ():
            if wrong := constraint(item):
                yield wrong.below("metadata", "annotations", _RANGES)

    return rule


source_ranges = Versioned(
    _source_ranges(padded_cidr.value), since=padded_cidr.since, otherwise=_source_ranges(padded_cidr.otherwise)
)
"""By version, as the ranges are."""
