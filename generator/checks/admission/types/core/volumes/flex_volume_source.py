"""FlexVolumeSource: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/"""

from __future__ import annotations

from generator.checks.admission.field import Field
from generator.checks.admission.types.core.volumes import flex

TYPE = "io.k8s.api.core.v1.FlexVolumeSource"

FIELDS = {"driver": Field(required=True), "options": Field(keys=flex.option)}
