"""HostPathVolumeSource: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field

TYPE = "io.k8s.api.core.v1.HostPathVolumeSource"

FIELDS = {
    "path": Field(formats.no_backsteps, required=True),
    "type": Field(
        one_of("Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket", "CharDevice", "BlockDevice"),
        default="",
    ),
}
