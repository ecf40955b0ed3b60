"""PodCertificateRequest: https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#pod-certificate-requests"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.types.meta import metadata

_GROUP = "io.k8s.api.certificates"

TYPE = f"{_GROUP}.v1.PodCertificateRequest"

ALSO = (f"{_GROUP}.v1alpha1.PodCertificateRequest", f"{_GROUP}.v1beta1.PodCertificateRequest")

FIELDS = {"spec": Field(required=True)}

RULES = (metadata.named(formats.dns_subdomain),)
