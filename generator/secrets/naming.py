"""Names of values in a file in the clear -> the keys of the Secret that they become."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from generator.catalog.suggest import did_you_mean
from generator.errors import KubecatalogError
from generator.json_types import Json


def keys(
    names: Collection[str], renames: Mapping[str, str], known: Collection[str], variables: Mapping[str, str] | None
) -> dict[str, str]:
    """The key of each name: what it is renamed to; itself, where the catalog knows that; else, for a dotenv file, the
    key that `variables` of that name are taken from, or the known one that is spelled like it. Raises KubecatalogError
    where two names become one key."""
    for old in renames:
        if old not in names:
            hint = did_you_mean(old, names) or f"there are {', '.join(names)}"
            raise KubecatalogError(f'there is no "{old}" to rename', hint)
    found = {name: renames.get(name) or _key(name, known, variables) for name in names}
    for key in found.values():
        same = [name for name, own in found.items() if own == key]
        if len(same) > 1:
            raise KubecatalogError(f"{' and '.join(same)} would both become {key}", "rename one: --rename OLD=NEW")
    return found


def _key(name: str, known: Collection[str], variables: Mapping[str, str] | None) -> str:
    if variables is None or name in known:
        return name
    spelled = name.lower().replace("_", "-")
    return variables.get(name) or (spelled if spelled in known else name)


def variables(manifests: Iterable[Json], secret: str) -> dict[str, str]:
    """The environment variables that are taken from a Secret, each with its key."""
    return dict(entry for manifest in manifests for entry in _variables(manifest, secret))


def _variables(value: Json, secret: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for item in value:
            yield from _variables(item, secret)
    if isinstance(value, dict):
        source = value.get("valueFrom")
        wanted = source.get("secretKeyRef") if isinstance(source, dict) else None
        if isinstance(wanted, dict) and wanted.get("name") == secret and "name" in value:
            yield str(value["name"]), str(wanted.get("key"))
        for item in value.values():
            yield from _variables(item, secret)
