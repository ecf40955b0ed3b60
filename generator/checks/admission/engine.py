"""Kubernetes' definitions and the table of types -> one checking function a type.

The functions are put together once a version and type, and for a field when an object first has it. One that finds
nothing has built nothing: places are added on the way out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TypeAlias

from msgspec.structs import replace

from generator.checks.admission import scalars
from generator.checks.admission.field import Constraint, Excuse, Field, Made, Rule, Versioned
from generator.checks.admission.known import Known
from generator.checks.admission.later import Later
from generator.checks.admission.memory import Memory, keep
from generator.checks.admission.repeats import repeated
from generator.checks.admission.table import type_of
from generator.checks.admission.wrong import Unmergeable, Wrong, missing
from generator.json_types import Json, JsonMap, Path
from generator.problems import Problem
from generator.schemas.kubernetes import top_level_kinds
from generator.schemas.suggest import nearest

Check: TypeAlias = Callable[[Json], "Sequence[Wrong]"]
"""A value that is not null -> what is wrong in it."""

_Child: TypeAlias = tuple[type | None, Check]
"""The type of which every value is right, if there is one, and the check of all others."""

DECODING = frozenset({"unknown-field", "wrong-type", "undecodable-value"})
"""Faults after which a server looks no further. They are taken out, and the rest is judged."""

NOTHING: Sequence[Wrong] = ()
_OWN = Field()


class Types:
    """The checks of one minor version."""

    def __init__(self, minor: str, definitions: JsonMap) -> None:
        self.minor = minor
        self.definitions = definitions
        found = ((*name.rpartition("/"), definition) for definition, name in top_level_kinds(definitions))
        self.kinds: dict[tuple[str, str], str] = {
            (api_version, kind): definition for api_version, _, kind, definition in found
        }
        self.memory = Memory()
        self._checks = Later(self._type)

    def problems(self, manifest: JsonMap, known: Known) -> list[Problem]:
        """Of an object of one of the version's own kinds; nothing for any other."""
        api_version, kind = manifest.get("apiVersion"), manifest.get("kind")
        name = self.kinds.get((api_version, kind)) if isinstance(api_version, str) and isinstance(kind, str) else None
        if name is None:
            return []
        return list(dict.fromkeys(found.problem() for found in self._judge(name, manifest, known)))

    def _judge(self, name: str, manifest: JsonMap, known: Known) -> Sequence[Wrong]:
        check, own = self.of(name), type_of(name)
        wrong, admission = check(manifest), self._resolve(own.admission)
        places = [found.path for found in wrong if found.fault in DECODING]
        if not places:
            return [*wrong, *admission(manifest, known)] if admission else wrong
        # What a server cannot decode it has not validated: everything else is judged without those values.
        manifest = _without(manifest, places)
        rest = [*check(manifest), *(admission(manifest, known) if admission else ())]
        return [
            *(found for found in wrong if found.fault in DECODING),
            *(
                found
                for found in rest
                if found.fault not in DECODING and not any(_meet(place, found.path) for place in places)
            ),
        ]

    def of(self, name: str) -> Check:
        """The check of a type by its full name (`io.k8s.api.core.v1.Container`)."""
        return self._checks[name]

    def _type(self, name: str) -> Check:
        definition = self.definitions[name]
        scalar = scalars.BY_TYPE.get(name)
        if scalar:
            return _one(scalar)
        properties = definition.get("properties", {} if "object" in definition.get("type", ()) else None)
        if properties is None:
            return self._value(definition, _OWN)
        own = type_of(name)
        fields = {field: self.field(own.fields.get(field)) for field in {*properties, *own.fields}}

        def child(key: str) -> _Child | None:
            schema, field = properties.get(key), fields.get(key, _OWN)
            return (_exact(schema, field), self._value(schema, field)) if schema is not None else None

        rules = [rule for rule in (self._resolve(item) for item in own.rules) if rule]
        required = [key for key, field in fields.items() if field.required and key in properties]
        return _object(properties.keys(), Later(child), required, rules, self._resolve(own.excused), self.memory)

    def field(self, field: Field | Versioned | None) -> Field:
        """A field of a type as it is in this version."""
        found = self._resolve(field) or _OWN
        if (
            isinstance(found.value, Versioned)
            or isinstance(found.items, Versioned)
            or isinstance(found.keys, Versioned)
        ):
            value, items, keys = (self._resolve(item) for item in (found.value, found.items, found.keys))
            found = replace(found, value=value, items=items, keys=keys)
        return found if isinstance(found, Field) else _OWN

    def _resolve(self, item: Json) -> Json:
        while isinstance(item, Versioned | Made):
            item = item.of(self.minor)
        return item

    def _value(self, schema: JsonMap, field: Field) -> Check:
        check = self._shape(schema, field)
        if field.ignored:
            return _decoded(check)
        if field.value is None:
            return check
        return _both(check, field.value if field.keeps else _unless_zero(field.value))

    def _shape(self, schema: JsonMap, field: Field) -> Check:
        reference = schema.get("$ref")
        if reference:
            return self.of(reference.rpartition("/")[2])
        kinds = schema.get("type", ())
        kinds = (kinds,) if isinstance(kinds, str) else kinds
        if "array" in kinds:
            items = schema.get("items", {})
            check = self._shape(items, _OWN)
            keys = schema.get("x-kubernetes-list-map-keys", ())
            return _list(
                _both(check, field.items) if field.items else check,
                None if field.items else _exact(items, _OWN),
                self._zero(items),
                self._identity(items, keys, schema.get("x-kubernetes-list-type", "atomic")),
                self.memory,
            )
        if "object" in kinds:
            if "additionalProperties" in schema and isinstance(schema["additionalProperties"], dict):
                check, zero = self._shape(every := schema["additionalProperties"], _OWN), self._zero(every)
                exact = None if field.items else _exact(every, _OWN)
                return _map(_both(check, field.items) if field.items else check, exact, field.keys, zero, self.memory)
            return _one(scalars.anything_in_a_map)
        return _one(scalars.of(schema))

    def _zero(self, schema: JsonMap) -> Json:
        """What a server reads where an item is null; None where that can be nothing wrong."""
        reference = schema.get("$ref", "").rpartition("/")[2]
        definition = self.definitions.get(reference, schema)
        kinds = definition.get("type", ())
        if reference in scalars.BY_TYPE:
            return None
        return {} if "properties" in definition else "" if "string" in kinds else None

    def _identity(self, items: JsonMap, keys: Sequence[str], kind: str) -> Callable[[Json], Json] | None:
        """What no two items of a list may have in common; None where they may be equal."""
        if kind == "set":
            return lambda item: item
        if kind != "map":
            return None
        own = type_of(items.get("$ref", "").rpartition("/")[2])
        defaults = [self.field(own.fields.get(key)).default for key in keys]
        pairs = list(zip(keys, (None if callable(default) else default for default in defaults), strict=True))
        return lambda item: tuple(item.get(key, default) for key, default in pairs)


def _exact(schema: JsonMap, field: Field) -> type | None:
    """The type of which every value is right, if there is one: it need not be checked."""
    kinds = schema.get("type", ())
    plain = "$ref" not in schema and "array" not in kinds and "object" not in kinds
    return _EXACT.get(scalars.of(schema)) if plain and field.value is None else None


_EXACT: Mapping[Constraint, type] = {scalars.string: str, scalars.boolean: bool}


def _one(constraint: Constraint) -> Check:
    def check(value: Json) -> Sequence[Wrong]:
        wrong = constraint(value)
        return (wrong,) if wrong else NOTHING

    return check


def _both(first: Check, then: Constraint) -> Check:
    """A value's own constraint, where it and all below have the right types."""

    def check(value: Json) -> Sequence[Wrong]:
        found = first(value)
        if found and any(wrong.fault in DECODING for wrong in found):
            return found
        wrong = then(value)
        return [*found, wrong] if wrong else found

    return check


def _decoded(check: Check) -> Check:
    """What a server cannot decode or apply; it drops the value before it looks any further."""
    return lambda value: [wrong for wrong in check(value) if wrong.fault in DECODING or type(wrong) is Unmergeable]


def _unless_zero(constraint: Constraint) -> Constraint:
    """A zero value is an absent one."""
    return lambda value: None if value == "" or (value == 0 and type(value) is not bool) else constraint(value)


def _object(
    known: Collection[str],
    children: Later[_Child | None],
    required: Sequence[str],
    rules: Sequence[Rule],
    excused: Excuse | None,
    memory: Memory,
) -> Check:
    good = memory.of_type()

    def check(value: Json) -> Sequence[Wrong]:
        if good.get(id(value)) is value:
            return NOTHING
        if type(value) is not dict:
            return (scalars.wrong_type(value, "a map"),)
        found: list[Wrong] = []
        for key, item in value.items():
            child = children[key]
            if child is None:
                found.append(_unknown(key, known))
                continue
            exact, of_item = child
            if exact is type(item) or item is None:
                continue
            below = of_item(item)
            if below:
                found += [wrong.below(key) for wrong in below]
        if found and any(wrong.fault in DECODING for wrong in found):
            return found
        if found and excused:
            found = [wrong for wrong in found if type(wrong) is Unmergeable or not excused(value, wrong)]
        for key in required:
            if not value.get(key):
                found.append(missing(key))
        for rule in rules:
            found += rule(value)
        if memory.is_on and not found:
            keep(good, value)
        return found

    return check


def _unknown(key: Json, known: Iterable[str]) -> Wrong:
    near = nearest(str(key), list(known))
    hint = f"did you mean `{near}`?" if near else "remove it; the server drops or refuses what it does not know"
    return Wrong("unknown-field", f"unknown field {key}", hint, (str(key),))


def _meet(path: Path, other: Path) -> bool:
    """Whether one of them leads to the other."""
    shared = min(len(path), len(other))
    return path[:shared] == other[:shared]


def _list(
    check: Check, exact: type | None, zero: Json, identity: Callable[[Json], Json] | None, memory: Memory
) -> Check:
    good = memory.of_type()

    def checking(value: Json) -> Sequence[Wrong]:
        if good.get(id(value)) is value:
            return NOTHING
        if type(value) is not list:
            return (scalars.wrong_type(value, "a list"),)
        found: list[Wrong] = []
        for position, item in enumerate(value):
            if type(item) is exact:
                continue
            if item is None and identity:
                found.append(_empty_item().below(position))
            read = zero if item is None else item
            below = check(read) if read is not None else NOTHING
            if below:
                found += [wrong.below(position) for wrong in below]
        if identity and len(value) > 1 and not any(wrong.fault in DECODING for wrong in found):
            found += repeated(value, identity)
        if memory.is_on and not found:
            keep(good, value)
        return found

    return checking


def _empty_item() -> Wrong:
    return Unmergeable("missing-field", "an item of this list is empty", "write it, or remove its -")


def _map(check: Check, exact: type | None, keys: Constraint | None, zero: Json, memory: Memory) -> Check:
    good = memory.of_type()

    def checking(value: Json) -> Sequence[Wrong]:
        if good.get(id(value)) is value:
            return NOTHING
        if type(value) is not dict:
            return (scalars.wrong_type(value, "a map"),)
        found: list[Wrong] = []
        for key, item in value.items():
            if keys and (wrong := keys(key)):
                found.append(wrong.below(key))
            if type(item) is exact:
                continue
            read = zero if item is None else item
            below = check(read) if read is not None else NOTHING
            if below:
                found += [wrong.below(key) for wrong in below]
        if memory.is_on and not found:
            keep(good, value)
        return found

    return checking


def _without(value: Json, places: Sequence[Path]) -> Json:
    """A copy without the values at these places; null in a list, so that the positions of others stay."""
    if not places:
        return value
    if () in places:
        return None
    below: dict[str | int, list[Path]] = {}
    for place in places:
        below.setdefault(place[0], []).append(place[1:])
    if isinstance(value, list):
        return [_without(item, below.get(position, ())) for position, item in enumerate(value)]
    found = {key: _without(item, below.get(str(key), ())) for key, item in value.items()}
    return {key: item for key, item in found.items() if item is not None}
