"""Security contexts: what the Pod Security Standard `restricted` asks for, unless the service says otherwise."""

from __future__ import annotations

from generator.language.types import Field, Reach, kubernetes

FIELDS = (
    Field(
        "securityContext",
        kubernetes("SecurityContext"),
        "The main container's security context; extra containers start from the same default.",
        {"runAsUser": 1000, "readOnlyRootFilesystem": True},
        default={"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}},
        reach=Reach.SHARED,
    ),
    Field(
        "podSecurityContext",
        kubernetes("PodSecurityContext"),
        "The pod's security context.",
        {"fsGroup": 999},
        default={"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}},
        reach=Reach.SHARED,
    ),
)
