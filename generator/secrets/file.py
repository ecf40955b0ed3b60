"""The text of an encrypted Secret -> its parts, without any key."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from msgspec import Struct

from generator.json_types import Json, JsonMap, as_map
from generator.secrets import as_written
from generator.tree.ownership import digest

FOLDER = "secrets"
SUFFIX = ".sops.yaml"
SECTIONS = ("data", "stringData")
"""The fields whose values are encrypted, in the order in which they stand in a file."""

CIPHERTEXT = re.compile(
    r"ENC\[AES256_GCM,data:(?P<data>[A-Za-z0-9+/]+={0,2}),iv:(?P<iv>[A-Za-z0-9+/]{43}=),tag:(?P<tag>[A-Za-z0-9+/]{22}==)"
    r",type:(?P<type>str|int|float|bool|bytes|comment)\]"
)
"""A value as sops 3 writes it: 32 random bytes, 16 of authentication, and the type of the plaintext
(https://getsops.io/docs/#encryption-protocol)."""


class Place(Struct, frozen=True):
    """Which environment's Secret a file holds, told by its path: `secrets/ENVIRONMENT/SERVICE[.LABEL].sops.yaml`."""

    environment: str
    service: str
    label: str = ""

    @property
    def path(self) -> str:
        return f"{FOLDER}/{self.environment}/{self.stem}{SUFFIX}"

    @property
    def stem(self) -> str:
        return f"{self.service}.{self.label}" if self.label else self.service

    def __str__(self) -> str:
        return f"{self.environment}/{self.stem}"


def place_of(path: str) -> Place | None:
    """None for a path that is not one of a Secret of ours."""
    parts = path.split("/")
    if len(parts) != 3 or parts[0] != FOLDER or not path.endswith(SUFFIX):
        return None
    service, _, label = parts[2].removesuffix(SUFFIX).partition(".")
    return Place(parts[1], service, label) if service else None


def service_of(path: str) -> str:
    """The service that a file is of; empty for any other path."""
    place = place_of(path)
    return place.service if place else ""


@dataclass(frozen=True)
class SecretFile:
    """One file. `document` is what it says; None where it is not YAML that can be read, and `problem` says why, with
    line and column."""

    path: str
    content: bytes = field(repr=False)
    document: JsonMap | None = field(repr=False)
    problem: tuple[str, str, int, int] = ("", "", 1, 1)

    @cached_property
    def leaves(self) -> dict[tuple[str, str], Json]:
        """Every value of `data` and `stringData`, by section and key."""
        sections = ((section, (self.document or {}).get(section)) for section in SECTIONS)
        return {(name, key): item for name, own in sections if isinstance(own, dict) for key, item in own.items()}

    @property
    def keys(self) -> dict[str, str]:
        """What stands for the value of each key; `stringData` is over `data`, as the API server has it."""
        return {key: text for (_, key), text in self.leaves.items() if isinstance(text, str)}

    @property
    def metadata(self) -> JsonMap:
        return as_map((self.document or {}).get("metadata"))

    @property
    def name(self) -> str:
        return str(self.metadata.get("name", ""))

    @property
    def type(self) -> str:
        return str((self.document or {}).get("type", "Opaque"))

    @property
    def sops(self) -> JsonMap:
        return as_map((self.document or {}).get("sops"))

    @cached_property
    def recipients(self) -> tuple[str, ...]:
        """The age keys that can decrypt it, sorted; those of key groups among them."""
        groups = self.sops.get("key_groups")
        holders = (
            [self.sops, *(as_map(group) for group in groups if groups)] if isinstance(groups, list) else [self.sops]
        )
        entries = [entry for holder in holders for entry in holder.get("age") or [] if isinstance(entry, dict)]
        return tuple(sorted(str(entry.get("recipient", "")) for entry in entries))

    def location(self, path: tuple[str | int, ...], *, key: bool = False) -> tuple[int, int]:
        """The line and column of a field."""
        from generator.catalog.yaml_source import locate

        return locate(self.content, path, key=key)


def fingerprint(ciphertext: str) -> str:
    """Tells one ciphertext from another, and nothing of what it stands for."""
    return digest(ciphertext.encode())


def read(path: str, content: bytes) -> SecretFile:
    document = as_written.document(content)
    if document is not None:
        return SecretFile(path, content, document)
    from generator.catalog import yaml_source

    parsed = yaml_source.parse(content)
    problem = next(iter(parsed.problems), None)
    if problem:
        return SecretFile(path, content, None, (problem.rule, problem.message, problem.line, problem.column))
    if not isinstance(parsed.data, dict):
        return SecretFile(path, content, None, ("not-a-secret", "there is no Secret in it", 1, 1))
    return SecretFile(path, content, parsed.data)
