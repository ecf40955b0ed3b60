"""VolumeAttributesClass: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume-attributes-class-v1alpha1/"""

from __future__ import annotations

from generator.checks.admission.types.storage import volume_attributes_class

TYPE = "io.k8s.api.storage.v1alpha1.VolumeAttributesClass"

FIELDS = volume_attributes_class.FIELDS

RULES = volume_attributes_class.RULES
