"""CustomResourceDefinitionNames: https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, conflict
from generator.json_types import Json, JsonMap

TYPE = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionNames"


def kind(value: Json) -> Wrong | None:
    return formats.dns_1035_label(value.lower())


def label(value: Json) -> Wrong | None:
    return formats.dns_1035_label(value or "")


def _list_kind(names: JsonMap) -> Json:
    return f"{names['kind']}List" if names.get("kind") else None


def _singular(names: JsonMap) -> Json:
    return names["kind"].lower() if names.get("kind") else None


FIELDS = {
    "plural": Field(formats.dns_1035_label, required=True),
    "singular": Field(formats.dns_1035_label, default=_singular),
    "kind": Field(kind, required=True),
    "listKind": Field(kind, default=_list_kind),
    "shortNames": Field(items=label),
    "categories": Field(items=label),
}


def a_list_of_its_own(names: JsonMap) -> Iterator[Wrong]:
    if names.get("kind") and names.get("kind") == names.get("listKind"):
        yield conflict("listKind is the kind itself", f"write {names['kind']}List").below("listKind")


RULES = (a_list_of_its_own,)
