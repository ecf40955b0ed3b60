"""A change of one Secret -> the file on disk, and what a person is told of it."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from generator.catalog.suggest import did_you_mean
from generator.commands.secrets.session import Session, Target
from generator.errors import KubecatalogError
from generator.secrets.file import Place, SecretFile
from generator.secrets.store import Change, Store


def carry_out(session: Session, target: Target, change: Change) -> list[str]:
    """The keys that changed."""
    with session.store() as store:
        was_there = store.read(target.place) is not None
        changed = store.change(target.place, target.head, change)
        is_there = store.read(target.place) is not None
    _tell(target.place, changed, was_there=was_there, is_there=is_there)
    return changed


def _tell(place: Place, changed: list[str], *, was_there: bool, is_there: bool) -> None:
    what = "as it was" if not changed else "written" if is_there else "removed"
    names = f": {', '.join(changed)}" if changed else ""
    print(f"{place.path} {what}{names}", file=sys.stderr)
    if changed:
        same = "pods that use it roll" if was_there else "it is built, and pods roll"
        print(f"    `kubecatalog render`, so that {same if is_there else 'it is not built any more'}", file=sys.stderr)


def must_be_there(store: Store, place: Place) -> SecretFile:
    """The file of a Secret. Raises KubecatalogError where there is none."""
    found = store.read(place)
    if found is None:
        hint = f"`kubecatalog secrets set {place} KEY` makes it; `kubecatalog secrets list` shows what there is"
        raise KubecatalogError(f"{place.path} does not exist", hint)
    return found


def must_have(found: SecretFile, place: Place, keys: Iterable[str]) -> None:
    """Raises KubecatalogError where the file lacks one of the keys."""
    for key in keys:
        if key not in found.keys:
            hint = did_you_mean(key, found.keys) or f"its keys are {', '.join(sorted(found.keys))}"
            raise KubecatalogError(f'{place} has no key "{key}"', hint)
