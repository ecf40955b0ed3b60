"""A commit and the working tree -> the units that are not what they were there, told by git and not by the cache.

A unit is affected when a file that it is made from changed, or one that is generated from it, or what it reads of its
neighbours: then a service that it depends on, or that depends on it, says something else of itself than at the commit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from msgspec import convert

from generator import git
from generator.catalog import load
from generator.inputs import Inputs, unit_of
from generator.model.catalog import Catalog
from generator.model.neighbours import Facts, dependencies_of, dependents_of
from generator.revision import Since
from generator.secrets import file as secret_file
from generator.secrets.usage import Usage

_PACKAGE = Path(__file__).resolve().parent


def affected(inputs: Inputs, since: Since, paths: Collection[str], scratch: Path) -> set[str]:
    """Of `paths` that changed; all units where the platform, a custom resource's schema or our own code is among them.

    Who uses an encrypted Secret is not known before it is planned: see `users`.
    """
    if any(_is_of_all(path, inputs.root) for path in paths):
        return set(inputs.entries)
    changed = set(paths)
    own = {unit_of(path) for path in changed}
    own |= {name for name in inputs.files if not changed.isdisjoint(inputs.entries[name].inputs)}
    own |= _moved(inputs, changed)
    return {*own, *_neighbours(inputs, since, changed, own, scratch)} & inputs.entries.keys()


def users(inputs: Inputs, since: Since, paths: Collection[str]) -> Iterator[str]:
    """The units whose pods use a Secret of an encrypted file among `paths`. All that are not known must be planned."""
    wanted = {path for path in paths if secret_file.place_of(path)}
    if not wanted:
        return
    named: dict[str, set[str]] = {}
    before = git.files(since.repo, since.commit, sorted(wanted))
    for path in wanted:
        place = secret_file.place_of(path)
        assert place is not None
        now = inputs.secrets.files.get(path)
        old = secret_file.read(path, before[path]).name if path in before else ""
        named.setdefault(place.environment, set()).update({now.name if now else "", old} - {""})
        yield place.service
    for unit, entry in inputs.entries.items():
        for environment, names in named.items():
            data = entry.secrets.get(environment)
            if data and any(use.secret in names for use in convert(data, Usage).uses):
                yield unit


def _is_of_all(path: str, root: Path) -> bool:
    if path == load.PLATFORM_FILE or path.startswith("schemas/crds/"):
        return True
    return (root.resolve() / path).is_relative_to(_PACKAGE)


def _moved(inputs: Inputs, changed: Collection[str]) -> set[str]:
    """The services of a folder whose defaults are gone: they are no longer among the files that these are made from."""
    folders = [path.removesuffix(load.DEFAULTS) for path in changed if path.endswith(f"/{load.DEFAULTS}")]
    return {name for name, file in inputs.files.items() if file.startswith(tuple(folders))}


def _neighbours(
    inputs: Inputs, since: Since, changed: Collection[str], own: Collection[str], scratch: Path
) -> Iterator[str]:
    """The units that read what a changed, added or removed service says of itself, where that is something else now."""
    now = {name: entry.facts for name, entry in inputs.entries.items() if name in inputs.files}
    dependents = dependents_of(now)
    before = _facts_before(inputs, since, changed, own, scratch)
    for name in {*before, *(name for name in own if name in now)}:
        facts = {} if name in now and inputs.entries[name].broken else now.get(name, {})
        old = before.get(name, {})
        if facts != old or (name in before) != (name in now):
            yield from dependencies_of(old) | dependencies_of(facts)
            yield from dependents.get(name, ())


def _facts_before(
    inputs: Inputs, since: Since, changed: Collection[str], own: Collection[str], scratch: Path
) -> Mapping[str, Facts]:
    """What the services that changed or are gone said of themselves at the commit."""
    if not any(path.startswith("catalog/") for path in changed):
        return {}
    for path, content in git.files(since.repo, since.commit, ["catalog"]).items():
        target = scratch / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    files, _ = load.service_files(scratch)
    catalog = Catalog(scratch)
    found = {}
    for name, file in files.items():
        if name in own or name not in inputs.files or file != inputs.files[name]:
            service = catalog.read_service(name, file)
            found[name] = {} if service.broken else service.facts
    return found
