"""AzureDiskVolumeSource: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, malformed
from generator.json_types import JsonMap

TYPE = "io.k8s.api.core.v1.AzureDiskVolumeSource"

FIELDS = {
    "diskName": Field(required=True),
    "diskURI": Field(required=True),
    "cachingMode": Field(one_of("None", "ReadOnly", "ReadWrite"), default="ReadWrite", keeps=True),
    "fsType": Field(default="ext4", keeps=True),
    "kind": Field(one_of("Dedicated", "Managed", "Shared"), default="Shared", keeps=True),
    "readOnly": Field(default=False),
}


def uri(source: JsonMap) -> Iterator[Wrong]:
    kind, value = source.get("kind", "Shared") or "Shared", source.get("diskURI") or ""
    start = "/subscriptions/" if kind == "Managed" else "https://"
    if value and not value.startswith(start):
        yield malformed(value, f"a URI of a {kind} disk", f"begin it with {start}, or change `kind`").below("diskURI")


RULES = (uri,)
