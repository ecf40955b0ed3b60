"""PodCertificateProjection: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.constraints import between, one_of
from generator.checks.admission.field import IGNORED, Field
from generator.checks.admission.types.meta import metadata
from generator.checks.admission.wrong import Wrong, malformed, missing, too_many
from generator.json_types import Json, JsonMap

TYPE = "io.k8s.api.core.v1.PodCertificateProjection"

_HOUR, _DAY = 3600, 86400


def _domain_key(key: Json) -> Wrong | None:
    if "/" not in key:
        return malformed(key, "a key with a domain", "write it as example.com/name")
    return formats.qualified_name(key.lower())


FIELDS = {
    "signerName": Field(formats.signer_name, required=True),
    "keyType": Field(one_of("RSA3072", "RSA4096", "ECDSAP256", "ECDSAP384", "ECDSAP521", "ED25519"), required=True),
    "credentialBundlePath": Field(formats.projected_path),
    "keyPath": Field(formats.projected_path),
    "certificateChainPath": Field(formats.projected_path),
    "userAnnotations": Field(keys=_domain_key),
    "user": IGNORED,
}


def lifetime(projection: JsonMap) -> Iterator[Wrong]:
    seconds = projection.get("maxExpirationSeconds")
    host = (projection.get("signerName") or "").partition("/")[0]
    most = _DAY if f".{host}".endswith(".kubernetes.io") else 91 * _DAY
    if seconds is not None and (wrong := between(_HOUR, most)(seconds)):
        yield wrong.below("maxExpirationSeconds")


def some_file(projection: JsonMap) -> Iterator[Wrong]:
    if not any(projection.get(field) for field in ("credentialBundlePath", "keyPath", "certificateChainPath")):
        yield missing("credentialBundlePath", why="(or `keyPath`, or `certificateChainPath`)")


def size(projection: JsonMap) -> Iterator[Wrong]:
    pairs = (projection.get("userAnnotations") or {}).items()
    total = sum(len(key.encode()) + len((value or "").encode()) for key, value in pairs)
    if total > metadata.MOST_ANNOTATIONS:
        yield too_many(total, metadata.MOST_ANNOTATIONS, "bytes of annotations").below("userAnnotations")


RULES = (lifetime, some_file, size)
