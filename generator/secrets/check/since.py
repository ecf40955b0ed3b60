"""Encrypted files now and at the last commit -> changes that nobody made who had the key.

sops binds a ciphertext to its key and to its file's data key, and the MAC to all values in their order and to the time
(https://getsops.io/docs/#encryption-protocol). So what was moved by hand cannot be decrypted any more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.findings import Finding
from generator.json_types import JsonMap, dotted
from generator.secrets.check.envelope import CIPHERTEXT_START
from generator.secrets.check.subject import Subject, text
from generator.secrets.file import SecretFile, place_of
from generator.secrets.merging import has_rotated, wrapped

Files = Mapping[str, SecretFile]
"""By path."""

Leaf = tuple[str, str, str]
"""The path of a file, a section and a key."""

_STAMPS = ("lastmodified", "mac", "version")
_RECIPIENTS = ("age", "pgp", "kms", "gcp_kms", "azure_kv", "hc_vault", "hckms", "key_groups", "shamir_threshold")


def since_commit(current: Files, committed: Files, committed_at: int = 0) -> Iterator[Finding]:
    """`current` holds the files there are, or those of them that changed; `committed` what the last commit has of those
    that changed, removed ones among them. `committed_at` is its time in seconds, 0 where that is not known."""
    known = {**{path: file for path, file in current.items() if path not in committed}, **committed}
    of_new, of_changed = _origins(committed), _origins(known)
    for path, file in sorted(current.items()):
        before = committed.get(path) or _renamed_from(file, current, committed)
        if file.document is None or (before and before.content == file.content and before.path == path):
            continue
        subject = Subject(file, place_of(path), None, committed_at)
        moved = list(_moved(subject, current, known, of_changed if path in committed else of_new))
        yield from moved
        if before and before.sops and file.sops and not moved:
            yield from _unsigned(subject, before)
            yield from _known_data_key(subject, before)


def _known_data_key(subject: Subject, before: SecretFile) -> Iterator[Finding]:
    """Who was removed has the data key, and with it all that is encrypted under it later: sops wraps the same one for
    those who stay (`updatekeys`)."""
    removed = set(before.recipients) - set(subject.file.recipients)
    if removed and not has_rotated(before, subject.file):
        who = ", ".join(key[:16] for key in sorted(removed))
        message = f"{who} was removed since the last commit, and knows the data key, which is still the same"
        yield subject.fault("known-data-key", message, ("sops", "age"), subject.rotated)


def _origins(committed: Files) -> dict[str, list[Leaf]]:
    """Where each ciphertext stood."""
    found: dict[str, list[Leaf]] = {}
    for path, file in committed.items():
        for (section, key), value in file.leaves.items():
            if isinstance(value, str) and value.startswith(CIPHERTEXT_START):
                found.setdefault(value, []).append((path, section, key))
    return found


def _renamed_from(file: SecretFile, current: Files, committed: Files) -> SecretFile | None:
    gone = (other for path, other in sorted(committed.items()) if path not in current)
    return next((other for other in gone if _same_data_key(file, other)), None)


def _same_data_key(one: SecretFile, other: SecretFile) -> bool:
    """What is encrypted is never the same twice. `updatekeys` makes anew what each recipient has, and keeps the MAC."""
    return bool(wrapped(one) & wrapped(other)) or (
        bool(one.sops.get("mac")) and one.sops["mac"] == other.sops.get("mac")
    )


def _moved(subject: Subject, current: Files, known: Files, origins: Mapping[str, list[Leaf]]) -> Iterator[Finding]:
    """`known` are the files in which the `origins` of ciphertexts are."""
    path = subject.file.path
    for (section, key), value in subject.file.leaves.items():
        places = origins.get(value, []) if isinstance(value, str) else []
        same = [place[0] for place in places if place[1:] == (section, key)]
        if not places or path in same or any(_same_data_key(subject.file, known[other]) for other in same):
            continue
        if known[path] is subject.file and any(other not in current for other in same):
            # A new file for one that is gone: renamed, and encrypted for other recipients; it may be well.
            continue
        yield _was_moved(subject, section, key, places[0])


def _was_moved(subject: Subject, section: str, key: str, origin: Leaf) -> Finding:
    path, *field = origin
    if path == subject.file.path:
        message = f"this is the ciphertext of {dotted(tuple(field))}, and under another key it cannot be decrypted"
    else:
        message = (
            f"this is the ciphertext of {dotted(tuple(field))} in {path}, and in another file it cannot be decrypted"
        )
    hint = f"undo that, by hand or with `git checkout`, and give a value to the key: {subject.set(key)}"
    return subject.fault("moved-ciphertext", message, (section, key), hint)


def _unsigned(subject: Subject, before: SecretFile) -> Iterator[Finding]:
    """Of values, MAC and time one changed without the others. An empty value adds nothing to the MAC."""
    file = subject.file
    key = _changed_key(before, file)
    mac = file.sops.get("mac") != before.sops.get("mac")
    time = text(file.sops.get("lastmodified")) != text(before.sops.get("lastmodified"))
    hint = (
        f"take the file from the last commit (`git checkout -- {file.path}`), and change it with `kubecatalog secrets`"
    )
    if key and not mac:
        message = f"{_what(before, file, key)}, and the MAC is still the old one: sops refuses the file"
        path = key if key in file.leaves else ("sops", "mac")
        yield subject.fault("change-without-mac", message, path, hint)
    elif time and not mac:
        message = "lastmodified changed, and the MAC is still the old one: sops refuses the file"
        yield subject.fault("change-without-mac", message, ("sops", "lastmodified"), hint)
    elif mac and not key and _clear_text(before) == _clear_text(file):
        message = "the MAC is another one, and no value changed"
        yield subject.fault("mac-without-change", message, ("sops", "mac"), hint, "warning" if time else "error")
    elif mac and not time and _before(before, subject.now):
        message = "the MAC is another one, and lastmodified is still the old one: it is the MAC of another file"
        yield subject.fault("mac-without-change", message, ("sops", "mac"), hint)


def _changed_key(before: SecretFile, after: SecretFile) -> tuple[str, str] | None:
    """The first that has another value, or that stands elsewhere; empty ones aside."""
    old, new = _in_order(before), _in_order(after)
    if list(old.values()) == list(new.values()):
        return None
    other = [key for key in new if old.get(key) != new[key]] or [key for key in old if key not in new]
    return other[0] if other else next(key for key, was in zip(new, old, strict=False) if key != was)


def _in_order(file: SecretFile) -> dict[tuple[str, str], object]:
    order = list(file.document or ())
    leaves = [(path, value) for path, value in file.leaves.items() if value not in ("", None)]
    return dict(sorted(leaves, key=lambda leaf: order.index(leaf[0][0])))


def _what(before: SecretFile, after: SecretFile, key: tuple[str, str]) -> str:
    if key not in before.leaves:
        return f"{key[1]} was added"
    if key not in after.leaves:
        return f"{key[1]} was removed"
    moved = before.leaves[key] == after.leaves[key]
    return f"{key[1]} was moved to another line" if moved else f"the value of {key[1]} changed"


def _clear_text(file: SecretFile) -> tuple[bytes, JsonMap]:
    """What may be the reason of a new MAC, beside values: a field, a comment, an empty value, a setting."""
    head = file.content.partition(b"\nsops:")[0]
    return head, {name: value for name, value in file.sops.items() if name not in (*_STAMPS, *_RECIPIENTS)}


def _before(file: SecretFile, committed_at: int) -> bool:
    """Whether it was written well before that commit, so that a change since then has another time."""
    from generator.secrets.check.stamp import modified

    at = modified(file)
    return at is not None and at + 1 < committed_at
