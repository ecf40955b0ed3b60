"""A manifest of one of Kubernetes' own kinds -> what a server keeps of it: typed, with defaults, without what is empty.

Two manifests mean the same if their canonical forms are equal, and a canonical form is a manifest again. Quantities are
written out, lists keep their order, and what was not decoded (an unknown field) is left out. Nothing here says whether
a manifest is valid: where a value has not the field's type, it stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from generator.checks.admission.engine import Types
from generator.checks.admission.field import Default, Field
from generator.checks.admission.later import Later
from generator.checks.admission.table import type_of
from generator.json_types import Json, JsonMap
from generator.quantity import parse

Form: TypeAlias = Callable[[Json], Json]
"""A value that is not null -> its canonical form."""

Fill: TypeAlias = Callable[[JsonMap], None]
"""Adds to an object what the server adds, and takes away what it takes away: `DEFAULTED` of a type's module."""

_BY_VALUE = frozenset({"metadata", "spec", "status", "resources", "strategy", "updateStrategy"})
"""Maps that the API holds by value: leaving one out is writing it empty. Any other map that is empty says something."""

_BY_REFERENCE = frozenset(
    (
        "adminAccess allowPrivilegeEscalation automountServiceAccountToken defaultMode deletionGracePeriodSeconds "
        "enableServiceLinks hostProcess hostUsers mode optional privileged readOnlyRootFilesystem runAsNonRoot "
        "setHostnameAsFQDN shareProcessNamespace tolerationSeconds volumeAttributesClassName"
    ).split()
)
"""Values that the API holds by reference, in every type that has them: writing false or 0 is not leaving it out."""

_QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity"
_OWN = Field()


class Canonical:
    """The forms of one minor version's types, put together as they are asked for."""

    def __init__(self, types: Types) -> None:
        self._types = types
        self._forms = Later(self._type)

    def of(self, manifest: JsonMap) -> JsonMap:
        """Of an object of one of the version's own kinds, without its status."""
        head = {"apiVersion": manifest["apiVersion"], "kind": manifest["kind"]}
        form: JsonMap = self._forms[self._types.kinds[(head["apiVersion"], head["kind"])]](manifest)
        return {**head, **form}

    def _type(self, name: str) -> Form:
        definition = self._types.definitions[name]
        if name == _QUANTITY:
            return written_out
        properties = definition.get("properties")
        if properties is None:
            return self._shape(definition)
        own = type_of(name)
        fields = {key: self._types.field(own.fields.get(key)) for key in properties}
        # Also of an object within another (a claim template) only what is asked for counts.
        left_out = ("apiVersion", "kind", "status") if "metadata" in properties and "kind" in properties else ()
        known = [key for key in properties if not (fields[key].ignored or key in left_out)]
        by_value = [key for key in known if key in _BY_VALUE and "$ref" in properties[key] and not fields[key].keeps]
        keeps = {key for key, schema in properties.items() if "$ref" in schema and key not in by_value}
        keeps |= {key for key, field in fields.items() if field.keeps or key in _BY_REFERENCE}
        defaults = {key: fields[key].default for key in known}
        forms = Later(lambda key: self._shape(properties[key]))
        return _object(forms, defaults, by_value, frozenset(keeps), own.defaulted)

    def _shape(self, schema: JsonMap) -> Form:
        reference = schema.get("$ref")
        if reference:
            return self._forms[reference.rpartition("/")[2]]
        kinds = schema.get("type", ())
        kinds = (kinds,) if isinstance(kinds, str) else kinds
        if "array" in kinds:
            return _list(self._shape(schema.get("items", {})))
        if "object" in kinds and isinstance(schema.get("additionalProperties"), dict):
            return _map(self._shape(schema["additionalProperties"]))
        return _whole if "integer" in kinds else _as_it_is


def _object(
    forms: Later[Form],
    defaults: Mapping[str, Default],
    by_value: Sequence[str],
    keeps: frozenset[str],
    defaulted: Sequence[Fill],
) -> Form:
    """`defaults` are of all fields that count, `keeps` those that say something when they are empty."""
    constant = {key: default for key, default in defaults.items() if default is not None and not callable(default)}
    makers = {key: default for key, default in defaults.items() if callable(default)}
    switches = frozenset(key for key, default in constant.items() if default is True)

    def form(value: Json) -> Json:
        if type(value) is not dict:
            return value
        kept = {
            key: item
            for key, item in value.items()
            if item is not None and (item or key in keeps or (item is False and key in switches))
        }
        for key in by_value:
            kept.setdefault(key, {})
        made = {key: make(kept) for key, make in makers.items() if key not in kept}
        for key, default in {**constant, **made}.items():
            if default is not None:
                kept.setdefault(key, default)
        for fill in defaulted:
            fill(kept)
        formed = {key: forms[key](item) for key, item in kept.items() if key in defaults}
        return {key: item for key, item in formed.items() if key in kept and _says_something(key, item, keeps)}

    return form


def _says_something(key: str, item: Json, keeps: frozenset[str]) -> bool:
    return key in keeps or not isinstance(item, dict | list) or bool(item)


def _list(form: Form) -> Form:
    return lambda value: [form(item) for item in value if item is not None] if type(value) is list else value


def _map(form: Form) -> Form:
    return lambda value: (
        {key: form(item) if item is not None else _zero(form) for key, item in value.items()}
        if type(value) is dict
        else value
    )


def _zero(form: Form) -> Json:
    """What null is within a map."""
    return "0" if form is written_out else "" if form is _as_it_is else form({})


def written_out(value: Json) -> Json:
    """A quantity as a whole number, or as one of billionths."""
    amount = parse(value)
    if amount is None:
        return value
    return str(amount.numerator) if amount.denominator == 1 else f"{-(-amount * 10**9 // 1)}n"


def _whole(value: Json) -> Json:
    return int(value) if type(value) is float and value.is_integer() else value


def _as_it_is(value: Json) -> Json:
    return value
