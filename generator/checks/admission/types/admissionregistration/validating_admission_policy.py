"""ValidatingAdmissionPolicy: https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/validating-admission-policy-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.types.admissionregistration import policies
from generator.checks.admission.walk import items
from generator.checks.admission.wrong import Wrong, malformed
from generator.json_types import JsonMap

_GROUP = "io.k8s.api.admissionregistration"

TYPE = f"{_GROUP}.v1.ValidatingAdmissionPolicy"

ALSO = (f"{_GROUP}.v1beta1.ValidatingAdmissionPolicy",)

FIELDS = {"spec": Field(required=True)}


def keys_of_annotations(manifest: JsonMap) -> Iterator[Wrong]:
    """Behind the policy's name, a key is the name of an annotation."""
    name = (manifest.get("metadata") or {}).get("name") or ""
    for position, item in items(manifest.get("spec") or {}, "auditAnnotations"):
        key = item.get("key") or ""
        if not name:
            wrong: Wrong | None = malformed(key, "a policy with a name", "write metadata.name, not generateName")
        else:
            wrong = formats.qualified_name(f"{name}/{key}")
        if wrong:
            yield wrong.below("spec", "auditAnnotations", position, "key")


RULES = (*policies.NAMED, keys_of_annotations)
