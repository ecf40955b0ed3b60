"""TopologySpreadConstraint: https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.constraints import one_of, positive
from generator.checks.admission.field import Field, since
from generator.checks.admission.types.core.scheduling import label_keys
from generator.checks.admission.wrong import Wrong, forbidden
from generator.json_types import JsonMap

TYPE = "io.k8s.api.core.v1.TopologySpreadConstraint"

_POLICY = Field(one_of("Honor", "Ignore"), keeps=True)

FIELDS = {
    "maxSkew": Field(positive, required=True),
    "topologyKey": Field(required=True),
    "whenUnsatisfiable": Field(one_of("DoNotSchedule", "ScheduleAnyway"), required=True),
    "minDomains": Field(positive, keeps=True),
    "nodeAffinityPolicy": _POLICY,
    "nodeTaintsPolicy": _POLICY,
    "matchLabelKeys": Field(items=formats.qualified_name),
}


def domains(constraint: JsonMap) -> Iterator[Wrong]:
    when = constraint.get("whenUnsatisfiable")
    if constraint.get("minDomains") is not None and when and when != "DoNotSchedule":
        hint = "remove it, or write `whenUnsatisfiable: DoNotSchedule`"
        yield forbidden(f"{when} has no least number of domains", hint).below("minDomains")


RULES = (
    domains,
    label_keys.need_selector,
    # Since 1.34 a server adds the values to the selector, as it does for affinity.
    since("1.34", label_keys.not_twice, before=label_keys.not_selected),
)
