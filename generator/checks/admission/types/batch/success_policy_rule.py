"""SuccessPolicyRule: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/job-v1/#JobSpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.constraints import both, not_negative
from generator.checks.admission.field import Field
from generator.checks.admission.types.batch.indexes import indexes
from generator.checks.admission.wrong import Wrong, missing
from generator.json_types import JsonMap

TYPE = "io.k8s.api.batch.v1.SuccessPolicyRule"

FIELDS = {
    "succeededIndexes": Field(both(formats.size(64 * 1024, "characters"), indexes), keeps=True),
    "succeededCount": Field(not_negative, keeps=True),
}


def counts(rule: JsonMap) -> Iterator[Wrong]:
    if rule.get("succeededIndexes") is None and rule.get("succeededCount") is None:
        yield missing("succeededCount", why="(or `succeededIndexes`)")


RULES = (counts,)
