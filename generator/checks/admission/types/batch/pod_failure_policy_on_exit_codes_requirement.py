"""PodFailurePolicyOnExitCodesRequirement: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/job-v1/#JobSpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field
from generator.checks.admission.formats import size
from generator.checks.admission.wrong import Wrong, malformed, out_of_range
from generator.json_types import JsonMap

TYPE = "io.k8s.api.batch.v1.PodFailurePolicyOnExitCodesRequirement"

FIELDS = {
    "operator": Field(one_of("In", "NotIn"), required=True),
    "values": Field(size(255, "exit codes"), required=True),
}


def ordered(requirement: JsonMap) -> Iterator[Wrong]:
    values = [value or 0 for value in requirement.get("values") or ()]
    if values != sorted(values):
        yield malformed(values, "exit codes in ascending order", "sort them").below("values")
    if requirement.get("operator") == "In" and 0 in values:
        hint = "remove it: a container that ends with 0 has not failed"
        yield out_of_range(0, "an exit code other than 0", hint).below("values", values.index(0))


RULES = (ordered,)
