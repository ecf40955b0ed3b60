"""What one object says of another."""

from __future__ import annotations

from typing import NamedTuple

from generator.json_types import Json, Path, dotted


class Reference(NamedTuple):
    """`kind` is written as `Secret` or `apps/Deployment`; `path` leads to the field that says it.

    `key` is what of it is meant: a key of its data, a port by name or number, a listener; empty for all of it. `use`
    says what for, where the other must be of a kind for that: of a Secret it is the type that it then must have.
    """

    kind: str
    name: str
    path: Path
    key: Json = ""
    namespace: str = ""
    """Empty for that of the object which refers."""
    optional: bool = False
    use: str = ""

    @property
    def naming(self) -> str:
        """The field that has the name; `field` is that of the key, if there is one."""
        path = self.path
        if path[-2:-1] == ("port",):
            path = path[:-1]
        if path[-1] in ("key", "port", "sectionName") and path[-3:-2] != ("items",):
            return dotted((*path[:-1], "name"))
        return self.field

    @property
    def field(self) -> str:
        return dotted(self.path)
