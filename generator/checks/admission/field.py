"""How a type's file describes its fields: constraints and defaults as data, by Kubernetes version where they differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from msgspec import Struct

from generator.checks.admission.wrong import Wrong
from generator.json_types import Json, JsonMap

Constraint: TypeAlias = Callable[[Json], "Wrong | None"]
"""A value of the right type -> what is wrong with it."""

Rule: TypeAlias = Callable[[JsonMap], Iterable[Wrong]]
"""An object of a type, whose own fields have the right types -> what is wrong between them.

Places are paths from that object. Maps and lists below may be absent or null, and defaults are not filled in.
"""

Excuse: TypeAlias = Callable[[JsonMap, Wrong], bool]
"""An object of a type and what is wrong below it -> whether its kind does not look at that."""

Default: TypeAlias = "Json | Callable[[JsonMap], Json]"
"""A value, or what makes it of the object in which the field is missing (None where there is none)."""


class Versioned(Struct, frozen=True):
    """Something that holds `since` a minor version and `until` one, both included; another one `otherwise`."""

    value: Json
    since: str = ""
    until: str = ""
    otherwise: Json = None

    def of(self, minor: str) -> Json:
        here = number(minor)
        holds = (not self.since or here >= number(self.since)) and (not self.until or here <= number(self.until))
        return self.value if holds else self.otherwise


class Made(Struct, frozen=True):
    """Something that is put together for a minor version."""

    make: Callable[[str], Json]

    def of(self, minor: str) -> Json:
        return self.make(minor)


def since(minor: str, value: Json, *, before: Json = None) -> Json:
    """A constraint, rule or field that holds from a minor version on."""
    return Versioned(value, since=minor, otherwise=before)


def until(minor: str, value: Json, *, after: Json = None) -> Json:
    """A constraint, rule or field that holds up to a minor version."""
    return Versioned(value, until=minor, otherwise=after)


def number(minor: str) -> tuple[int, int]:
    """`1.36` as (1, 36)."""
    major, _, rest = minor.partition(".")
    return int(major), int(rest)


class Field(Struct, frozen=True):
    """What a field's value must be.

    An empty string, 0, false, an empty list or an empty map count as absent, as they do for an API server, unless the
    field `keeps` them: there the API has a pointer, and writing the zero value says something (`storageClassName: ""`).
    """

    value: Constraint | None = None
    """Of the value itself."""
    items: Constraint | None = None
    """Of each item of a list, or each value of a map."""
    keys: Constraint | None = None
    """Of each key of a map."""
    required: bool = False
    default: Default = None
    keeps: bool = False
    ignored: bool = False
    """Decoded, then dropped: it belongs to a feature that is off unless the cluster's owner turns it on."""
    rule: str = ""


IGNORED = Field(ignored=True)

Fields: TypeAlias = Mapping[str, Field]
