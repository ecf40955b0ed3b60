"""Ingress: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import IGNORED, Field
from generator.checks.admission.types.meta import metadata
from generator.checks.admission.wrong import Wrong, conflict
from generator.json_types import JsonMap

TYPE = "io.k8s.api.networking.v1.Ingress"

FIELDS = {"spec": Field(required=True), "status": IGNORED}

CLASS = "kubernetes.io/ingress.class"
"""The annotation that came before `ingressClassName`."""


def one_class(ingress: JsonMap) -> Iterator[Wrong]:
    annotations = (ingress.get("metadata") or {}).get("annotations") or {}
    name = (ingress.get("spec") or {}).get("ingressClassName")
    if CLASS in annotations and name is not None and (annotations[CLASS] or "") != name:
        found = conflict("the annotation names another class than ingressClassName", "remove the annotation")
        yield found.below("metadata", "annotations", CLASS)


RULES = (metadata.named(formats.dns_subdomain), one_class)
