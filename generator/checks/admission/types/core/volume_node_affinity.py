"""VolumeNodeAffinity: https://kubernetes.io/docs/concepts/storage/persistent-volumes/#node-affinity"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong, missing
from generator.json_types import JsonMap

TYPE = "io.k8s.api.core.v1.VolumeNodeAffinity"


def some_nodes(affinity: JsonMap) -> Iterator[Wrong]:
    if affinity.get("required") is None:
        yield missing("required")


RULES = (some_nodes,)
