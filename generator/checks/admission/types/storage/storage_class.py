"""StorageClass: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/storage-class-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field
from generator.checks.admission.types.meta import metadata
from generator.checks.admission.types.storage.parameters import parameters, provisioner
from generator.checks.admission.wrong import Wrong, duplicate
from generator.json_types import JsonMap

TYPE = "io.k8s.api.storage.v1.StorageClass"

FIELDS = {
    "provisioner": Field(provisioner, required=True),
    "parameters": Field(parameters),
    "reclaimPolicy": Field(one_of("Delete", "Retain"), default="Delete"),
    "volumeBindingMode": Field(one_of("Immediate", "WaitForFirstConsumer"), default="Immediate", keeps=True),
}


def topologies(manifest: JsonMap) -> Iterator[Wrong]:
    """Two terms that say the same; one that says nothing counts as a repetition of nothing."""
    seen: list[dict[str, set[str]]] = [{}]
    for position, term in enumerate(manifest.get("allowedTopologies") or ()):
        expressions = (term or {}).get("matchLabelExpressions") or ()
        said = {item.get("key") or "": set(item.get("values") or ()) for item in expressions if item}
        if said in seen:
            found = duplicate(sorted(said), "the term of", "say in each term what no other one says")
            yield found.below("allowedTopologies", position, "matchLabelExpressions")
        seen.append(said)


RULES = (metadata.named(formats.dns_subdomain), topologies)
