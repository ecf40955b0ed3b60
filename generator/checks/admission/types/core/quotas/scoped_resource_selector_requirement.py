"""ScopedResourceSelectorRequirement: https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/resource-quota-v1/#ResourceQuotaSpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field
from generator.checks.admission.types.core.quotas import scopes
from generator.checks.admission.types.meta import label_selector_requirement
from generator.checks.admission.wrong import Wrong, unsupported
from generator.json_types import JsonMap

TYPE = "io.k8s.api.core.v1.ScopedResourceSelectorRequirement"

FIELDS = {
    "scopeName": Field(scopes.known, required=True),
    "operator": Field(one_of("In", "NotIn", "Exists", "DoesNotExist"), required=True),
}


def operator(requirement: JsonMap) -> Iterator[Wrong]:
    own = requirement.get("operator")
    if requirement.get("scopeName") in scopes.ONLY_EXIST and own and own != "Exists":
        yield unsupported(own, ("Exists",)).below("operator")


RULES = (operator, label_selector_requirement.values)
