"""Security contexts: what the Pod Security Standard `restricted` asks for, unless the service says otherwise."""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.language.types import Field, Reach, either, fields, integer, kubernetes

_USER = integer(0, 2**31 - 1)

PROTECTION: JsonMap = {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}
"""The security context of a container that says nothing of it."""


def _run_as(value: Json) -> JsonMap:
    """One number -> the user, the group, and the group of the volumes' files."""
    if isinstance(value, int):
        value = {"user": value, "group": value, "fsGroup": value}
    names = {"user": "runAsUser", "group": "runAsGroup", "fsGroup": "fsGroup"}
    if not isinstance(value, dict):
        return {"podSecurityContext": dict.fromkeys(names.values(), value)}
    return {"podSecurityContext": {names[name]: number for name, number in value.items()}}


FIELDS = (
    Field(
        "runAs",
        either(_USER, fields(user=_USER, group=_USER, fsGroup=_USER)),
        "Short for `runAsUser`, `runAsGroup` and `fsGroup` of `podSecurityContext`: one number for all three, or each.",
        1000,
        expand=_run_as,
        reach=Reach.SHARED,
    ),
    Field(
        "securityContext",
        kubernetes("SecurityContext"),
        "The main container's security context. Extra containers start from the same default, unless it is null as a "
        "whole here, or there.",
        {"runAsUser": 1000, "readOnlyRootFilesystem": True},
        default=PROTECTION,
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
