"""FlowSchema: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/flow-schema-v1/"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.checks.admission import formats
from generator.checks.admission.field import IGNORED, Field
from generator.checks.admission.types.meta import metadata
from generator.checks.admission.wrong import Wrong, forbidden, out_of_range
from generator.json_types import JsonMap

TYPE = "io.k8s.api.flowcontrol.v1.FlowSchema"

FIELDS = {"spec": Field(required=True), "status": IGNORED}

_ALL = ["*"]


def _built_in(level: str, precedence: int, *groups: str) -> JsonMap:
    rules = {
        "subjects": [{"kind": "Group", "group": {"name": name}} for name in groups],
        "resourceRules": [
            {"verbs": _ALL, "apiGroups": _ALL, "resources": _ALL, "namespaces": _ALL, "clusterScope": True}
        ],
        "nonResourceRules": [{"verbs": _ALL, "nonResourceURLs": _ALL}],
    }
    return {
        "priorityLevelConfiguration": {"name": level},
        "matchingPrecedence": precedence,
        "rules": [rules],
    }


BUILT_IN: Mapping[str, JsonMap] = {
    "exempt": _built_in("exempt", 1, "system:masters"),
    "catch-all": {
        **_built_in("catch-all", 10_000, "system:unauthenticated", "system:authenticated"),
        "distinguisherMethod": {"type": "ByUser"},
    },
}
"""What every server has, and nobody can change: https://kubernetes.io/docs/concepts/cluster-administration/flow-control/#mandatory-configuration-objects"""


def reserved(manifest: JsonMap) -> Iterator[Wrong]:
    name, spec = (manifest.get("metadata") or {}).get("name") or "", manifest.get("spec") or {}
    if name in BUILT_IN and spec != BUILT_IN[name]:
        hint = "rename it, or leave it to the server"
        yield forbidden(f"{name} is the server's own, and cannot be another", hint).below("spec")
    elif spec.get("matchingPrecedence") == 1 and name != "exempt":
        yield out_of_range(1, "2 to 10000").below("spec", "matchingPrecedence")


RULES = (metadata.named(formats.dns_subdomain), reserved)
