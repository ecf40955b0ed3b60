"""LimitRange: https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/limit-range-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.types.meta import metadata
from generator.checks.admission.walk import items
from generator.checks.admission.wrong import Wrong, duplicate
from generator.json_types import JsonMap

TYPE = "io.k8s.api.core.v1.LimitRange"


def types(limit_range: JsonMap) -> Iterator[Wrong]:
    seen = set()
    for position, item in items(limit_range.get("spec") or {}, "limits"):
        kind = item.get("type")
        if kind in seen:
            hint = "put both into one item"
            yield duplicate(kind, "the type", hint).below("spec", "limits", position, "type")
        seen.add(kind)


RULES = (metadata.named(formats.dns_subdomain), types)
