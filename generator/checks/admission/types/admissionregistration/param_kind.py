"""ParamKind: https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/validating-admission-policy-v1/"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, malformed
from generator.json_types import Json

_GROUP = "io.k8s.api.admissionregistration"

TYPE = f"{_GROUP}.v1.ParamKind"

ALSO = (f"{_GROUP}.v1beta1.ParamKind", f"{_GROUP}.v1alpha1.ParamKind")


def api_version(value: Json) -> Wrong | None:
    group, slash, version = value.rpartition("/")
    if value == "/" or (not slash and not version) or "/" in group:
        return malformed(value, "a group and a version", "write it as rules.example.com/v1, or v1 of the core group")
    if group and (wrong := formats.dns_subdomain(group)):
        return wrong
    return formats.dns_1035_label(version)


def kind(value: Json) -> Wrong | None:
    return formats.dns_1035_label(value.lower())


FIELDS = {"apiVersion": Field(api_version, required=True), "kind": Field(kind, required=True)}
