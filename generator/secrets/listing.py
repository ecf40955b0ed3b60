"""What the catalog needs of Secrets and the files that there are -> a row for each Secret of an environment. No key is
needed, and no value is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import asdict

from generator.cache.index import Known
from generator.json_types import JsonMap
from generator.secrets.file import Place, place_of
from generator.secrets.needs import Need

SET, MISSING, UNUSED = "set", "missing", "unused"


class Row(Struct, frozen=True):
    """`keys` says of each what it is: SET, MISSING where the catalog needs a value, UNUSED where nothing does."""

    environment: str
    secret: str
    service: str
    label: str
    type: str
    file: str
    exists: bool
    keys: Mapping[str, str]

    @property
    def stem(self) -> str:
        return f"{self.service}.{self.label}" if self.label else self.service

    def as_json(self) -> JsonMap:
        return asdict(self)


def rows(environment: str, needs: Mapping[str, Need], files: Mapping[str, Known]) -> Iterator[Row]:
    """A service's own Secret before its further ones; `files` are those of the environment, by path."""
    wanted = {need.place: need for need in needs.values()}
    there = {place: file for path, file in files.items() if (place := place_of(path))}
    for place in sorted(wanted.keys() | there.keys(), key=lambda place: (place.service, place.label)):
        yield _row(place, wanted.get(place), there.get(place))


def _row(place: Place, need: Need | None, file: Known | None) -> Row:
    there = file.keys.keys() if file else set()
    known = need.known() if need else set()
    spare = SET if need and need.takes_any else UNUSED
    keys = {key: SET if key in known else spare for key in there}
    if need:
        keys |= dict.fromkeys(set(need.keys()) - there, MISSING)
    name, kind = (need.kept.name, need.kept.type) if need else (file.name, file.type) if file else ("", "")
    return Row(
        place.environment,
        name,
        place.service,
        place.label,
        kind,
        place.path,
        file is not None,
        dict(sorted(keys.items())),
    )
