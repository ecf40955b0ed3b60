"""FlockerVolumeSource: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong, conflict, malformed, missing
from generator.json_types import JsonMap

TYPE = "io.k8s.api.core.v1.FlockerVolumeSource"


def one_dataset(source: JsonMap) -> Iterator[Wrong]:
    name, uuid = source.get("datasetName"), source.get("datasetUUID")
    if not name and not uuid:
        yield missing("datasetUUID", why="(or `datasetName`)")
    if name and uuid:
        yield conflict("datasetName and datasetUUID exclude one another", "remove datasetName").below("datasetName")
    if name and "/" in name:
        yield malformed(name, "a name without /", "remove the /").below("datasetName")


RULES = (one_dataset,)
