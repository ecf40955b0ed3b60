"""PodFailurePolicyRule: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/job-v1/#JobSpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field
from generator.checks.admission.formats import size
from generator.checks.admission.wrong import Wrong, conflict
from generator.json_types import JsonMap

TYPE = "io.k8s.api.batch.v1.PodFailurePolicyRule"

FIELDS = {
    "action": Field(one_of("FailJob", "FailIndex", "Ignore", "Count"), required=True),
    "onPodConditions": Field(size(20, "patterns")),
}


def one_condition(rule: JsonMap) -> Iterator[Wrong]:
    codes, conditions = rule.get("onExitCodes") is not None, bool(rule.get("onPodConditions"))
    if codes == conditions:
        why = "a rule looks either at onExitCodes or at onPodConditions"
        yield conflict(why, "make two rules of it" if codes else "add one of them")


RULES = (one_condition,)
