"""NodeSelectorRequirement: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#NodeAffinity

What it may say differs between labels and fields: the functions here are called for the term that it is in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.checks.admission import formats
from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, forbidden, missing, too_many
from generator.json_types import Json, JsonMap

TYPE = "io.k8s.api.core.v1.NodeSelectorRequirement"

FIELDS = {"key": Field(required=True), "operator": Field(required=True)}

_OF_LABELS = one_of("In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt")
_OF_FIELDS = one_of("In", "NotIn")
_FIELD = one_of("metadata.name")


def of_labels(requirement: JsonMap) -> Iterator[Wrong]:
    operator, values = requirement.get("operator") or "", requirement.get("values") or ()
    if operator and (wrong := _OF_LABELS(operator)):
        yield wrong.below("operator")
    if operator in ("In", "NotIn") and not values:
        yield missing("values", why=f"for {operator}")
    if operator in ("Exists", "DoesNotExist") and values:
        yield forbidden(f"{operator} takes no values", "remove `values`, or write In").below("values")
    if operator in ("Gt", "Lt"):
        yield from _single(operator, values)
    if (key := requirement.get("key")) and (wrong := formats.qualified_name(key)):
        yield wrong.below("key")


def of_fields(requirement: JsonMap) -> Iterator[Wrong]:
    operator, values = requirement.get("operator") or "", requirement.get("values") or ()
    if operator in ("In", "NotIn"):
        yield from _single(operator, values)
    elif operator and (wrong := _OF_FIELDS(operator)):
        yield wrong.below("operator")
    if (key := requirement.get("key")) and (wrong := _FIELD(key)):
        yield wrong.below("key")
    for position, value in enumerate(values):
        if wrong := formats.dns_subdomain(value or ""):
            yield wrong.below("values", position)


def _single(operator: str, values: Sequence[Json]) -> Iterator[Wrong]:
    if not values:
        yield missing("values", why=f"for {operator}")
    elif len(values) > 1:
        yield too_many(len(values), 1, "values").below("values")


def label_values(requirement: JsonMap) -> Iterator[Wrong]:
    """Asked of what a node must have, not of what is preferred."""
    for position, value in enumerate(requirement.get("values") or ()):
        if wrong := formats.label_value(value or ""):
            yield wrong.below("values", position)
