"""FCVolumeSource: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.constraints import between
from generator.checks.admission.wrong import Wrong, conflict, missing
from generator.json_types import JsonMap

TYPE = "io.k8s.api.core.v1.FCVolumeSource"

_LUN = between(0, 255)


def one_address(source: JsonMap) -> Iterator[Wrong]:
    targets, wwids, lun = source.get("targetWWNs"), source.get("wwids"), source.get("lun")
    if not targets and not wwids:
        yield missing("targetWWNs", why="(or `wwids`)")
    if targets and wwids:
        yield conflict("targetWWNs and wwids exclude one another", "remove one of them").below("targetWWNs")
    if targets and lun is None:
        yield missing("lun", why="with targetWWNs")
    elif targets and (wrong := _LUN(lun)):
        yield wrong.below("lun")


RULES = (one_address,)
