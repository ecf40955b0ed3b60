"""A file and the encrypted Secrets of the repository -> whether it is one of them, decrypted: a manifest, a dotenv or
JSON file with the same keys, or a file whose name says so."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from generator.cache.index import Known
from generator.json_types import Json
from generator.secrets.leaks.leak import Leak, is_in_the_clear, listed, place

RULE = "decrypted-copy"

_DECRYPTED = re.compile(r"\.(?:dec|decrypted)(?:\.(?:ya?ml|json|env|ini|txt|toml|properties))?$", re.IGNORECASE)
_DOTENV = re.compile(r"(?:^|/)\.env(?:\.[^/]*)?$|\.(?:dot)?env$")
_ASSIGNMENT = re.compile(r"^[ \t]*(?:export[ \t]+)?([-._A-Za-z0-9]+)[ \t]*=[ \t]*([^\r\n]*)", re.MULTILINE)
_ENCRYPTED = re.compile(r"ENC\[AES256_GCM,data:|-----BEGIN AGE ENCRYPTED FILE-----|^age-encryption\.org/", re.MULTILINE)
"""What a file that sops or age wrote holds."""

ENCRYPTED_NAME = re.compile(r"(?:.*/)?[^./][^/]*\.sops\.(?:yaml|yml|json|env|ini|toml)")
"""How people call files that sops has encrypted; `.sops.yaml` itself is none."""

_HINT = "remove it, and ignore such files in .gitignore; take its values to be known if anybody else has seen them"


class Copies(Struct, frozen=True):
    """`secrets` are the encrypted ones, by path: the name, and the keys in the form in which they are compared."""

    secrets: Mapping[str, tuple[str, frozenset[str]]]
    keys: frozenset[str]
    """Those of all of them."""

    @classmethod
    def of(cls, known: Mapping[str, Known]) -> Copies:
        encrypted = ((path, file) for path, file in sorted(known.items()) if file.modified and file.keys)
        secrets = {path: (file.name, frozenset(map(_folded, file.keys))) for path, file in encrypted}
        return cls(secrets, frozenset().union(*(keys for _, keys in secrets.values())))

    def may_be(self, path: str) -> bool:
        """Whether a file is looked at because of its name."""
        if path in self.secrets:
            return False
        if _DECRYPTED.search(path) or ENCRYPTED_NAME.fullmatch(path):
            return True
        return bool(self.secrets and (path.endswith(".json") or _DOTENV.search(path)))

    def with_keys(self, names: frozenset[str]) -> str:
        """The path of a Secret that has all of the keys; one is enough to tell only where it has no more."""
        for path, (_, keys) in self.secrets.items() if names and names <= self.keys else ():
            if names <= keys and (len(names) > 1 or names == keys):
                return path
        return ""


def is_plain(content: bytes) -> bool:
    """Whether there is anything in a file that is not encrypted."""
    return bool(content.strip()) and not _ENCRYPTED.search(content.decode("latin-1"))


def _folded(key: str) -> str:
    """A key as an environment variable is called after it."""
    return re.sub(r"[-._]", "-", key.lower())


def named(leak: Leak, path: str, copies: Copies) -> Leak:
    """A plain Secret under the name of the encrypted one that it is a copy of."""
    keys = {_folded(key) for _, key in leak.keys}
    for other, (name, own) in copies.secrets.items():
        if other != path and name == leak.name and keys & own:
            message = f"this is {other} in the clear: {listed([key for _, key in leak.keys])}"
            return replace(leak, rule=RULE, message=message, hint=_HINT)
    return leak


def leaks(path: str, text: str, copies: Copies) -> Iterator[Leak]:
    """Of a file that is no manifest."""
    values = _values(path, text, copies)
    plain = [name for name, value in values.items() if is_in_the_clear(value)]
    other = copies.with_keys(frozenset(map(_folded, plain)))
    if other:
        first = re.search(rf"^.*?(?<![-._A-Za-z0-9])({re.escape(plain[0])})(?![-._A-Za-z0-9])", text, re.MULTILINE)
        where = place(text, first.start(1)) if first else (1, 1)
        message = f"these are values of {other} in the clear: {listed(plain)}"
        yield Leak(RULE, message, _HINT, *where, copies.secrets[other][0], tuple(("", name) for name in plain))
    elif _DECRYPTED.search(path) and text.strip() and not _ENCRYPTED.search(text):
        yield Leak(
            RULE, "by its name this is the decrypted copy of a file, and nothing in it is encrypted", _HINT, 1, 1
        )
    elif ENCRYPTED_NAME.fullmatch(path) and text.strip() and not _ENCRYPTED.search(text):
        hint = (
            f"encrypt it: `sops encrypt --in-place {path}`; take its values to be known if anybody else has seen them"
        )
        yield Leak("plaintext-secret", "by its name this file is encrypted, and nothing in it is", hint, 1, 1)


_FIRST_KEY = re.compile(r'\s*\{\s*"([^"\\]*)"')


def _values(path: str, text: str, copies: Copies) -> dict[str, str]:
    """What a dotenv or JSON file says; empty where it is none, or says anything else."""
    if first := _FIRST_KEY.match(text):
        # Most files of JSON are something else, and long.
        return _of_json(text) if _folded(first[1]) in copies.keys else {}
    if not _DOTENV.search(path) and not _DECRYPTED.search(path):
        return {}
    return {name: re.sub(r"(?:^|\s)#.*", "", value).strip(" \t\"'") for name, value in _ASSIGNMENT.findall(text)}


def _of_json(text: str) -> dict[str, str]:
    try:
        data: Json = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    flat = {name: value.get("base64") if isinstance(value, dict) else value for name, value in data.items()}
    if any(isinstance(value, (dict, list)) for value in flat.values()):
        return {}
    return {name: "" if value is None else str(value) for name, value in flat.items()}
