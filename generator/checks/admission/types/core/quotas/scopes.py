"""Of which objects a quota counts: https://kubernetes.io/docs/concepts/policy/resource-quotas/#quota-scopes"""

from __future__ import annotations

from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import since
from generator.checks.admission.types.core.quotas import names

_OF_PODS = (
    *("Terminating", "NotTerminating", "BestEffort", "NotBestEffort"),
    *("PriorityClass", "CrossNamespacePodAffinity"),
)
_OF_CLAIMS = "VolumeAttributesClass"

known = since("1.33", one_of(*_OF_PODS, _OF_CLAIMS), before=one_of(*_OF_PODS))

EXCLUSIVE = (("BestEffort", "NotBestEffort"), ("Terminating", "NotTerminating"))

ONLY_EXIST = frozenset(_OF_PODS) - {"PriorityClass"}
"""They have no values, so that a selector can only ask whether they are there."""


def counts(scope: str, resource: str) -> bool:
    """Whether a quota of the scope can limit the resource; true for whatever is not standard."""
    if resource not in names.STANDARD and not names.is_huge_pages(resource):
        return True
    if scope == "BestEffort":
        return resource == "pods"
    if scope == _OF_CLAIMS:
        return resource in ("persistentvolumeclaims", "requests.storage")
    return scope not in _OF_PODS or resource == "pods" or resource in names.COMPUTE
