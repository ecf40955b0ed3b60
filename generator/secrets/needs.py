"""What the catalog keeps and uses of Secrets, against the files that there are: what is missing, what nobody needs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from fnmatch import fnmatchcase

from msgspec import Struct

from generator.cache.index import Known
from generator.catalog.suggest import did_you_mean
from generator.findings import Severity
from generator.json_types import Path
from generator.secret_types import DOCKER_CONFIG, ONE_OF, PULLING, REQUIRED, missing
from generator.secrets import shapes
from generator.secrets.file import Place
from generator.secrets.inventory import Inventory
from generator.secrets.owners import place_for
from generator.secrets.usage import Kept, Usage, Use

Usages = Mapping[str, Usage]
"""By unit, of one environment."""


class Fault(Struct, frozen=True):
    """What it is about: the file at `path` (and a key of it), or what `unit` says: the field of a resource that `use`
    tells, or else the canonical `field`."""

    rule: str
    message: str
    hint: str
    secret: str = ""
    unit: str = ""
    use: Use | None = None
    field: Path = ()
    path: str = ""
    key: str = ""
    severity: Severity = "error"


class Need(Struct):
    """All that is known of one Secret in an environment."""

    place: Place
    unit: str
    kept: Kept
    users: list[tuple[str, Use]]

    @property
    def whole(self) -> bool:
        """Whether somebody uses all of its keys, whatever they are called."""
        return any(not use.key and not REQUIRED.get(use.type) for _, use in self.users)

    @property
    def takes_any(self) -> bool:
        """Whether no key is one too many: somebody uses all, and the catalog does not say which there are."""
        return self.whole and not self.kept.keys

    def keys(self) -> dict[str, tuple[str, Use | None]]:
        """The keys that it must have, each with who asks for it."""
        wanted: dict[str, tuple[str, Use | None]] = {}
        for unit, use in self.users:
            for key in [use.key] if use.key else REQUIRED.get(use.type, ()):
                if not use.optional or key in self.kept.keys:
                    wanted.setdefault(key, (unit, use))
        for key in (*self._declared(), *REQUIRED.get(self.kept.type, ())):
            wanted.setdefault(key, (self.unit, None))
        return wanted

    def _declared(self) -> Iterator[str]:
        for key, about in self.kept.keys.items():
            yield from shapes.keys(about.get("generate") or {}, key)

    def known(self) -> set[str]:
        """The keys that it may have."""
        optional = {use.key for _, use in self.users if use.key}
        return {*self.keys(), *optional, *ONE_OF.get(self.kept.type, ())}


def needs(environment: str, usages: Usages, inventory: Inventory, services: Collection[str]) -> dict[str, Need]:
    """By the name of the Secret, those that some service keeps encrypted."""
    found: dict[str, Need] = {}
    for unit, usage in usages.items():
        for kept in usage.kept:
            place = place_for(inventory, kept.name, Place(environment, unit, kept.label), services)
            known = found.get(kept.name)
            if known is None or (kept.said and not known.kept.said) or place.service == unit != known.unit:
                found[kept.name] = Need(place, unit, kept, [])
    for unit, usage in usages.items():
        for use in usage.uses:
            if use.secret in found:
                found[use.secret].users.append((unit, use))
    return found


def faults(
    environment: str,
    namespace: str,
    usages: Usages,
    inventory: Inventory,
    services: Collection[str],
    elsewhere: Collection[str],
) -> Iterator[Fault]:
    """`elsewhere` are patterns of Secrets that other means bring into the cluster."""
    wanted = needs(environment, usages, inventory, services)
    files = inventory.of(environment)
    for need in wanted.values():
        file = files.get(need.place.path)
        if file is None:
            yield from _without_file(need)
        elif file.name == need.kept.name:  # of one that is broken or called otherwise, that is told
            yield from _missing(need, file)
            yield from _unused(need, need.place.path, file)
    yield from _of_files(files, wanted)
    for path, file in files.items():
        if file.namespace and file.namespace != namespace:
            message = f"the Secret is in the namespace {file.namespace}, and those of {environment} are in {namespace}"
            yield Fault("wrong-secret-namespace", message, "remove the line: the target sets it", file.name, path=path)
    made = {name for usage in usages.values() for name in usage.made}
    for unit, usage in usages.items():
        for use in usage.uses:
            known = use.secret in wanted or use.secret in made or use.optional
            if not known and not any(fnmatchcase(use.secret, pattern) for pattern in elsewhere):
                near = did_you_mean(use.secret, [*wanted, *made])
                message = "nothing here brings this Secret into the cluster"
                hint = near or "declare it under `secrets`, or name it in `secrets.elsewhere` of the platform file"
                yield Fault("unknown-secret", message, hint, use.secret, unit, use, severity="warning")


def _of_files(files: Mapping[str, Known], wanted: Mapping[str, Need]) -> Iterator[Fault]:
    """Files whose Secret is not the one that the catalog keeps there."""
    by_path = {need.place.path: need for need in wanted.values()}
    for path, file in files.items():
        need = by_path.get(path)
        if need and file.name and file.name != need.kept.name:
            message = f"the Secret is called {file.name}, and the catalog calls it {need.kept.name}"
            yield Fault("wrong-secret-name", message, f"set one of its values: {_set(need.place)}", path=path)
        elif need and file.name and file.type != need.kept.type:
            message = f"the Secret {file.name} is of type {file.type}, and the catalog says {need.kept.type}"
            yield Fault("wrong-secret-type", message, f"set one of its values: {_set(need.place)}", path=path)
        elif not need and file.name in wanted:
            other = wanted[file.name].place.path
            message = f"the Secret {file.name} is in {other}, too, and kustomize takes only one"
            yield Fault("duplicate-secret", message, "remove one of the files", path=path)
        elif not need and file.name:
            hint = "remove the file, or use it in the catalog"
            yield Fault("unused-secret", "no service keeps this Secret", hint, path=path, severity="warning")


def _set(place: Place, key: str = "KEY") -> str:
    return f"`kubecatalog secrets set {place} {key}`"


def _without_file(need: Need) -> Iterator[Fault]:
    keys = need.keys()
    for key, (unit, use) in keys.items():
        yield _lacks(need, key, unit, use)
    if not keys and (required := [item for item in need.users if not item[1].optional]):
        # What declares it says more than a field that comes of that.
        unit, use = (need.unit, None) if need.kept.said else required[0]
        message, name = "there is no such Secret", need.kept.name
        yield Fault("missing-secret", message, _set(need.place), name, unit, use, need.kept.path)


def _missing(need: Need, file: Known) -> Iterator[Fault]:
    for key, (unit, use) in need.keys().items():
        if key not in file.keys:
            yield _lacks(need, key, unit, use)
    for key in missing(need.kept.type, [*file.keys, *REQUIRED.get(need.kept.type, ())]):
        message = f"a Secret of type {need.kept.type} has {key}, and this one has not"
        field = (*need.kept.path, "type")
        yield Fault("missing-secret-key", message, _set(need.place), need.kept.name, need.unit, field=field)
    for unit, use in need.users:
        if use.type == DOCKER_CONFIG and need.kept.type not in PULLING:
            message = (
                f"images are pulled with a Secret of type {DOCKER_CONFIG}, and {need.kept.name} is {need.kept.type}"
            )
            yield Fault("wrong-secret-type", message, "write `pull: true` where it is declared", file.name, unit, use)


def _lacks(need: Need, key: str, unit: str, use: Use | None) -> Fault:
    message = f"the Secret has no value for the key {key}"
    made = "generate" in (need.kept.keys.get(key) or {})
    hint = f"`kubecatalog secrets generate {need.place} {key}`" if made else _set(need.place, key)
    field = (*need.kept.path, "keys", key) if key in need.kept.keys else (*need.kept.path, "type")
    return Fault("missing-secret-key", message, hint, need.kept.name, unit, use, field)


def _unused(need: Need, path: str, file: Known) -> Iterator[Fault]:
    for key in sorted(file.keys.keys() - need.known()) if not need.takes_any else ():
        message = f"nothing uses the key {key}"
        hint = f"`kubecatalog secrets remove {need.place} {key}`, or use it in the catalog"
        yield Fault("unused-secret-key", message, hint, file.name, path=path, key=key, severity="warning")
