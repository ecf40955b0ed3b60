"""What the expressions of admission policies and of webhooks' conditions see -> the types of their variables.

https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#validation-expression. Objects have
no type when a server takes a policy: it checks what is written of the request and of the namespace.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from generator.checks.cel.checker import Declared
from generator.checks.cel.declarations import TYPE_NAMES, functions, macros
from generator.checks.cel.types import BOOL, DYN, INT, STRING, TIMESTAMP, Type, list_of, map_of, message

_TEXTS = list_of(STRING)
_KIND = message("kubernetes.GroupVersionKind", {"group": STRING, "version": STRING, "kind": STRING})
_RESOURCE = message("kubernetes.GroupVersionResource", {"group": STRING, "version": STRING, "resource": STRING})
_USER = message(
    "kubernetes.UserInfo", {"username": STRING, "uid": STRING, "groups": _TEXTS, "extra": map_of(STRING, _TEXTS)}
)
_REQUEST = message(
    "kubernetes.AdmissionRequest",
    {
        **{"kind": _KIND, "resource": _RESOURCE, "subResource": STRING},
        **{"requestKind": _KIND, "requestResource": _RESOURCE, "requestSubResource": STRING},
        **{"name": STRING, "namespace": STRING, "operation": STRING, "userInfo": _USER, "dryRun": BOOL, "options": DYN},
    },
)
_METADATA = message(
    "kubernetes.NamespaceMetadata",
    {
        **{"name": STRING, "generateName": STRING, "namespace": STRING, "UID": STRING, "resourceVersion": STRING},
        **{"labels": map_of(STRING, STRING), "annotations": map_of(STRING, STRING), "finalizers": _TEXTS},
        **{"creationTimestamp": TIMESTAMP, "deletionTimestamp": TIMESTAMP},
        **{"deletionGracePeriodSeconds": INT, "generation": INT},
    },
)
_CONDITION = message(
    "kubernetes.NamespaceCondition",
    {"status": STRING, "type": STRING, "lastTransitionTime": TIMESTAMP, "message": STRING, "reason": STRING},
)
_SPEC = message("kubernetes.NamespaceSpec", {"finalizers": _TEXTS})
_STATUS = message("kubernetes.NamespaceStatus", {"conditions": list_of(_CONDITION), "phase": STRING})
_NAMESPACE = message("kubernetes.Namespace", {"metadata": _METADATA, "spec": _SPEC, "status": _STATUS})
_MESSAGES: Mapping[str, Type] = {
    own.name: own for own in (_KIND, _RESOURCE, _USER, _REQUEST, _METADATA, _CONDITION, _SPEC, _STATUS, _NAMESPACE)
}

JSON_PATCH = message("JSONPatch", {"op": STRING, "path": STRING, "from": STRING, "value": DYN})
OBJECT = "Object"


class _AnyField(Mapping[str, Type]):
    """The fields of what has no schema yet: any, of any type."""

    def __getitem__(self, name: str) -> Type:
        return DYN

    def __contains__(self, name: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def object_type(name: str = OBJECT) -> Type:
    """`Object`, or one below it such as `Object.spec`."""
    return message(name, _AnyField())


def _of_patches(name: str) -> Type | None:
    if name == JSON_PATCH.name:
        return JSON_PATCH
    return object_type(name) if name == OBJECT or name.startswith(f"{OBJECT}.") else _MESSAGES.get(name)


@cache
def of_admission(minor: int, *, params: bool = False, authorizer: bool = True, patches: bool = False) -> Declared:
    """`params` where the policy has a kind of them; `patches` where an expression makes a mutation."""
    variables = {
        **TYPE_NAMES,
        **{"object": DYN, "oldObject": DYN, "request": _REQUEST, "namespaceObject": _NAMESPACE},
        **({"params": DYN} if params else {}),
    }
    if authorizer:
        variables["authorizer"] = Type("kubernetes.authorization.Authorizer")
        variables["authorizer.requestResource"] = Type("kubernetes.authorization.ResourceCheck")
    types = _of_patches if patches else _MESSAGES.get
    return Declared(variables, functions(minor, patches), macros(minor), types)


def with_variables(declared: Declared, own: Mapping[str, Type]) -> Declared:
    """The same where a policy has variables: those that come before the expression."""
    variables = {**declared.variables, "variables": message("kubernetes.variables", dict(own))}
    return Declared(variables, declared.functions, declared.macros, declared.types)
