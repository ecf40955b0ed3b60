"""`secrets copy`: values of one environment in another, or new ones of the same keys.

sops holds no key without a value. So to copy names is to see that each gets a value of its own: one that is made, where
the catalog declares how; else one that is typed, or given as JSON. Keys that are left without one are printed.
"""

from __future__ import annotations

import sys

from msgspec import Struct

from generator.commands.secrets import entry
from generator.commands.secrets.change import carry_out, must_be_there, must_have
from generator.commands.secrets.generate import shaped
from generator.commands.secrets.session import Session, Target
from generator.errors import FINDINGS, KubecatalogError
from generator.secrets import as_json, shapes
from generator.secrets.generate import generated
from generator.secrets.values import Values, checked
from generator.workspace import Workspace


class Leave(Struct, frozen=True):
    """`replace`: values may take the place of others; `force`: also those that the environments must not share."""

    replace: bool
    force: bool


class Pair(Struct, frozen=True):
    """Two Secrets, and the chosen keys of the first."""

    source: Target
    target: Target
    keys: tuple[str, ...]


def values(workspace: Workspace, source: str, target: str, keys: tuple[str, ...], leave: Leave) -> int:
    session = Session(workspace)
    pair = _pair(session, source, target, keys)
    shared = [key for key in pair.keys if _must_differ(pair, key)]
    if shared and not leave.force:
        message = f"{pair.target.place} must have values of its own for {', '.join(shared)}"
        hint = "set or generate others, name only keys that may be the same, or give --force; `unique: false` allows it"
        raise KubecatalogError(message, hint)
    with session.store() as store:
        have = store.values(pair.source.place)
    given = {key: have[key] for key in pair.keys}
    kept: list[str] = []

    def together(now: Values) -> Values:
        other = [key for key in given if not leave.replace and now.get(key, given[key]) != given[key]]
        if other and keys:
            message = f"{pair.target.place} has other values already for {', '.join(other)}"
            raise KubecatalogError(message, "give --replace where those copied are to take their place")
        kept.extend(other)
        return {**given, **now} if not leave.replace else {**now, **given}

    carry_out(session, pair.target, together)
    if kept:
        print(f"{pair.target.place} keeps its own {', '.join(kept)}; --replace replaces them", file=sys.stderr)
    return 0


def names(workspace: Workspace, source: str, target: str, keys: tuple[str, ...]) -> int:
    session = Session(workspace)
    pair = _pair(session, source, target, keys)
    with session.store() as store:
        found = store.read(pair.target.place)
    there = found.keys.keys() if found else set()
    lacking = [key for key in pair.keys if key not in there]
    made: Values = {}
    for key, shape in shaped(pair.target).items():
        own = set(shapes.keys(shape, key))
        if own & set(lacking) and not own & there:
            made |= generated(shape, key)
    rest = [key for key in lacking if key not in made]
    given = _given(pair.target, rest)
    if made or given:
        carry_out(session, pair.target, lambda now: {**made, **given, **now})
    elif not lacking:
        print(f"{pair.target.place} has a value for every key of {pair.source.place}", file=sys.stderr)
    without = [key for key in rest if key not in given]
    if without:
        print(f"{pair.target.place} still has no value for", file=sys.stderr)
    for key in without:
        print(key)
    return FINDINGS if without else 0


def _pair(session: Session, source: str, target: str, keys: tuple[str, ...]) -> Pair:
    if "/" not in target:
        target = f"{target}/{source.partition('/')[2]}"
    one, other = session.target(source), session.target(target)
    if one.place == other.place:
        raise KubecatalogError(f"{source} and {target} are the same Secret", "name another environment")
    with session.store() as store:
        found = must_be_there(store, one.place)
    must_have(found, one.place, keys)
    return Pair(one, other, keys or tuple(sorted(found.keys)))


def _must_differ(pair: Pair, key: str) -> bool:
    """Whether the catalog says that environments do not share a value; by default production shares with none."""
    one, other = pair.source.rule, pair.target.rule
    if one.environment == other.environment:
        return False
    unique = (pair.target.secret.keys.get(key) or {}).get("unique")
    return one.production or other.production if unique is None else bool(unique)


def _given(target: Target, keys: list[str]) -> Values:
    """Values for as many of the keys as there are: from a person, who is asked for each, or from standard input."""
    if not keys:
        return {}
    if sys.stdin is not None and sys.stdin.isatty():
        print("press Enter alone to leave a key without a value", file=sys.stderr)
        typed = {key: entry.asked(_question(target, key)) for key in keys}
        return {key: checked(key, value) for key, value in typed.items() if value}
    content = entry.content("-") if sys.stdin is not None else b""
    return _parsed(content, keys) if content.strip() else {}


def _parsed(content: bytes, keys: list[str]) -> Values:
    faults: list[str] = []
    try:
        given = as_json.only(as_json.values(as_json.parsed(content.decode()), faults), keys)
    except UnicodeDecodeError:
        raise KubecatalogError("standard input is no UTF-8 text", 'expected {"KEY": "VALUE", ...}') from None
    if faults:
        raise KubecatalogError("nothing was set", "\n    ".join(faults))
    return {key: checked(key, value, binary=True) for key, value in given.items()}


def _question(target: Target, key: str) -> str:
    about = (target.secret.keys.get(key) or {}).get("description", "")
    return f"{key} of {target.place}{f' ({about})' if about else ''}"
