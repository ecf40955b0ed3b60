"""VolumeAttributesClass: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume-attributes-class-v1/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.types.meta import metadata
from generator.checks.admission.types.storage.parameters import parameters, provisioner

TYPE = "io.k8s.api.storage.v1.VolumeAttributesClass"

ALSO = ("io.k8s.api.storage.v1beta1.VolumeAttributesClass", "io.k8s.api.storage.v1alpha1.VolumeAttributesClass")

FIELDS = {"driverName": Field(provisioner, required=True), "parameters": Field(parameters, required=True)}

RULES = (metadata.named(formats.dns_subdomain),)
