"""Role: https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/role-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.types.meta import metadata
from generator.checks.admission.wrong import Wrong, forbidden
from generator.json_types import JsonMap

TYPE = "io.k8s.api.rbac.v1.Role"


def only_resources(role: JsonMap) -> Iterator[Wrong]:
    for position, rule in enumerate(role.get("rules") or ()):
        if (rule or {}).get("nonResourceURLs"):
            hint = "write a ClusterRole: URLs belong to no namespace"
            yield forbidden("a Role takes no nonResourceURLs", hint).below("rules", position, "nonResourceURLs")


RULES = (metadata.named(formats.path_segment), only_resources)
