"""CertificateSigningRequestSpec: https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/certificate-signing-request-v1/#CertificateSigningRequestSpec"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.checks.admission import formats
from generator.checks.admission.constraints import at_least, one_of
from generator.checks.admission.field import IGNORED, Field
from generator.checks.admission.wrong import Wrong, duplicate, forbidden, malformed
from generator.json_types import Json, JsonMap

if TYPE_CHECKING:
    from cryptography.x509 import CertificateSigningRequest

TYPE = "io.k8s.api.certificates.v1.CertificateSigningRequestSpec"

USAGES = (
    *("signing", "digital signature", "content commitment", "key encipherment", "key agreement", "data encipherment"),
    *("cert sign", "crl sign", "encipher only", "decipher only", "any", "server auth", "client auth"),
    *("code signing", "email protection", "s/mime", "ipsec end system", "ipsec tunnel", "ipsec user"),
    *("timestamping", "ocsp signing", "microsoft sgc", "netscape sgc"),
)
LEGACY = "kubernetes.io/legacy-unknown"
CLIENT = "kubernetes.io/kube-apiserver-client"
MASTERS = "system:masters"
ORGANIZATION = "2.5.4.10"
"""https://www.itu.int/rec/T-REC-X.520"""

_BLOCK = re.compile(rb"-----BEGIN ([A-Z0-9 ]+)-----\s.*?-----END \1-----", re.DOTALL)


def _parsed(value: Json) -> CertificateSigningRequest | None:
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm

    try:
        block = _BLOCK.search(base64.b64decode(value))
        return x509.load_pem_x509_csr(block[0]) if block and block[1] == b"CERTIFICATE REQUEST" else None
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return None


def request(value: Json) -> Wrong | None:
    """A PKCS#10 request in PEM that its own key has signed."""
    from cryptography.exceptions import UnsupportedAlgorithm

    hint = "make it with `openssl req -new -key KEY`, and encode that as base64"
    own = _parsed(value)
    if own is None:
        return malformed(value, "a certificate request in PEM, as base64", hint)
    try:
        signed = own.is_signature_valid
    except (ValueError, UnsupportedAlgorithm):
        signed = False
    return None if signed else malformed(value, "a request with a valid signature", hint)


def signer(value: Json) -> Wrong | None:
    if value == LEGACY:
        return forbidden(f"{LEGACY} is of the beta API", "name the signer that is to sign it")
    return formats.signer_name(value)


FIELDS = {
    "request": Field(request, required=True),
    "signerName": Field(signer, required=True),
    "usages": Field(items=one_of(*USAGES), required=True),
    "expirationSeconds": Field(at_least(600), keeps=True),
    "username": IGNORED,
    "uid": IGNORED,
    "groups": IGNORED,
    "extra": IGNORED,
}
"""Who asks is what the server knows of the client; what is written there it overwrites."""


def usages(spec: JsonMap) -> Iterator[Wrong]:
    own = spec.get("usages") or ()
    for position, usage in enumerate(own):
        if usage in own[:position]:
            yield duplicate(usage, "the usage").below("usages", position)


def masters(spec: JsonMap) -> Iterator[Wrong]:
    """https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#certificatesubjectrestriction"""
    if spec.get("signerName") != CLIENT or not (own := _parsed(spec.get("request") or "")):
        return
    if any(name.value == MASTERS for name in own.subject if name.oid.dotted_string == ORGANIZATION):
        hint = "ask for another organization, and give its group what it needs"
        yield forbidden(f"{CLIENT} signs nothing for {MASTERS}", hint).below("request")


RULES = (usages, masters)
