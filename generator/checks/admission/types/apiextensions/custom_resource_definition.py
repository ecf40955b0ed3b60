"""CustomResourceDefinition: https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.types.meta import metadata
from generator.checks.admission.wrong import Wrong, malformed
from generator.json_types import JsonMap

TYPE = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition"

FIELDS = {"spec": Field(required=True)}

_APPROVAL = "api-approved.kubernetes.io"
_PROTECTED = (".k8s.io", ".kubernetes.io")


def named_after_its_plural(definition: JsonMap) -> Iterator[Wrong]:
    spec, name = definition.get("spec") or {}, (definition.get("metadata") or {}).get("name")
    plural, group = (spec.get("names") or {}).get("plural"), spec.get("group")
    if name and plural and group and name != f"{plural}.{group}":
        expected = f"{plural}.{group}"
        yield malformed(name, f"the plural and the group, {expected}", f"name it {expected}").below("metadata", "name")


def approved(definition: JsonMap) -> Iterator[Wrong]:
    """Groups of the Kubernetes project take only what it has approved, or says it has not."""
    group = (definition.get("spec") or {}).get("group") or ""
    if not group.endswith(_PROTECTED) and group not in {"k8s.io", "kubernetes.io"}:
        return
    value = ((definition.get("metadata") or {}).get("annotations") or {}).get(_APPROVAL) or ""
    if value.startswith(("unapproved", "https://", "http://")):
        return
    hint = f"choose a group of your own, or add the annotation {_APPROVAL} with the approval's URL"
    yield Wrong("missing-field", f"{group} is a protected group", hint, ("metadata", "annotations", _APPROVAL))


RULES = (metadata.named(formats.dns_subdomain), named_after_its_plural, approved)
