"""The platform file, as it is and as it was -> whose a public key is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from generator.catalog.load import PLATFORM_FILE
from generator.git import Repository, repository
from generator.json_types import JsonMap, as_map
from generator.model.recipients import several
from generator.secrets.check.recipient_words import Recipient

SHOWN = 12
"""So many characters of an age key tell it from others."""


def owners(platform: JsonMap) -> dict[str, str]:
    """By public key. `platform` may be of any shape: it is not checked where it is one of long ago."""
    found: dict[str, str] = {}
    for name, fields in as_map(platform.get("environments")).items():
        keys = several(as_map(as_map(fields).get("secrets")).get("cluster"))
        found |= dict.fromkeys(keys, f"the cluster of {name}")
    for name, keys in as_map(as_map(platform.get("secrets")).get("people")).items():
        found |= dict.fromkeys(several(keys), str(name))
    return found


class Names:
    """Of keys that the platform file does not name any more, git is asked."""

    def __init__(self, root: Path, environ: Mapping[str, str], platform: JsonMap) -> None:
        self._root = root
        self._environ = environ
        self._owners = owners(platform)

    def name(self, recipient: Recipient) -> str:
        """Who has a key; empty where nothing tells."""
        kind, key = recipient
        if kind == "age" and key and key not in self._owners:
            former = (found[key] for found in self._former(key) if key in found)
            self._owners[key] = next(former, "")
        return self._owners.get(key, "") if kind == "age" else ""

    def shown(self, recipient: Recipient) -> str:
        kind, key = recipient
        if kind != "age":
            return f"{kind} {key}"
        name = self.name(recipient)
        return f"{name} ({key[:SHOWN]})" if name else f"{key[:SHOWN]} (nobody knows whose)"

    def as_json(self, recipient: Recipient) -> JsonMap:
        return {"name": self.name(recipient), "recipient": recipient[1]}

    def _former(self, key: str) -> Iterator[dict[str, str]]:
        """Whose keys were whose in the last commit, and around the last one that added or removed this key."""
        yield self._committed("HEAD")
        commit = self._asked("log", "-1", "--format=%H", f"-S{key}", "--", PLATFORM_FILE).strip().decode()
        if commit:
            yield self._committed(f"{commit}^")
            yield self._committed(commit)

    def _committed(self, revision: str) -> dict[str, str]:
        from generator.catalog.yaml_source import parse

        return owners(as_map(parse(self._asked("show", f"{revision}:./{PLATFORM_FILE}")).data))

    def _asked(self, *arguments: str) -> bytes:
        if self._repository is None:
            return b""
        # 128 where the revision has no such file, or a commit nothing before it
        result = self._repository.git(*arguments, ok=(0, 128))
        return b"" if result.code else result.stdout

    @cached_property
    def _repository(self) -> Repository | None:
        return repository(self._root, self._environ)
