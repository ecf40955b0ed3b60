"""CustomResourceDefinitionSpec: https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, conflict, duplicate, forbidden, malformed, missing
from generator.json_types import Json, JsonMap

TYPE = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionSpec"


def group(value: Json) -> Wrong | None:
    if "." not in value:
        return malformed(value, "a domain with a dot", "write it as shop.example.com")
    return formats.dns_subdomain(value)


FIELDS = {
    "group": Field(group, required=True),
    "scope": Field(one_of("Cluster", "Namespaced"), required=True),
    "names": Field(required=True),
    "versions": Field(required=True),
    "conversion": Field(default={"strategy": "None"}),
}


def no_unknown_fields(spec: JsonMap) -> Iterator[Wrong]:
    if spec.get("preserveUnknownFields"):
        hint = "remove it, and say x-kubernetes-preserve-unknown-fields where the schema leaves things open"
        yield forbidden("preserveUnknownFields may not be true", hint).below("preserveUnknownFields")


def one_stored_version(spec: JsonMap) -> Iterator[Wrong]:
    versions = [version or {} for version in spec.get("versions") or ()]
    stored = [version for version in versions if version.get("storage")]
    if versions and not stored:
        yield missing("versions", "write `storage: true` in one of them", why="with one that is stored")
    if len(stored) > 1:
        yield conflict("two versions are stored", "keep `storage: true` in one of them").below("versions")
    names: set[str] = set()
    for position, version in enumerate(versions):
        name = version.get("name") or ""
        if name and name in names:
            yield duplicate(name, "the version").below("versions", position, "name")
        names.add(name)


RULES = (no_unknown_fields, one_stored_version)
