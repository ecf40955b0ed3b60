"""PersistentVolumeClaimTemplate: https://kubernetes.io/docs/concepts/storage/ephemeral-volumes/#generic-ephemeral-volumes"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.field import Field
from generator.checks.admission.types.core import claim_sources
from generator.checks.admission.types.meta import metadata
from generator.checks.admission.wrong import Wrong, forbidden
from generator.json_types import JsonMap

TYPE = "io.k8s.api.core.v1.PersistentVolumeClaimTemplate"

FIELDS = {"spec": Field(required=True)}


def own_metadata(template: JsonMap) -> Iterator[Wrong]:
    """Labels and annotations are copied to the claim; the rest is made for it."""
    given = template.get("metadata") or {}
    for wrong in (*metadata.own_labels(given), *metadata.own_annotations(given)):
        yield wrong.below("metadata")
    for field, value in given.items():
        # Lists and pointers are there when they are empty, too.
        written = value or isinstance(value, list) or (field == "deletionGracePeriodSeconds" and value is not None)
        if written and field not in ("labels", "annotations"):
            yield forbidden("a template has labels and annotations only", "remove it").below("metadata", field)


def sources(template: JsonMap) -> Iterator[Wrong]:
    yield from (wrong.below("spec") for wrong in claim_sources.of_template(template.get("spec") or {}))


RULES = (own_metadata, sources)
