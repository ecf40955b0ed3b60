"""certificates.k8s.io/v1."""

from generator.checks.admission.types.certificates import (
    certificate_signing_request,
    certificate_signing_request_spec,
)

TYPES = (certificate_signing_request, certificate_signing_request_spec)
