"""DaemonSet: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/daemon-set-v1/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import IGNORED, Field
from generator.checks.admission.types.apps import old_annotations
from generator.checks.admission.types.meta import metadata

TYPE = "io.k8s.api.apps.v1.DaemonSet"

FIELDS = {"spec": Field(required=True), "status": IGNORED}

RULES = (metadata.named(formats.dns_subdomain), old_annotations.generation)
