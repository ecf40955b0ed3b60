"""How often a volume can be mounted: https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, conflict
from generator.json_types import JsonMap

MODES = ("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod")

FIELD = Field(items=one_of(*MODES), required=True)


def once_alone(spec: JsonMap) -> Iterator[Wrong]:
    modes = spec.get("accessModes") or ()
    if "ReadWriteOncePod" in modes and any(mode in MODES and mode != "ReadWriteOncePod" for mode in modes):
        hint = "remove ReadWriteOncePod, or the others"
        yield conflict("ReadWriteOncePod excludes other access modes", hint).below("accessModes")
