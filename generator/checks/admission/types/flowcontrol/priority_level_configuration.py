"""PriorityLevelConfiguration: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/priority-level-configuration-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import IGNORED, Field
from generator.checks.admission.types.meta import metadata
from generator.checks.admission.wrong import Wrong, forbidden, unsupported
from generator.json_types import JsonMap

TYPE = "io.k8s.api.flowcontrol.v1.PriorityLevelConfiguration"

FIELDS = {"spec": Field(required=True), "status": IGNORED}

ROUND_TRIP = "flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares"
"""An annotation of the beta API alone."""

CATCH_ALL: JsonMap = {"nominalConcurrencyShares": 5, "limitResponse": {"type": "Reject"}}


def reserved(manifest: JsonMap) -> Iterator[Wrong]:
    """Two levels are the server's own: https://kubernetes.io/docs/concepts/cluster-administration/flow-control/#mandatory-configuration-objects"""
    name, spec = (manifest.get("metadata") or {}).get("name") or "", manifest.get("spec") or {}
    kind = spec.get("type")
    if name == "exempt" and kind and kind != "Exempt":
        yield unsupported(kind, ("Exempt",)).below("spec", "type")
    if name != "exempt" and kind == "Exempt":
        yield unsupported(kind, ("Limited",)).below("spec", "type")
    if name == "catch-all" and kind == "Limited":
        limited = {
            key: value for key, value in (spec.get("limited") or {}).items() if value or key != "lendablePercent"
        }
        if limited != CATCH_ALL:
            hint = "rename it, or leave it to the server"
            yield forbidden("catch-all is the server's own, and cannot be another", hint).below("spec")


def annotation(manifest: JsonMap) -> Iterator[Wrong]:
    if ROUND_TRIP in ((manifest.get("metadata") or {}).get("annotations") or {}):
        yield forbidden("the annotation is of the beta API", "remove it").below("metadata", "annotations", ROUND_TRIP)


RULES = (metadata.named(formats.dns_subdomain), reserved, annotation)
