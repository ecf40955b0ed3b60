"""CertificateSigningRequest: https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/certificate-signing-request-v1/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import IGNORED, Field
from generator.checks.admission.types.meta import metadata

TYPE = "io.k8s.api.certificates.v1.CertificateSigningRequest"

FIELDS = {"spec": Field(required=True), "status": IGNORED}

RULES = (metadata.named(formats.path_segment),)
