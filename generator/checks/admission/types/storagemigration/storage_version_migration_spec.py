"""StorageVersionMigrationSpec: https://kubernetes.io/docs/tasks/manage-kubernetes-objects/storage-version-migration/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import since
from generator.checks.admission.wrong import Wrong, missing
from generator.json_types import JsonMap

TYPE = "io.k8s.api.storagemigration.v1.StorageVersionMigrationSpec"

ALSO = (
    "io.k8s.api.storagemigration.v1beta1.StorageVersionMigrationSpec",
    "io.k8s.api.storagemigration.v1alpha1.StorageVersionMigrationSpec",
)


def resource(spec: JsonMap) -> Iterator[Wrong]:
    """By group and plural name."""
    own = spec.get("resource") or {}
    name, group = own.get("resource"), own.get("group")
    if not name:
        yield missing("resource").below("resource")
    elif wrong := formats.dns_1035_label(name):
        yield wrong.below("resource", "resource")
    if group and (wrong := formats.dns_subdomain(group)):
        yield wrong.below("resource", "group")


def alpha_resource(spec: JsonMap) -> Iterator[Wrong]:
    """Also by version."""
    own = spec.get("resource") or {}
    for field in ("resource", "version"):
        if not own.get(field):
            yield missing(field).below("resource")


RULES = (since("1.35", resource, before=alpha_resource),)
