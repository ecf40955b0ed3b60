"""What both sources of FlexVolume ask for."""

from __future__ import annotations

from generator.checks.admission.wrong import Wrong, malformed
from generator.json_types import Json


def option(key: Json) -> Wrong | None:
    if f".{key.partition('/')[0].lower()}".endswith((".kubernetes.io", ".k8s.io")):
        return malformed(key, "an option outside of kubernetes.io and k8s.io", "use a domain of the driver's")
    return None
