"""QuobyteVolumeSource: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/"""

from __future__ import annotations

import re

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, malformed
from generator.json_types import Json

TYPE = "io.k8s.api.core.v1.QuobyteVolumeSource"

_HOST_AND_PORT = re.compile(r"(?:\[[^\[\]]*\]|[^:\[\]]*):[^:\[\]]*")


def _registry(value: Json) -> Wrong | None:
    if all(_HOST_AND_PORT.fullmatch(pair) for pair in value.split(",")):
        return None
    return malformed(value, "host:port, or several of them", "separate them by commas, without spaces")


FIELDS = {
    "registry": Field(_registry, required=True),
    "tenant": Field(formats.size(64, "characters")),
    "volume": Field(required=True),
}
