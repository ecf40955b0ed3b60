"""CSINodeDriver: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/csi-node-v1/#CSINodeSpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, duplicate
from generator.json_types import JsonMap

TYPE = "io.k8s.api.storage.v1.CSINodeDriver"

FIELDS = {
    "name": Field(formats.csi_driver, required=True),
    "nodeID": Field(formats.size(256, "characters"), required=True),
    "topologyKeys": Field(items=formats.qualified_name),
}


def topology(driver: JsonMap) -> Iterator[Wrong]:
    keys = driver.get("topologyKeys") or ()
    for position, key in enumerate(keys):
        if key in keys[:position]:
            yield duplicate(key, "the key").below("topologyKeys", position)


RULES = (topology,)
