"""PriorityLevelConfigurationSpec: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/priority-level-configuration-v1/#PriorityLevelConfigurationSpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, forbidden, missing
from generator.json_types import JsonMap

TYPE = "io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationSpec"

FIELDS = {"type": Field(one_of("Limited", "Exempt"), required=True)}


def own_field(spec: JsonMap) -> Iterator[Wrong]:
    kind = spec.get("type")
    if kind == "Limited" and spec.get("limited") is None:
        yield missing("limited", why="with type Limited")
    for field, other in (("limited", "Exempt"), ("exempt", "Limited")):
        if kind == other and spec.get(field) is not None:
            yield forbidden(f"type {other} takes no {field}", "remove it, or change the type").below(field)


RULES = (own_field,)
