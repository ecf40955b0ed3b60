"""What two sides made of one base -> what both want, key by key; and where they want different things."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal, TypeVar

from msgspec import Struct

from generator.secrets.file import SecretFile
from generator.secrets.store import Head
from generator.secrets.values import Values

T = TypeVar("T")

Side = Literal["ours", "theirs"]


class Merged(Struct, frozen=True):
    values: Values
    conflicts: list[str]
    """The keys that both sides changed, to different values; they are not among the values."""


def merged(base: Values, ours: Values, theirs: Values, choices: Mapping[str, Side] | None = None) -> Merged:
    """`choices` decides for single keys. A key that one side removed and the other one changed is a conflict, too."""
    values: Values = {}
    conflicts = []
    for key in sorted({*base, *ours, *theirs}):
        was, our, their = base.get(key), ours.get(key), theirs.get(key)
        side = (choices or {}).get(key) or _changed(was, our, their)
        if side is None:
            conflicts.append(key)
            continue
        value = our if side == "ours" else their
        if value is not None:
            values[key] = value
    return Merged(values, conflicts)


def _changed(base: T, ours: T, theirs: T) -> Side | None:
    """The side to take; None where both changed, differently."""
    if theirs in (base, ours):
        return "ours"
    return "theirs" if ours == base else None


def head(base: SecretFile | None, ours: SecretFile, theirs: SecretFile) -> Head:
    """Name and type; ours where both sides changed them: the catalog knows better, and `check` compares with it."""
    side = {"ours": ours, "theirs": theirs}
    name = _changed(base and base.name, ours.name, theirs.name) or "ours"
    kind = _changed(base and base.type, ours.type, theirs.type) or "ours"
    return Head(side[name].name, side[kind].type)


def skeleton(base: SecretFile | None, ours: SecretFile, theirs: SecretFile) -> Side:
    """The side whose data key and ciphertext stay. Where only theirs rotated the data key it is theirs: else whoever
    was to be locked out by that could read on."""
    return "theirs" if base and has_rotated(base, theirs) and not has_rotated(base, ours) else "ours"


def has_rotated(before: SecretFile, after: SecretFile) -> bool:
    """Whether the data key is another one: then nothing of what is encrypted is as it was. A change of values leaves
    what each recipient has of the data key, a change of recipients the values and their MAC."""
    return not (wrapped(before) | _encrypted(before)) & (wrapped(after) | _encrypted(after))


def _encrypted(file: SecretFile) -> frozenset[str]:
    texts = (*file.leaves.values(), file.sops.get("mac"))
    return frozenset(text for text in texts if isinstance(text, str) and text)


def wrapped(file: SecretFile) -> frozenset[str]:
    """The data key, as each recipient can read it."""
    sops = file.sops
    groups = [group for group in sops.get("key_groups") or () if isinstance(group, dict)]
    lists = [entries for holder in (sops, *groups) for entries in holder.values() if isinstance(entries, list)]
    entries = [entry for several in lists for entry in several if isinstance(entry, dict)]
    return frozenset(str(entry["enc"]) for entry in entries if "enc" in entry)


def recipients(base: Collection[str], ours: Collection[str], theirs: Collection[str]) -> set[str]:
    """Whom both sides want: who was added by one of them is, who was removed is not."""
    return {who for who in {*ours, *theirs} if (who in ours and who in theirs) or who not in base}
