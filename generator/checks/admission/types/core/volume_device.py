"""VolumeDevice: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#volumes-1"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.core.v1.VolumeDevice"

FIELDS = {"name": Field(required=True), "devicePath": Field(formats.no_backsteps, required=True)}
