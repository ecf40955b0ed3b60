"""RuntimeClass: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/runtime-class-v1/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.types.meta import metadata

TYPE = "io.k8s.api.node.v1.RuntimeClass"

FIELDS = {"handler": Field(formats.dns_label, required=True)}

RULES = (metadata.named(formats.dns_subdomain, any_finalizer=True),)
