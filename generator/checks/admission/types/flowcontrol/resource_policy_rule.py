"""ResourcePolicyRule: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/flow-schema-v1/#FlowSchemaSpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.types.flowcontrol import wildcards
from generator.checks.admission.wrong import Wrong, missing
from generator.json_types import JsonMap

TYPE = "io.k8s.api.flowcontrol.v1.ResourcePolicyRule"

FIELDS = {"verbs": Field(required=True), "apiGroups": Field(required=True), "resources": Field(required=True)}


def everything(rule: JsonMap) -> Iterator[Wrong]:
    return wildcards.alone(rule, "verbs", "apiGroups", "resources", "namespaces")


def namespaces(rule: JsonMap) -> Iterator[Wrong]:
    own = rule.get("namespaces") or ()
    if not own and not rule.get("clusterScope"):
        yield missing("namespaces", why="(or `clusterScope`)")
    for position, namespace in enumerate(own):
        if namespace is not None and "*" not in own and (wrong := formats.dns_label(namespace)):
            yield wrong.below("namespaces", position)


RULES = (everything, wildcards.verbs, namespaces)
