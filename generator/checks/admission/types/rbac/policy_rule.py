"""PolicyRule: https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/cluster-role-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, conflict, missing
from generator.json_types import JsonMap

TYPE = "io.k8s.api.rbac.v1.PolicyRule"

FIELDS = {"verbs": Field(required=True)}


def resources_or_urls(rule: JsonMap) -> Iterator[Wrong]:
    if rule.get("nonResourceURLs"):
        if rule.get("apiGroups") or rule.get("resources") or rule.get("resourceNames"):
            hint = "make two rules of it"
            yield conflict("a rule is either for resources or for nonResourceURLs", hint).below("nonResourceURLs")
        return
    if not rule.get("apiGroups"):
        yield missing("apiGroups", 'add `apiGroups`; [""] is the core API')
    if not rule.get("resources"):
        yield missing("resources")


RULES = (resources_or_urls,)
