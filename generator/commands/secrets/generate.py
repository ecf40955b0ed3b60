"""`secrets generate`: random values of the shapes that the catalog declares. Only names are printed."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable

from msgspec import Struct

from generator.catalog.suggest import did_you_mean
from generator.commands.secrets.change import carry_out
from generator.commands.secrets.session import Session, Target
from generator.errors import KubecatalogError
from generator.json_types import JsonMap
from generator.secrets import shapes
from generator.secrets.generate import generated
from generator.secrets.values import Values
from generator.workspace import Workspace


class Asked(Struct, frozen=True):
    """`keys`: those named; none of them for all that have no value, or with `every` for all that declare a shape.
    `replace`: whether values may take the place of others."""

    keys: tuple[str, ...]
    every: bool
    replace: bool


def run(workspace: Workspace, text: str, asked: Asked) -> int:
    if asked.replace and not (asked.keys or asked.every):
        raise KubecatalogError("which values are to be replaced?", "name the keys, or give --all")
    if asked.keys and asked.every:
        raise KubecatalogError("--all is for all keys, and some are named", "give one or the other")
    session = Session(workspace)
    targets = _targets(session, text, asked)
    # Before anything is written: a shape of which no value can be made stops all of it.
    made = [(target, _made(session, target, asked)) for target in targets]
    for target, groups in made:
        if groups:
            carry_out(session, target, lambda values, groups=groups: _with(values, groups, asked))  # type: ignore[misc]
    if not any(groups for _, groups in made):
        print(f"{text}: every key that declares `generate` has a value", file=sys.stderr)
    _tell_rest(session, made)
    return 0


def _targets(session: Session, text: str, asked: Asked) -> list[Target]:
    if "/" in text:
        target = session.target(text)
        if not shaped(target):
            message = f"the catalog declares no `generate` for a key of {text}"
            raise KubecatalogError(
                message, "for example: `keys: {token: {generate: password}}` in what declares the Secret"
            )
        return [target]
    environment = session.environment(text).environment
    if asked.keys:
        raise KubecatalogError(f"the keys {', '.join(asked.keys)} are of which service?", f"give {text}/SERVICE")
    names = [name for name in session.inputs.files if environment in session.inputs.service(name).specs]
    return [target for name in names for target in session.targets(environment, name)]


def shaped(target: Target) -> dict[str, JsonMap]:
    """The shapes that the catalog declares, by key."""
    return {key: about["generate"] for key, about in target.secret.keys.items() if (about or {}).get("generate")}


def _made(session: Session, target: Target, asked: Asked) -> list[Values]:
    """New values, those of one shape together."""
    declared = shaped(target)
    with session.store() as store:
        found = store.read(target.place)
    there = set(found.keys) if found else set()
    for key in asked.keys:
        if key not in declared:
            hint = did_you_mean(key, declared) or f"these declare one: {', '.join(declared)}"
            raise KubecatalogError(f"{key} of {target.place} declares no `generate`", hint)
    if asked.keys or asked.every:
        chosen = list(asked.keys or declared)
        _must_be_free(target, {name for key in chosen for name in shapes.keys(declared[key], key)} & there, asked)
    else:
        chosen = [key for key in declared if _is_free(target, declared, key, there)]
    return [generated(declared[key], key) for key in chosen]


def _must_be_free(target: Target, taken: Collection[str], asked: Asked) -> None:
    if taken and not asked.replace:
        have = "has a value" if len(taken) == 1 else "have values"
        message = f"{', '.join(sorted(taken))} of {target.place} {have} already"
        raise KubecatalogError(message, "give --replace where new ones are to take their place")


def _is_free(target: Target, declared: JsonMap, key: str, there: Collection[str]) -> bool:
    """Whether none of a shape's keys has a value; where only some have, that is told: the others cannot be made."""
    names = shapes.keys(declared[key], key)
    taken = [name for name in names if name in there]
    if taken and len(taken) < len(names):
        lacking = ", ".join(name for name in names if name not in there)
        print(
            f"{lacking} of {target.place} is made together with {', '.join(taken)}, which has a value", file=sys.stderr
        )
        print(f"    `kubecatalog secrets generate {target.place} {key} --replace` makes both anew", file=sys.stderr)
    return not taken


def _with(values: Values, groups: Iterable[Values], asked: Asked) -> Values:
    """What somebody else has set meanwhile stays."""
    for group in groups:
        if asked.replace or not group.keys() & values.keys():
            values = {**values, **group}
    return values


def _tell_rest(session: Session, made: Iterable[tuple[Target, list[Values]]]) -> None:
    """The keys that are still to be given by somebody."""
    for target, groups in made:
        need = session.needs(target.place.environment).get(target.secret.name)
        known = session.inputs.secrets.files.get(target.place.path)
        have = {key for group in groups for key in group} | set(known.keys if known else ())
        rest = sorted(need.keys().keys() - have) if need else []
        if rest:
            print(f"{target.place} still has no value for {', '.join(rest)}", file=sys.stderr)
