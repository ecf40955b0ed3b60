"""TokenRequest: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/csi-driver-v1/#CSIDriverSpec"""

from __future__ import annotations

from generator.checks.admission.constraints import between
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.storage.v1.TokenRequest"

FIELDS = {"expirationSeconds": Field(between(600, 2**32), keeps=True)}
