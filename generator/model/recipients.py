"""The platform file -> who can read the encrypted Secrets of each environment, and what is wrong with that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from msgspec import Struct, field

from generator.catalog.load import Mistake
from generator.catalog.suggest import did_you_mean
from generator.json_types import Json, JsonMap, Path, as_map
from generator.model.circles import way_back
from generator.model.layers import environment_fields, environment_names, giver

CLUSTER = "the cluster"

_HOURS = {"h": 1, "d": 24, "w": 7 * 24, "y": 365 * 24}


class Rule(Struct, frozen=True):
    """The creation rule of one environment."""

    environment: str
    age: Mapping[str, str] = field(default_factory=dict)
    """By public key, who has it: a name of the platform's people, or CLUSTER."""
    others: JsonMap = field(default_factory=dict)
    """Recipients of other kinds, in the words of sops."""
    max_age: int = 0
    """In seconds; 0 where there is no limit."""
    production: bool = False
    example: bool = False
    """Whether private keys of it may lie in the repository."""

    def __bool__(self) -> bool:
        return bool(self.age or self.others)


def seconds(age: str) -> int:
    """`90d` -> its seconds."""
    return int(age[:-1]) * _HOURS[age[-1]] * 3600


def rules(platform: JsonMap) -> dict[str, Rule]:
    """The rules of all environments, those without recipients among them; `platform` fits its schema."""
    shared = as_map(platform.get("secrets"))
    found = {}
    for name in environment_names(platform):
        fields = environment_fields(platform, name)
        own = as_map(fields.get("secrets"))
        age = {key: who for reader in own.get("readers") or () for who, key in _keys(shared, reader)}
        age.update((key, CLUSTER) for key in several(own.get("cluster")))
        limit = own.get("maxAge", shared.get("maxAge"))
        found[name] = Rule(
            name,
            dict(sorted(age.items())),
            {key: value for key, value in as_map(own.get("sops")).items() if value},
            seconds(limit) if limit else 0,
            bool(fields.get("production")),
            bool(own.get("exampleKeys")),
        )
    return found


def _keys(shared: JsonMap, reader: str, above: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """The people that a name stands for, each with one of their keys."""
    people, groups = as_map(shared.get("people")), as_map(shared.get("groups"))
    if reader in people:
        yield from ((reader, key) for key in several(people[reader]))
    for member in groups.get(reader) or () if reader not in above else ():
        yield from _keys(shared, member, (*above, reader))


def mistakes(platform: JsonMap) -> Iterator[Mistake]:
    """What the schema does not see. `platform` fits it."""
    shared = as_map(platform.get("secrets"))
    people, groups = as_map(shared.get("people")), as_map(shared.get("groups"))
    known = [*people, *groups]
    for name, keys in people.items():
        yield from _of_keys(keys, ("secrets", "people", name))
        if name in groups:
            message = f'"{name}" is both one of the people and a group'
            yield Mistake("duplicate-reader", ("secrets", "groups", name), message, "rename one of them", at_key=True)
    for name, members in groups.items():
        for index, member in enumerate(members or ()):
            yield from _unknown(member, known, ("secrets", "groups", name, index))
        above = partial(_members, groups)
        circle = next((found for member in above(name) if (found := way_back(name, member, above))), [])
        if circle and name == min(circle, key=list(groups).index):
            message = f"the groups name one another in a circle: {' -> '.join([*circle, name])}"
            yield Mistake("group-cycle", ("secrets", "groups", name), message, "remove one of the names", at_key=True)
    for name, fields in as_map(platform.get("environments")).items():
        own = as_map(as_map(fields).get("secrets"))
        path: Path = ("environments", name, "secrets")
        for index, reader in enumerate(own.get("readers") or ()):
            yield from _unknown(reader, known, (*path, "readers", index))
        yield from _of_keys(own.get("cluster"), (*path, "cluster"))
    yield from _of_environments(platform)


def _of_environments(platform: JsonMap) -> Iterator[Mistake]:
    for name, rule in rules(platform).items():
        path: Path = ("environments", giver(platform, name, "secrets"), "secrets")
        fields = as_map(environment_fields(platform, name).get("secrets"))
        if fields and not rule:
            message = f"nobody could read the Secrets of {name}"
            yield Mistake("missing-recipients", path, message, "add `readers`, or `cluster`", at_key=True)
        if rule.example and rule.production:
            message = f"{name} is in production, and its private keys may lie in the repository"
            hint = "remove `exampleKeys`, or `production`"
            yield Mistake("example-keys-in-production", (*path, "exampleKeys"), message, hint, at_key=True)
        if rule.age and "key_groups" in rule.others:
            message = "sops reads either key groups or single recipients"
            hint = "name the age keys inside of `key_groups`, and remove `readers` and `cluster`"
            yield Mistake("key-groups-and-recipients", (*path, "sops", "key_groups"), message, hint, at_key=True)


def _members(groups: JsonMap, name: str) -> list[str]:
    return groups.get(name) or []


def _unknown(reader: Json, known: list[str], path: Path) -> Iterator[Mistake]:
    if isinstance(reader, str) and reader not in known:
        hint = did_you_mean(reader, known) or "add it to `secrets.people` or `secrets.groups`"
        yield Mistake("unknown-reader", path, f'nobody is called "{reader}"', hint)


def _of_keys(keys: Json, path: Path) -> Iterator[Mistake]:
    from generator.secrets.age_recipients import recipient_mistake

    for index, key in enumerate(several(keys)):
        wrong = recipient_mistake(key)
        if wrong:
            at = (*path, index) if isinstance(keys, list) else path
            hint = "copy it again from its owner, who sees it with `kubecatalog secrets init`"
            yield Mistake("invalid-recipient", at, wrong, hint)


def several(keys: Json) -> list[str]:
    """Of one key or a list of them."""
    return [keys] if isinstance(keys, str) else [key for key in keys or () if isinstance(key, str)]
