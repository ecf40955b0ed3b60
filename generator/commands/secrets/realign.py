"""Encrypted files -> what is to be done so that they are as the platform file says, and its being done, file by file.

What `secrets recipients` and `secrets rotate` share.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from msgspec import Struct

from generator.commands.secrets.entry import confirmed
from generator.commands.secrets.session import Session
from generator.errors import FINDINGS, KubecatalogError
from generator.json_types import JsonMap
from generator.secrets import file as secret_file
from generator.secrets.alignment import Difference, difference
from generator.secrets.check.recipient_words import Recipient
from generator.secrets.check.subject import Subject
from generator.secrets.check.whole import refusals
from generator.secrets.file import Place, SecretFile
from generator.secrets.people import Names
from generator.secrets.store import Head, Store
from generator.tools.run import Stopped, run_together

_MEANWHILE = "it was changed meanwhile: run the command again"


class Work(Struct, frozen=True):
    """One file that is to change. `renewed`: under a new data key, which whoever was removed does not know."""

    place: Place
    file: SecretFile
    difference: Difference
    renewed: bool

    @property
    def kind(self) -> tuple[Difference, bool]:
        """What is done with it; it is told once of all files with which the same is done."""
        return self.difference, self.renewed


class Problem(Struct, frozen=True):
    """Why a file is not in line, or cannot be brought in line."""

    path: str
    message: str
    hint: str = ""

    def as_json(self) -> JsonMap:
        return {"path": self.path, "message": self.message, "hint": self.hint}


class Plan(Struct, frozen=True):
    works: Sequence[Work]
    problems: Sequence[Problem]
    looked_at: int


def plan(session: Session, places: Iterable[tuple[str, Place]], *, renew: bool = False) -> Plan:
    """`renew`: every file gets a new data key; else only where somebody was removed."""
    works, problems = [], []
    places = list(places)
    for path, place in places:
        rule = session.rules.get(place.environment)
        if rule is None:
            hint = f"name some in `environments.{place.environment}.secrets` of the platform file, or remove the file"
            problems.append(Problem(path, f"the platform file names no recipients for {place.environment}", hint))
            continue
        file = secret_file.read(path, (session.workspace.root / path).read_bytes())
        wrong = next(refusals(Subject(file, place, rule, 0)), None)
        if wrong:
            message = f"line {wrong.source.line}: {wrong.message}"
            problems.append(Problem(path, message, "`kubecatalog secrets check` says more"))
            continue
        found = difference(file, place, rule)
        if found or renew:
            works.append(Work(place, file, found, renew or bool(found.removed or found.settings)))
    return Plan(works, problems, len(places))


def names(session: Session) -> Names:
    return Names(session.workspace.root, session.workspace.tool_environ, session.inputs.catalog.layers.data)


def announce(session: Session, plan: Plan, names: Names, form: str) -> None:
    """What is to be done, and what must change elsewhere then: before it is done, since whatever stops it later, a file
    that is in line tells nothing any more of who could read it."""
    for line in _described(plan, names):
        print(line, file=sys.stderr)
    if form != "json":
        for line in _listed(exposed(session, plan.works, names), names):
            print(line, flush=True)


def _described(plan: Plan, names: Names) -> Iterator[str]:
    for kind in dict.fromkeys(work.kind for work in plan.works):
        own = [work for work in plan.works if work.kind == kind]
        yield f"{count(len(own))}: {_what(*kind, names)}"
        yield from (f"    {work.place.path}" for work in own)


def _what(found: Difference, renewed: bool, names: Names) -> str:
    parts = [f"add {', '.join(map(names.shown, found.added))}"] if found.added else []
    parts += [f"remove {', '.join(map(names.shown, found.removed))}"] if found.removed else []
    parts += found.settings
    return "; ".join([*parts, "encrypt every value anew, under a new data key"] if renewed else parts)


def count(files: int) -> str:
    """As people say it."""
    return "1 file" if files == 1 else f"{files} files"


def agreed(plan: Plan, *, yes: bool) -> bool:
    if any(work.renewed for work in plan.works):
        print("every value of these files gets other ciphertext, so pods that use them roll", file=sys.stderr)
    return yes or not plan.works or confirmed(f"change {count(len(plan.works))}?")


def as_it_was() -> int:
    print("nothing was changed", file=sys.stderr)
    return FINDINGS


def carry_out(session: Session, works: Sequence[Work]) -> list[Problem]:
    """Each file in one step, whatever becomes of the others; what could not be done."""
    with session.store() as store:
        jobs: list[Callable[[], Problem | None]] = [partial(_done, store, work) for work in works]
        return [problem for problem in run_together(jobs, workers=os.cpu_count() or 1) if problem]


def _done(store: Store, work: Work) -> Problem | None:
    place, file = work.place, work.file
    try:
        now = store.read(place)
        if now is None or now.content != file.content:
            return Problem(place.path, _MEANWHILE)
        if work.difference.settings:
            store.encrypt_anew(place, Head(file.name, file.type))
        elif work.renewed:
            store.renew(place)
        else:
            store.update_keys(place)
    except Stopped:
        raise
    except KubecatalogError as error:
        return Problem(place.path, error.message.removeprefix(place.path).lstrip(": "), error.hint)
    return None


class Exposed(Struct, frozen=True):
    """Somebody who was removed, and the values that she could read: by place, the keys. `stays`: she has another key
    that still reads all of them."""

    recipient: Recipient
    name: str
    stays: bool
    values: dict[Place, list[str]]

    def as_json(self) -> JsonMap:
        values = [
            {"environment": place.environment, "secret": place.stem, "path": place.path, "keys": keys}
            for place, keys in self.values.items()
        ]
        return {"name": self.name, "recipient": self.recipient[1], "stays": self.stays, "values": values}


def exposed(session: Session, works: Iterable[Work], names: Names) -> list[Exposed]:
    """Also of files that could not be changed: what somebody could read does not depend on that."""
    found: dict[Recipient, list[Work]] = {}
    for work in works:
        for recipient in work.difference.removed:
            found.setdefault(recipient, []).append(work)
    return [_exposed(session, recipient, own, names.name(recipient)) for recipient, own in sorted(found.items())]


def _exposed(session: Session, recipient: Recipient, works: list[Work], name: str) -> Exposed:
    stays = bool(name) and all(name in session.rules[work.place.environment].age.values() for work in works)
    return Exposed(recipient, name, stays, {work.place: sorted(work.file.keys) for work in works})


def _listed(found: Iterable[Exposed], names: Names) -> Iterator[str]:
    for own in found:
        who = names.shown(own.recipient)
        if own.stays:
            yield f"{who} reads these values with another key, too; where this one is in wrong hands, they must change:"
        else:
            yield f"{who} could read these values, which must change at their source:"
        width = max(len(str(place)) for place in own.values)
        yield from (f"    {str(place).ljust(width)}  {', '.join(keys)}" for place, keys in own.values.items())


def report(session: Session, plan: Plan, names: Names, form: str, failed: Sequence[Problem] | None = None) -> int:
    """What was changed and what could not be; `failed` is None where nothing was to be changed."""
    problems = [*plan.problems, *(failed or ())]
    if form == "json":
        print(json.dumps(_document(session, plan, names, problems, failed), indent=2))
    for problem in problems:
        print(f"{problem.path}: {problem.message}", file=sys.stderr)
        if problem.hint:
            print(f"    {problem.hint}", file=sys.stderr)
    changed = 0 if failed is None else len(plan.works) - len(failed)
    if changed:
        print(f"{count(changed)} changed; now `kubecatalog render`, and commit all of it", file=sys.stderr)
    return FINDINGS if problems or (failed is None and plan.works) else 0


def _document(
    session: Session, plan: Plan, names: Names, problems: list[Problem], failed: Sequence[Problem] | None
) -> JsonMap:
    undone = {problem.path for problem in problems}
    return {
        "files": [_file(work, names, failed is not None and work.place.path not in undone) for work in plan.works],
        "exposed": [own.as_json() for own in exposed(session, plan.works, names)],
        "problems": [problem.as_json() for problem in problems],
    }


def _file(work: Work, names: Names, changed: bool) -> JsonMap:
    return {
        "path": work.place.path,
        "added": [names.as_json(own) for own in work.difference.added],
        "removed": [names.as_json(own) for own in work.difference.removed],
        "settings": list(work.difference.settings),
        "newDataKey": work.renewed,
        "changed": changed,
    }
