"""storagemigration.k8s.io."""

from generator.checks.admission.types.storagemigration import (
    storage_version_migration,
    storage_version_migration_spec,
)

TYPES = (storage_version_migration, storage_version_migration_spec)
