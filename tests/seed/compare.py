"""Expected and generated manifests -> every field that is expected and is not there, with both values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.json_types import Json, JsonMap, Path, dotted
from generator.model.merge import ABSENT

_KEYS = ("name", "containerPort", "host", "path")
"""What tells the items of a list apart, where all of them have it."""

_HASHED = re.compile(r"(.+)-[0-9a-z]{10}")


@dataclass(frozen=True, slots=True)
class Difference:
    kind: str
    name: str
    field: str
    wanted: Json
    found: Json

    def __str__(self) -> str:
        found = "missing" if self.found is ABSENT else f"{self.found!r}, not {self.wanted!r}"
        return f"{self.kind} {self.name}: {self.field or 'all of it'} is {found}"


def differences(expected: Sequence[JsonMap], generated: Sequence[JsonMap]) -> list[Difference]:
    """More fields, labels and list items than expected are no difference."""
    by_identity = {_identity(manifest): manifest for manifest in generated}
    found = []
    for manifest in expected:
        kind, name = manifest["kind"], manifest["metadata"]["name"]
        other = by_identity.get((kind, name))
        if other is None:
            found.append(Difference(kind, name, "", manifest, ABSENT))
            continue
        own_name = {**other, "metadata": {**other["metadata"], "name": name}}
        for path, wanted, value in _compare(manifest, own_name, ()):
            found.append(Difference(kind, name, dotted(path), wanted, value))
    return found


def _identity(manifest: JsonMap) -> tuple[str, str]:
    """Kind and name, without the hash that a generated ConfigMap's name ends in."""
    kind, name = manifest["kind"], manifest["metadata"]["name"]
    match = _HASHED.fullmatch(name) if kind == "ConfigMap" else None
    return kind, match[1] if match else name


def _compare(wanted: Json, found: Json, path: Path) -> Iterator[tuple[Path, Json, Json]]:
    if isinstance(wanted, dict) and isinstance(found, dict):
        for key, item in wanted.items():
            yield from _compare(item, found.get(key, ABSENT), (*path, key))
    elif isinstance(wanted, list) and isinstance(found, list):
        key = next((name for name in _KEYS if all(isinstance(i, dict) and name in i for i in (*wanted, *found))), None)
        others = {item[key]: item for item in found} if key else dict(enumerate(found))
        for index, item in enumerate(wanted):
            yield from _compare(item, others.get(item[key] if key else index, ABSENT), (*path, index))
        if key is None and len(found) > len(wanted):
            yield path, wanted, found
    elif type(wanted) is not type(found) or wanted != found:
        yield path, wanted, found
