"""AppArmorProfile: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#security-context"""

from __future__ import annotations

from generator.checks.admission.field import Field
from generator.checks.admission.types.core.security import profiles
from generator.checks.admission.wrong import Wrong, malformed, too_many
from generator.json_types import Json

TYPE = "io.k8s.api.core.v1.AppArmorProfile"

_LONGEST = 4095
"""Bytes: that of a path, without its end."""


def name(value: Json) -> Wrong | None:
    if value != value.strip() or not value:
        return malformed(value, "the name of a profile without spaces around it", "write only the name")
    length = len(value.encode())
    return too_many(length, _LONGEST, "bytes") if length > _LONGEST else None


FIELDS = {"type": Field(profiles.kind, required=True), "localhostProfile": Field(name, keeps=True)}

RULES = (profiles.local,)
