"""LabelSelectorRequirement: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/label-selector/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, forbidden, missing
from generator.json_types import JsonMap

TYPE = "io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelectorRequirement"

FIELDS = {
    "key": Field(formats.qualified_name, required=True),
    "operator": Field(one_of("In", "NotIn", "Exists", "DoesNotExist"), required=True),
    "values": Field(items=formats.label_value),
}


def values(requirement: JsonMap) -> Iterator[Wrong]:
    operator, own = requirement.get("operator"), requirement.get("values")
    if operator in ("In", "NotIn") and not own:
        yield missing("values", why=f"for {operator}")
    if operator in ("Exists", "DoesNotExist") and own:
        yield forbidden(f"{operator} takes no values", "remove `values`, or write In").below("values")


RULES = (values,)
