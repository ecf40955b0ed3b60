"""GitRepoVolumeSource: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.core.v1.GitRepoVolumeSource"

FIELDS = {"repository": Field(required=True), "directory": Field(formats.relative_path)}
