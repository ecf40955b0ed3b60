"""Any text that git hands over -> what `git diff` compares in its place: which keys there are, and by a fingerprint
each whether its ciphertext is another one. Never a value, nor what is encrypted; no key is needed.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import Json, JsonMap
from generator.secrets.file import CIPHERTEXT, SecretFile, fingerprint, read

_SHOWN = ("apiVersion", "kind", "type")
_SETTINGS = ("encrypted_regex", "mac_only_encrypted", "version", "lastmodified")
_NAMING = ("recipient", "arn", "fp", "resource_id", "key_id", "vaultUrl", "name", "vault_address", "key_name")
"""What tells recipients apart, of whatever kind (https://getsops.io/docs/#key-groups)."""

_CONFLICT = b"<<<<<<< "


def text(content: bytes) -> str:
    return "".join(f"{line}\n" for line in _lines(content))


def _lines(content: bytes) -> Iterator[str]:
    if not content.strip():
        return
    file = read("", content)
    if file.document is None:
        yield _broken(content, file.problem)
        return
    yield from _head(file.document)
    for (section, key), value in file.leaves.items():
        yield f"{section}.{_plain(key)}: {_mark(value)}"
    if file.sops:
        yield from _envelope(file)
    else:
        yield "not encrypted"


def _broken(content: bytes, problem: tuple[str, str, int, int]) -> str:
    """Its size stands for what it says: a digest of what may be plaintext would give it away to who can guess."""
    rule, _, line, column = problem
    why = "merge-conflict markers" if content.startswith(_CONFLICT) or b"\n" + _CONFLICT in content else rule
    lines = content.count(b"\n")
    return f"cannot be read as a Secret: {why} at {line}:{column} of {lines} lines, {len(content)} bytes"


def _head(document: JsonMap) -> Iterator[str]:
    for name in _SHOWN:
        if isinstance(document.get(name), str):
            yield f"{name}: {_plain(document[name])}"
    metadata = document.get("metadata")
    for name, value in metadata.items() if isinstance(metadata, dict) else ():
        shown = name in ("name", "namespace") and isinstance(value, str)
        yield f"metadata.{_plain(name)}: {_plain(value) if shown else '(not shown)'}"
    for name in document:
        if name not in (*_SHOWN, "metadata", "data", "stringData", "sops"):
            yield f"{_plain(name)}: (not shown)"


def _mark(value: Json) -> str:
    if value in ("", None):
        return "empty"
    return fingerprint(value) if isinstance(value, str) and CIPHERTEXT.fullmatch(value) else "NOT ENCRYPTED"


def _envelope(file: SecretFile) -> Iterator[str]:
    """Who can decrypt it, how it is encrypted, and when it was."""
    for name, value in file.sops.items():
        for entry in value if isinstance(value, list) else ():
            yield from _recipients(name, entry)
    for name in _SETTINGS:
        if isinstance(file.sops.get(name), str | bool):
            value = file.sops[name]
            yield f"sops.{name}: {str(value).lower() if isinstance(value, bool) else _plain(value)}"
    yield f"sops.mac: {_mark(file.sops.get('mac'))}"


def _recipients(kind: str, entry: Json) -> Iterator[str]:
    """One recipient, or a group of them."""
    if not isinstance(entry, dict):
        return
    naming = [_plain(entry[name]) for name in _NAMING if isinstance(entry.get(name), str) and entry[name]]
    if naming:
        yield f"sops.{_plain(kind)}: {' '.join(naming)}"
    for name, value in entry.items():
        for inner in value if isinstance(value, list) else ():
            yield from _recipients(f"{kind}.{name}", inner)


def _plain(word: str) -> str:
    """On one line, without what a terminal would obey."""
    return str(word) if str(word).isprintable() else ascii(word)
