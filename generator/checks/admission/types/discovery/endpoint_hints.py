"""EndpointHints: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/endpoint-slice-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import Constraint, Field, Rule, since
from generator.checks.admission.walk import items
from generator.checks.admission.wrong import Wrong, duplicate
from generator.json_types import JsonMap

TYPE = "io.k8s.api.discovery.v1.EndpointHints"

FIELDS = {"forZones": Field(formats.size(8, "zones")), "forNodes": Field(formats.size(8, "nodes"))}


def _names(field: str, form: Constraint) -> Rule:
    def rule(hints: JsonMap) -> Iterator[Wrong]:
        seen = set()
        for position, item in items(hints, field):
            name = item.get("name") or ""
            if name in seen:
                yield duplicate(name, "the name").below(field, position, "name")
            elif wrong := form(name):
                yield wrong.below(field, position, "name")
            seen.add(name)

    return rule


RULES = (_names("forZones", formats.label_value), since("1.33", _names("forNodes", formats.dns_subdomain)))
