"""certificates.k8s.io."""

from generator.checks.admission.types.certificates import (
    certificate_signing_request,
    certificate_signing_request_spec,
    cluster_trust_bundle,
    cluster_trust_bundle_spec,
    pod_certificate_request,
    pod_certificate_request_spec,
)

TYPES = (
    certificate_signing_request,
    certificate_signing_request_spec,
    cluster_trust_bundle,
    cluster_trust_bundle_spec,
    pod_certificate_request,
    pod_certificate_request_spec,
)
