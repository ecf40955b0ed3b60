"""Binding: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/binding-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.types.meta import metadata
from generator.checks.admission.wrong import Wrong, missing, unsupported
from generator.json_types import JsonMap

TYPE = "io.k8s.api.core.v1.Binding"


def target(binding: JsonMap) -> Iterator[Wrong]:
    own = binding.get("target") or {}
    if not own.get("name"):
        yield missing("name").below("target")
    if (kind := own.get("kind")) and kind != "Node":
        yield unsupported(kind, ("Node",)).below("target", "kind")


RULES = (metadata.named(formats.dns_subdomain), target)
