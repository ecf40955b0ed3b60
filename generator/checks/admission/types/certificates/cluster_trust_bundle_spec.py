"""ClusterTrustBundleSpec: https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#cluster-trust-bundles"""

from __future__ import annotations

import re

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, duplicate, malformed, too_many
from generator.json_types import Json

TYPE = "io.k8s.api.certificates.v1.ClusterTrustBundleSpec"

ALSO = (
    "io.k8s.api.certificates.v1beta1.ClusterTrustBundleSpec",
    "io.k8s.api.certificates.v1alpha1.ClusterTrustBundleSpec",
)

MOST_BYTES = 1024 * 1024

_BLOCK = re.compile(r"-----BEGIN ([A-Z0-9 ]+)-----\s(.*?)-----END \1-----", re.DOTALL)


def bundle(value: Json) -> Wrong | None:
    """Certificates of authorities in PEM, each once; other text between them is a remark."""
    if len(value.encode()) > MOST_BYTES:
        return too_many(len(value.encode()), MOST_BYTES, "bytes")
    blocks = list(_BLOCK.finditer(value))
    if not blocks:
        return malformed(value, "certificates in PEM", "put the authorities' certificates there")
    for position, block in enumerate(blocks):
        if block[1] != "CERTIFICATE" or ":" in block[2] or not _is_authority(block[0]):
            hint = "leave out keys, headers, and certificates that sign no others"
            return malformed(f"block {position}", "a certificate of an authority", hint)
    bodies = ["".join(block[2].split()) for block in blocks]
    again = next((position for position, body in enumerate(bodies) if body in bodies[:position]), None)
    return duplicate(f"block {again}", "the certificate of") if again is not None else None


def _is_authority(text: str) -> bool:
    from cryptography import x509

    try:
        certificate = x509.load_pem_x509_certificate(text.encode())
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (ValueError, x509.ExtensionNotFound):
        return False


FIELDS = {"signerName": Field(formats.signer_name), "trustBundle": Field(bundle, required=True)}
