"""SecretProjection: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/"""

from __future__ import annotations

from generator.checks.admission.field import Field

TYPE = "io.k8s.api.core.v1.SecretProjection"

FIELDS = {"name": Field(required=True)}
