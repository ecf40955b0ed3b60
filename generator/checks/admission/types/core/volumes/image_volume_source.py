"""ImageVolumeSource: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/"""

from __future__ import annotations

from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field, since
from generator.checks.admission.types.core.containers.images import policy_of

TYPE = "io.k8s.api.core.v1.ImageVolumeSource"

FIELDS = {
    "reference": since("1.37", Field(required=True)),
    "pullPolicy": Field(
        one_of("Always", "IfNotPresent", "Never"), default=lambda source: policy_of(source.get("reference") or "")
    ),
}
