"""What a unit has to do with Secrets in one environment: those that it keeps encrypted, and those that it uses."""

from __future__ import annotations

from msgspec import Struct

from generator.json_types import JsonMap, Path


class Kept(Struct, frozen=True, array_like=True):
    """A Secret that a service keeps encrypted; `keys` is what the catalog says of them, `said` whether it says more of
    the Secret than its name."""

    name: str
    label: str
    type: str
    keys: JsonMap
    said: bool

    @property
    def path(self) -> Path:
        """The canonical field that says so."""
        return ("secrets", self.label) if self.label else ("secret",) if self.said else ("secretName",)


class Use(Struct, frozen=True, array_like=True):
    """A key of a Secret, or all with an empty `key`, that a field of a resource refers to."""

    secret: str
    key: str
    optional: bool
    type: str
    kind: str
    name: str
    field: str
    rolls: bool
    """Whether pods are replaced when it changes."""


class Usage(Struct, frozen=True):
    kept: tuple[Kept, ...] = ()
    uses: tuple[Use, ...] = ()
    made: tuple[str, ...] = ()
    """The Secrets that controllers make."""
