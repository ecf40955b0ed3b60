"""ClusterRoleBinding: https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/cluster-role-binding-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.types.meta import metadata
from generator.checks.admission.wrong import Wrong, missing, unsupported
from generator.json_types import JsonMap

TYPE = "io.k8s.api.rbac.v1.ClusterRoleBinding"

FIELDS = {"roleRef": Field(required=True)}


def no_namespace(binding: JsonMap) -> Iterator[Wrong]:
    """A binding that has no namespace names that of a service account, and can name no Role."""
    if (binding.get("roleRef") or {}).get("kind") == "Role":
        yield unsupported("Role", ("ClusterRole",)).below("roleRef", "kind")
    for position, subject in enumerate(binding.get("subjects") or ()):
        if (subject or {}).get("kind") == "ServiceAccount" and not subject.get("namespace"):
            yield missing("namespace", why="for a service account").below("subjects", position)


RULES = (metadata.named(formats.path_segment), no_namespace)
