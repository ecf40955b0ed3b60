"""Subject: https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/role-binding-v1/#Subject"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field
from generator.checks.admission.types.rbac.role_ref import GROUP
from generator.checks.admission.wrong import Wrong, forbidden, unsupported
from generator.json_types import JsonMap

TYPE = "io.k8s.api.rbac.v1.Subject"


def _group(subject: JsonMap) -> str | None:
    return GROUP if subject.get("kind") in ("User", "Group") else None


FIELDS = {
    "kind": Field(one_of("ServiceAccount", "User", "Group"), required=True),
    "name": Field(required=True),
    "apiGroup": Field(default=_group),
}


def group(subject: JsonMap) -> Iterator[Wrong]:
    kind, own = subject.get("kind"), subject.get("apiGroup")
    if kind == "ServiceAccount" and own:
        yield forbidden("a service account is of the core API", "remove it").below("apiGroup")
    if kind in ("User", "Group") and own and own != GROUP:
        yield unsupported(own, (GROUP,)).below("apiGroup")


def account(subject: JsonMap) -> Iterator[Wrong]:
    name = subject.get("name")
    if subject.get("kind") == "ServiceAccount" and name and (wrong := formats.dns_subdomain(name)):
        yield wrong.below("name")


RULES = (group, account)
