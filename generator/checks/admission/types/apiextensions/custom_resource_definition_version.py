"""CustomResourceDefinitionVersion: https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from generator.checks.admission import formats
from generator.checks.admission.field import Field, Made, number
from generator.checks.admission.types.apiextensions.defaults import defaults
from generator.checks.admission.types.apiextensions.structure import structural
from generator.checks.admission.types.apiextensions.typed_rules import rules_of
from generator.checks.admission.wrong import Wrong, duplicate, forbidden, malformed, missing, too_many
from generator.json_types import JsonMap

TYPE = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionVersion"

FIELDS = {"name": Field(formats.dns_1035_label, required=True)}

_MOST_SELECTABLE = 8
_SELECTABLE = frozenset({"string", "integer", "boolean"})
_LONGEST_WARNING = 256


def has_a_schema(version: JsonMap) -> Iterator[Wrong]:
    schema = (version.get("schema") or {}).get("openAPIV3Schema")
    path = ("schema", "openAPIV3Schema")
    if schema is None:
        hint = "add `schema.openAPIV3Schema`, `{type: object}` at least"
        yield Wrong("missing-field", "a version must have a schema", hint, path)
    else:
        yield from (wrong.below(*path) for wrong in structural(schema))


def rules_hold_together(version: JsonMap, minor: int) -> Iterator[Wrong]:
    """A server looks at defaults where the schema is sound, and at rules where those are, too."""
    schema = (version.get("schema") or {}).get("openAPIV3Schema")
    if not isinstance(schema, dict) or next(structural(schema), None):
        return
    wrong = [*defaults(schema, minor)] or [*rules_of(schema, minor)]
    yield from (found.below("schema", "openAPIV3Schema") for found in wrong)


def warns_of_what_is_deprecated(version: JsonMap) -> Iterator[Wrong]:
    warning = version.get("deprecationWarning")
    if warning is None:
        return
    if not version.get("deprecated"):
        yield forbidden("only a deprecated version warns", "add `deprecated: true`").below("deprecationWarning")
    if not warning:
        yield Wrong("missing-field", "the warning is empty", "write it, or remove it", ("deprecationWarning",))
    elif len(warning.encode()) > _LONGEST_WARNING:
        yield too_many(len(warning.encode()), _LONGEST_WARNING, "bytes of warning").below("deprecationWarning")
    elif not warning.isprintable():
        yield malformed(warning, "text that can be printed", "keep it on one line").below("deprecationWarning")


def selects_by_fields_there_are(version: JsonMap) -> Iterator[Wrong]:
    fields = version.get("selectableFields") or ()
    schema = (version.get("schema") or {}).get("openAPIV3Schema") or {}
    if len(fields) > _MOST_SELECTABLE:
        yield too_many(len(fields), _MOST_SELECTABLE, "fields").below("selectableFields")
    seen: set[str] = set()
    for position, field in enumerate(fields):
        path = (field or {}).get("jsonPath") or ""
        if not path:
            yield missing("jsonPath").below("selectableFields", position)
        elif path in seen:
            yield duplicate(path, "the field").below("selectableFields", position, "jsonPath")
        elif not _is_selectable(schema, path):
            hint = "write the path of a field of text, of a whole number or of a boolean: .spec.color"
            yield malformed(path, "a path of the schema", hint).below("selectableFields", position, "jsonPath")
        seen.add(path)


def _is_selectable(schema: JsonMap, path: str) -> bool:
    steps = path.split(".")
    if steps[0] or len(steps) < 2 or steps[1] == "metadata":
        return False
    for step in steps[1:]:
        properties, values = schema.get("properties"), schema.get("additionalProperties")
        found = properties.get(step) if properties else values
        schema = found if isinstance(found, dict) else {}
    return schema.get("type") in _SELECTABLE


RULES = (
    has_a_schema,
    Made(lambda minor: partial(rules_hold_together, minor=number(minor)[1])),
    warns_of_what_is_deprecated,
    selects_by_fields_there_are,
)
