"""ClusterTrustBundleProjection: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import IGNORED, Field
from generator.checks.admission.wrong import Wrong, conflict, forbidden, malformed, missing
from generator.json_types import JsonMap

TYPE = "io.k8s.api.core.v1.ClusterTrustBundleProjection"

FIELDS = {"path": Field(formats.projected_path, required=True), "user": IGNORED}


def by_name_or_signer(projection: JsonMap) -> Iterator[Wrong]:
    name, signer = projection.get("name"), projection.get("signerName")
    if name is not None and signer is not None:
        yield conflict("name and signerName exclude one another", "remove one of them").below("signerName")
    elif name is not None:
        yield from _of_name(name, projection)
    elif signer is None:
        yield missing("name", why="(or `signerName`)")
    elif wrong := formats.signer_name(signer):
        yield wrong.below("signerName")


def _of_name(name: str, projection: JsonMap) -> Iterator[Wrong]:
    # A signer's bundle has the signer before its name, with : for /.
    if ":" in name and name.startswith(":"):
        yield malformed(name, "a bundle's name", "write it as domain:signer:name, or without :").below("name")
    elif wrong := formats.dns_subdomain(name.rpartition(":")[2]):
        yield wrong.below("name")
    if projection.get("labelSelector") is not None:
        yield forbidden("a bundle of a name is not selected", "remove it").below("labelSelector")


RULES = (by_name_or_signer,)
