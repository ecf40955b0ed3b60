"""`secrets import`: the values of a file in the clear, all of them or none."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from msgspec import Struct

from generator.catalog.formats import FORMATS
from generator.commands.secrets import entry
from generator.commands.secrets.change import carry_out
from generator.commands.secrets.session import Session, Target
from generator.errors import KubecatalogError
from generator.resources import emitted
from generator.secret_types import MAX_BYTES
from generator.secrets import naming, plain
from generator.secrets.needs import Need
from generator.secrets.plain import Plain
from generator.secrets.values import Values, checked_value
from generator.workspace import Workspace


class Wish(Struct, frozen=True):
    """`form` is one of `plain.FORMS`, or empty; `keep`: a key that has a value keeps it."""

    file: str
    form: str
    renames: tuple[str, ...]
    keep: bool
    allow_empty: bool


def run(workspace: Workspace, text: str, wish: Wish) -> int:
    renames = _renames(wish.renames)
    session = Session(workspace)
    target = session.target(text)
    need = session.needs(target.place.environment).get(target.secret.name)
    found = plain.read(entry.content(wish.file), wish.form, entry.shown(wish.file), target.secret.name)
    variables = None
    if found.form == "dotenv":
        manifests = [resource.manifest for resource in emitted(target.plan)]
        variables = naming.variables(manifests, target.secret.name)
    known = need.known() if need else target.secret.keys
    keys = naming.keys(found.values, renames, known, variables)
    _must_be_right(found, keys, wish)
    for note in (*_notes(keys, renames), *found.notes, *_of_type(found, target)):
        print(note, file=sys.stderr)
    given = {key: found.values[name] for name, key in keys.items()}
    carry_out(session, target, lambda values: _together(values, given, keep=wish.keep))
    _tell_unused(given, need, text)
    if wish.file != "-":
        print(f"{wish.file} still holds the values in the clear: remove it", file=sys.stderr)
    return 0


def _renames(texts: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for text in texts:
        old, _, new = text.partition("=")
        if not old or not new:
            raise KubecatalogError(f'"{text}" is not OLD=NEW', "for example: --rename DB_PASS=database-password")
        found[old] = new
    return found


def _must_be_right(found: Plain, keys: Mapping[str, str], wish: Wish) -> None:
    """All that is wrong at once; nothing is written then."""
    faults = list(found.faults)
    for name, key in keys.items():
        try:
            checked_value(name, found.values[name], binary=name in found.binary, empty=wish.allow_empty)
        except KubecatalogError as error:
            faults.append(error.message)
        if not FORMATS["config-key"].check(key):
            faults.append(f'"{key}" cannot be a key of a Secret: {FORMATS["config-key"].expected}')
    shown = entry.shown(wish.file)
    if faults:
        empty = "\n    --allow-empty takes empty values" if any(not value for value in found.values.values()) else ""
        hint = "\n    ".join(faults)
        raise KubecatalogError(f"nothing of {shown} was imported", f"{hint}{empty}")
    if not keys:
        raise KubecatalogError(f"{shown} holds no values", "say what it is with --as")


def _together(values: Values, given: Values, *, keep: bool) -> Values:
    found = {**given, **values} if keep else {**values, **given}
    size = sum(map(len, found.values()))
    if size > MAX_BYTES:
        message = f"the Secret would have {size:,} bytes; it holds at most {MAX_BYTES:,}"
        raise KubecatalogError(message, "put large files into a volume, and what opens them into the Secret")
    return found


def _notes(keys: Mapping[str, str], renames: Mapping[str, str]) -> list[str]:
    return [f"{name} is taken as {key}" for name, key in keys.items() if name != key and name not in renames]


def _of_type(found: Plain, target: Target) -> list[str]:
    if found.type in ("", target.secret.type):
        return []
    return [f"the Secret there is of type {found.type}; the catalog says {target.secret.type}, and so it is written"]


def _tell_unused(given: Values, need: Need | None, text: str) -> None:
    if need and need.takes_any:
        return
    unused = sorted(given.keys() - (need.known() if need else set()))
    if unused:
        print(f"nothing in the catalog uses {', '.join(unused)} of {text} yet", file=sys.stderr)
