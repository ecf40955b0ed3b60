"""What is known of encrypted Secrets without a key -> who can read each, who should, and how old its values are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec import Struct

from generator.json_types import JsonMap
from generator.model.recipients import CLUSTER, Rule, seconds
from generator.secrets.alignment import Difference, difference
from generator.secrets.check import recipient_words as words
from generator.secrets.check.stamp import modified
from generator.secrets.check.subject import Subject
from generator.secrets.check.whole import refusals
from generator.secrets.file import Place, SecretFile
from generator.secrets.listing import MISSING, Row
from generator.secrets.people import Names

_IN_LINE = Difference()

HOUR, DAY = 3600, 24 * 3600


class KeyAge(Struct, frozen=True):
    """One key of a Secret. `age` is in seconds, None where nobody knows; `limit` 0 where there is none."""

    key: str
    state: str
    age: int | None
    limit: int

    @property
    def old(self) -> bool:
        return bool(self.limit) and self.age is not None and self.age > self.limit

    def as_json(self) -> JsonMap:
        return {"key": self.key, "state": self.state, "age": self.age, "limit": self.limit or None, "old": self.old}


class Status(Struct, frozen=True):
    """One Secret. `readable`: whether one of the keys at hand decrypts it, None where a key service decides that."""

    row: Row
    keys: tuple[KeyAge, ...]
    difference: Difference = _IN_LINE
    readable: bool | None = False
    broken: bool = False

    def as_json(self, names: Names) -> JsonMap:
        return {
            "secret": self.row.secret,
            "service": self.row.service,
            "file": self.row.file,
            "exists": self.row.exists,
            "broken": self.broken,
            "readable": self.readable,
            "missing": [names.as_json(own) for own in self.difference.added],
            "extra": [names.as_json(own) for own in self.difference.removed],
            "keys": [key.as_json() for key in self.keys],
        }


class Clock(Struct, frozen=True):
    """`changed` tells of each key of each file when its value was made, as far as git knows: None where that is not
    known. All in seconds since 1970."""

    now: int
    changed: Mapping[tuple[str, str], int | None]


def status(
    row: Row, file: SecretFile | None, rule: Rule, about: JsonMap, clock: Clock, mine: Collection[str]
) -> Status:
    """`about` is what the catalog says of the keys; `mine` are the public keys of whoever asks."""
    keys = tuple(_key(key, state, file, rule, about.get(key) or {}, clock) for key, state in row.keys.items())
    if file is None:
        return Status(row, keys)
    place = Place(row.environment, row.service, row.label)
    if any(refusals(Subject(file, place, rule, 0))):
        return Status(row, keys, broken=True)
    found = difference(file, place, rule)
    return Status(row, keys, found, _readable(file, mine))


def _key(key: str, state: str, file: SecretFile | None, rule: Rule, about: JsonMap, clock: Clock) -> KeyAge:
    limit = seconds(about["maxAge"]) if about.get("maxAge") else rule.max_age
    if file is None or state == MISSING:
        return KeyAge(key, state, None, limit)
    at = clock.changed.get((file.path, key), modified(file))
    return KeyAge(key, state, None if at is None else max(0, int(clock.now - at)), limit)


def _readable(file: SecretFile, mine: Collection[str]) -> bool | None:
    """Where keys of several groups are needed, whether each group that counts has one of ours."""
    groups = words.of_file(file.sops)
    needed = file.sops.get("shamir_threshold") or len(groups)
    can = sum(any(name in mine for kind, name in group if kind == "age") for group in groups)
    may = sum(any(kind != "age" or name in mine for kind, name in group) for group in groups)
    return True if can >= needed else None if may >= needed else False


def shown(environment: str, rule: Rule, found: Iterable[Status], names: Names, mine: Collection[str]) -> Iterator[str]:
    """The lines for one environment."""
    found = list(found)
    yield f"{environment}, for {_readers(rule)}: {_yours(found, mine)}"
    yield from _table(found)
    for own in found:
        if own.broken:
            yield f"  {own.row.file} cannot be read; see `kubecatalog secrets check`"
        for recipient in own.difference.added:
            yield f"  {own.row.file} is not encrypted for {names.shown(recipient)}"
        for recipient in own.difference.removed:
            yield f"  {own.row.file} is encrypted for {names.shown(recipient)} and should not be"
        for message in own.difference.settings:
            yield f"  {own.row.file}: {message}"
    if any(own.difference for own in found):
        yield f"  `kubecatalog secrets recipients {environment}` brings them in line"


def _readers(rule: Rule) -> str:
    people = sorted(set(rule.age.values()), key=lambda who: (who == CLUSTER, who))
    return ", ".join([*people, *(f"its {kind}" for kind in rule.others)])


def _yours(found: Collection[Status], mine: Collection[str]) -> str:
    files = [own for own in found if own.row.exists]
    able = sum(own.readable is True for own in files)
    unknown = sum(own.readable is None for own in files)
    if not files:
        return "nothing is encrypted yet"
    said = "you can read all of it" if able == len(files) else f"you can read {able} of {len(files)} files"
    if unknown:
        return f"{said}, and {unknown} if a key service lets you"
    return said if mine else "you have no key (`kubecatalog secrets init` makes one)"


_SECRET_WIDTH, _KEY_WIDTH = 32, 36
"""With the columns that follow that is less than 100 characters."""


def _table(found: Iterable[Status]) -> Iterator[str]:
    lines = [("SECRET", "KEY", "AGE", "LIMIT", "")]
    for own in found:
        first = own.row.secret
        for one in own.keys:
            lines.append((first, one.key, _duration(one.age), _duration(one.limit or None), _note(one)))
            first = ""
        if not own.keys:
            lines.append((first, "", "", "", "no keys"))
    if len(lines) == 1:
        return
    widths = [
        min(most, max(len(line[column]) for line in lines)) for column, most in ((0, _SECRET_WIDTH), (1, _KEY_WIDTH))
    ]
    for secret, key, age, limit, note in lines:
        cells = [_cut(secret, widths[0]), _cut(key, widths[1]), age.rjust(6), limit.rjust(6), note]
        yield f"  {'  '.join(cells)}".rstrip()


def _note(key: KeyAge) -> str:
    return "too old" if key.old else "" if key.state == "set" else key.state


def _cut(text: str, width: int) -> str:
    return text.ljust(width) if len(text) <= width else f"{text[: width - 1]}…"


def _duration(age: int | None) -> str:
    if age is None:
        return ""
    return f"{age // DAY}d" if age >= 2 * DAY else f"{age // HOUR}h" if age >= HOUR else "<1h"
