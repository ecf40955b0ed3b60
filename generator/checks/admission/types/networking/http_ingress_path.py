"""HTTPIngressPath: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/#IngressSpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, malformed, missing
from generator.json_types import JsonMap

TYPE = "io.k8s.api.networking.v1.HTTPIngressPath"

FIELDS = {
    "pathType": Field(one_of("Exact", "Prefix", "ImplementationSpecific"), keeps=True),
    "backend": Field(required=True),
}

WITHIN = ("//", "/./", "/../", "%2f", "%2F")
AT_END = ("/..", "/.")


def path(value: JsonMap) -> Iterator[Wrong]:
    kind, own = value.get("pathType"), value.get("path") or ""
    if kind is None:
        yield missing("pathType", "add `pathType: Prefix`, Exact or ImplementationSpecific")
        return
    plain = kind in ("Exact", "Prefix")
    if not own.startswith("/") and (plain or (own and kind == "ImplementationSpecific")):
        yield malformed(own, "an absolute path", "begin it with /").below("path")
    found = [part for part in WITHIN if part in own] + [part for part in AT_END if own.endswith(part)]
    if plain and found:
        yield malformed(own, f"a path without {found[0]}", "write the path that requests have").below("path")


RULES = (path,)
