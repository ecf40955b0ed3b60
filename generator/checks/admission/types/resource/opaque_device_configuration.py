"""OpaqueDeviceConfiguration: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/resource-claim-v1/"""

from __future__ import annotations

import json
from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, malformed, missing, too_many
from generator.json_types import Json, JsonMap

_GROUP = "io.k8s.api.resource"

TYPE = f"{_GROUP}.v1.OpaqueDeviceConfiguration"

ALSO = (f"{_GROUP}.v1beta1.OpaqueDeviceConfiguration", f"{_GROUP}.v1beta2.OpaqueDeviceConfiguration")

_MOST_BYTES = 10 * 1024


def parameters(value: Json) -> Wrong | None:
    if not isinstance(value, dict):
        return malformed(value, "a map", "write the driver's parameters as fields")
    size = len(json.dumps(value, separators=(",", ":"), default=str).encode())
    return too_many(size, _MOST_BYTES, "bytes of parameters") if size > _MOST_BYTES else None


FIELDS = {
    "driver": Field(formats.csi_driver, required=True),
    "parameters": Field(parameters, keeps=True),
}


def has_parameters(configuration: JsonMap) -> Iterator[Wrong]:
    """An empty map is fine."""
    if configuration.get("parameters") is None:
        yield missing("parameters")


RULES = (has_parameters,)
