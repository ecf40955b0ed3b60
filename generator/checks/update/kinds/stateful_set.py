"""StatefulSet: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#limitations"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.field import number
from generator.checks.admission.wrong import Wrong
from generator.checks.update.change import Change, immutable

KIND = ("apps", "StatefulSet")

_MUTABLE = frozenset(
    {
        *("replicas", "ordinals", "template", "updateStrategy", "persistentVolumeClaimRetentionPolicy"),
        *("minReadySeconds", "revisionHistoryLimit"),
    }
)


def refused(change: Change) -> Iterator[Wrong]:
    mutable = _MUTABLE if number(change.minor) >= (1, 33) else _MUTABLE - {"revisionHistoryLimit"}
    for field in {**change.before("spec"), **change.after("spec")}:
        if field not in mutable:
            yield from immutable(change, ("spec", field), _hint(field))


def _hint(field: str) -> str:
    hint = "delete the StatefulSet with --cascade=orphan, which leaves its pods and claims, then apply the new one"
    if field == "volumeClaimTemplates":
        return f"{hint}; claims that exist keep their size: enlarge each of them, too"
    return hint
