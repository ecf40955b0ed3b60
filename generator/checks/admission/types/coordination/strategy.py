"""How the leader is chosen: https://kubernetes.io/docs/concepts/cluster-administration/coordinated-leader-election/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.wrong import Wrong, unsupported
from generator.json_types import Json

OLDEST = "OldestEmulationVersion"


def strategy(value: Json) -> Wrong | None:
    """Kubernetes' own, or one with a domain."""
    if "/" in value:
        return formats.qualified_name(value)
    return None if value == OLDEST else unsupported(value, (OLDEST,))
