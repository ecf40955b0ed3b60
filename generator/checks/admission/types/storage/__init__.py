"""storage.k8s.io."""

from generator.checks.admission.types.storage import (
    csi_driver,
    csi_driver_spec,
    csi_node,
    csi_node_driver,
    csi_storage_capacity,
    storage_class,
    token_request,
    volume_attachment,
    volume_attachment_source,
    volume_attachment_spec,
    volume_attributes_class,
    volume_node_resources,
)

TYPES = (
    csi_driver,
    csi_driver_spec,
    csi_node,
    csi_node_driver,
    csi_storage_capacity,
    storage_class,
    token_request,
    volume_attachment,
    volume_attachment_source,
    volume_attachment_spec,
    volume_attributes_class,
    volume_node_resources,
)
