"""ClusterTrustBundle: https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#cluster-trust-bundles"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.types.meta import metadata
from generator.checks.admission.wrong import Wrong, malformed
from generator.json_types import Json, JsonMap

TYPE = "io.k8s.api.certificates.v1.ClusterTrustBundle"

ALSO = ("io.k8s.api.certificates.v1beta1.ClusterTrustBundle", "io.k8s.api.certificates.v1alpha1.ClusterTrustBundle")

FIELDS = {"spec": Field(required=True)}


def named(manifest: JsonMap) -> Iterator[Wrong]:
    """A signer's bundles have its name in theirs: `example.com:signer:bundle`."""
    signer = (manifest.get("spec") or {}).get("signerName") or ""
    start = f"{signer.replace('/', ':')}:" if signer else ""

    def form(name: Json) -> Wrong | None:
        if not name.startswith(start):
            return malformed(name, f"a name that begins with {start}", f"rename it to {start}{name}")
        return formats.dns_subdomain(name.removeprefix(start))

    yield from metadata.named(form)(manifest)


RULES = (named,)
