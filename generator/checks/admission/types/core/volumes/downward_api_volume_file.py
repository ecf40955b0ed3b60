"""DownwardAPIVolumeFile: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/#DownwardAPIVolumeFile"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.constraints import exactly_one
from generator.checks.admission.field import IGNORED, Field
from generator.checks.admission.types.core.containers.object_field_selector import one_of_fields
from generator.checks.admission.types.core.containers.resource_field_selector import of_containers
from generator.checks.admission.wrong import Wrong, missing
from generator.json_types import JsonMap

TYPE = "io.k8s.api.core.v1.DownwardAPIVolumeFile"

FIELDS = {
    "path": Field(formats.projected_path, required=True),
    "mode": Field(formats.file_mode),
    "user": IGNORED,
    "fieldRef": Field(
        one_of_fields("metadata.name", "metadata.namespace", "metadata.uid", "metadata.labels", "metadata.annotations")
    ),
    "resourceFieldRef": Field(of_containers),
}


def of_a_container(file: JsonMap) -> Iterator[Wrong]:
    selector = file.get("resourceFieldRef")
    if selector is not None and not selector.get("containerName"):
        yield missing("containerName", why="in a volume").below("resourceFieldRef")


RULES = (exactly_one("fieldRef", "resourceFieldRef"), of_a_container)
