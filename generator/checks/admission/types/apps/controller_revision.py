"""ControllerRevision: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/controller-revision-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.constraints import not_negative
from generator.checks.admission.field import Field
from generator.checks.admission.types.meta import metadata
from generator.checks.admission.wrong import Wrong, missing
from generator.json_types import JsonMap

TYPE = "io.k8s.api.apps.v1.ControllerRevision"

FIELDS = {"revision": Field(not_negative)}


def data(revision: JsonMap) -> Iterator[Wrong]:
    """An object, which may be empty."""
    if revision.get("data") is None:
        yield missing("data")


RULES = (metadata.named(formats.dns_subdomain), data)
