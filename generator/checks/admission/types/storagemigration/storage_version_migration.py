"""StorageVersionMigration: https://kubernetes.io/docs/tasks/manage-kubernetes-objects/storage-version-migration/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import IGNORED, Field
from generator.checks.admission.types.meta import metadata

TYPE = "io.k8s.api.storagemigration.v1.StorageVersionMigration"

ALSO = (
    "io.k8s.api.storagemigration.v1beta1.StorageVersionMigration",
    "io.k8s.api.storagemigration.v1alpha1.StorageVersionMigration",
)

FIELDS = {"spec": Field(required=True), "status": IGNORED}

RULES = (metadata.named(formats.dns_subdomain),)
