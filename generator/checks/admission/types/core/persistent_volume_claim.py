"""PersistentVolumeClaim: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-claim-v1/

A StatefulSet holds them, too, and looks at their specs only.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.known import Known
from generator.checks.admission.types.core import claim_sources
from generator.checks.admission.types.meta import metadata
from generator.checks.admission.wrong import Wrong
from generator.json_types import JsonMap

TYPE = "io.k8s.api.core.v1.PersistentVolumeClaim"

FIELDS = {"spec": Field(required=True)}

_named = metadata.named(formats.dns_subdomain)


def admission(claim: JsonMap, known: Known) -> Iterator[Wrong]:
    yield from _named(claim)
    yield from (wrong.below("spec") for wrong in claim_sources.of_claim(claim.get("spec") or {}))


ADMISSION = admission
