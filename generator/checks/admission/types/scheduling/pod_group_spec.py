"""PodGroupSpec: https://kubernetes.io/docs/concepts/workloads/workload-api/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field, until
from generator.checks.admission.types.scheduling.priority_class import HIGHEST
from generator.checks.admission.wrong import Wrong, missing, out_of_range
from generator.json_types import Json, JsonMap

TYPE = "io.k8s.api.scheduling.v1beta1.PodGroupSpec"

ALSO = (
    "io.k8s.api.scheduling.v1alpha3.PodGroupSpec",
    "io.k8s.api.scheduling.v1alpha2.PodGroupSpec",
    "io.k8s.api.scheduling.v1alpha3.CompositePodGroupSpec",
)


def priority(value: Json) -> Wrong | None:
    return out_of_range(value, f"at most {HIGHEST}") if value > HIGHEST else None


IN_A_TEMPLATE = {
    "schedulingPolicy": Field(required=True),
    "resourceClaims": Field(formats.size(4, "claims")),
    # Later it is a map of its own type.
    "disruptionMode": until(
        "1.36", Field(one_of("Pod", "PodGroup"), default="Pod", keeps=True), after=Field(default={"single": {}})
    ),
    "priorityClassName": Field(formats.dns_subdomain),
    "priority": Field(priority),
    "preemptionPolicy": Field(one_of("Never", "PreemptLowerPriority"), keeps=True),
}
"""Fields that a template of such groups has, too."""

FIELDS = {**IN_A_TEMPLATE, "parentCompositePodGroupName": Field(formats.dns_subdomain, keeps=True)}


def parent(spec: JsonMap) -> Iterator[Wrong]:
    if spec.get("parentCompositePodGroupName") is not None and spec.get("workloadRef") is None:
        yield missing("workloadRef", why="with parentCompositePodGroupName")


RULES = (parent,)
