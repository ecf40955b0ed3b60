"""TopologySelectorLabelRequirement: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/storage-class-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, duplicate
from generator.json_types import JsonMap

TYPE = "io.k8s.api.core.v1.TopologySelectorLabelRequirement"

FIELDS = {"key": Field(formats.qualified_name, required=True), "values": Field(required=True)}


def values(requirement: JsonMap) -> Iterator[Wrong]:
    own = requirement.get("values") or ()
    for position, value in enumerate(own):
        if value in own[:position]:
            yield duplicate(value, "the value").below("values", position)


RULES = (values,)
