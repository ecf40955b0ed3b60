"""IngressClassParametersReference: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-class-v1/#IngressClassSpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, forbidden, missing
from generator.json_types import JsonMap

TYPE = "io.k8s.api.networking.v1.IngressClassParametersReference"

FIELDS = {
    "apiGroup": Field(formats.dns_subdomain, keeps=True),
    "kind": Field(formats.path_segment, required=True),
    "name": Field(formats.path_segment, required=True),
    "scope": Field(one_of("Cluster", "Namespace"), default="Cluster", keeps=True),
    "namespace": Field(keeps=True),
}


def namespace(reference: JsonMap) -> Iterator[Wrong]:
    scope, own = reference.get("scope"), reference.get("namespace")
    if scope == "Namespace" and own is None:
        yield missing("namespace", why="with scope Namespace")
    elif scope == "Namespace" and (wrong := formats.dns_label(own)):
        yield wrong.below("namespace")
    elif scope in (None, "Cluster") and own is not None:
        yield forbidden("scope Cluster takes no namespace", "remove it, or write scope Namespace").below("namespace")


RULES = (namespace,)
