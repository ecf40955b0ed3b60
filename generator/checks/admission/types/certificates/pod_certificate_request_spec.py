"""PodCertificateRequestSpec: https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#pod-certificate-requests

The proof that the key is the pod's own is not verified here.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import Field, since
from generator.checks.admission.wrong import Wrong, conflict, missing, out_of_range
from generator.json_types import JsonMap

_GROUP = "io.k8s.api.certificates"

TYPE = f"{_GROUP}.v1.PodCertificateRequestSpec"

ALSO = (f"{_GROUP}.v1alpha1.PodCertificateRequestSpec", f"{_GROUP}.v1beta1.PodCertificateRequestSpec")

_HOUR = 3600
_DAY = 24 * _HOUR
_LONGEST = 91 * _DAY
_IDENTITY = Field(formats.size(128, "characters"), required=True)
_NAME = Field(formats.dns_subdomain, required=True)

FIELDS = {
    "signerName": Field(formats.signer_name, required=True),
    "podName": _NAME,
    "podUID": _IDENTITY,
    "serviceAccountName": _NAME,
    "serviceAccountUID": _IDENTITY,
    "nodeName": _NAME,
    "nodeUID": _IDENTITY,
    "maxExpirationSeconds": Field(keeps=True, default=_DAY),
}


def expires(spec: JsonMap) -> Iterator[Wrong]:
    """Signers of Kubernetes' own give no certificate for more than a day."""
    seconds = spec.get("maxExpirationSeconds")
    domain = (spec.get("signerName") or "").partition("/")[0]
    longest = _DAY if domain == "kubernetes.io" or domain.endswith(".kubernetes.io") else _LONGEST
    if seconds is not None and not _HOUR <= seconds <= longest:
        yield out_of_range(seconds, f"{_HOUR} to {longest}").below("maxExpirationSeconds")


def proves(spec: JsonMap) -> Iterator[Wrong]:
    yield from (missing(name) for name in ("pkixPublicKey", "proofOfPossession") if not spec.get(name))


def proves_either_way(spec: JsonMap) -> Iterator[Wrong]:
    if not spec.get("stubPKCS10Request"):
        yield from proves(spec)
    elif spec.get("pkixPublicKey") or spec.get("proofOfPossession"):
        yield conflict("stubPKCS10Request excludes pkixPublicKey and proofOfPossession", "remove them")


RULES = (expires, since("1.36", proves_either_way, before=proves))
