"""PolicyRulesWithSubjects: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/flow-schema-v1/#FlowSchemaSpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, missing
from generator.json_types import JsonMap

TYPE = "io.k8s.api.flowcontrol.v1.PolicyRulesWithSubjects"

FIELDS = {"subjects": Field(required=True)}


def something(rules: JsonMap) -> Iterator[Wrong]:
    if not rules.get("resourceRules") and not rules.get("nonResourceRules"):
        yield missing("resourceRules", why="(or `nonResourceRules`)")


RULES = (something,)
