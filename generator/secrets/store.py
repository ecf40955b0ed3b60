"""Changes of one encrypted file, all or nothing: the new file takes the place of the old one in one step."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct

from generator.errors import KubecatalogError, ToolError
from generator.json_types import JsonMap
from generator.secrets import file as secret_file
from generator.secrets.check.subject import Subject
from generator.secrets.check.whole import refusals
from generator.secrets.file import SECTIONS, Place, SecretFile
from generator.secrets.sops import Sops, Undecryptable
from generator.secrets.sops_config import ENCRYPTED_REGEX
from generator.secrets.values import Values, must_fit, of_secret, sections

_PARTS = re.compile(rb"^(data:|stringData:|sops:)", re.MULTILINE)
"""Where the part of a file ends that is clear text."""

Change = Callable[[Values], Values]
"""What a Secret holds -> what it is to hold."""


class Head(Struct, frozen=True):
    """What stands in clear text at the top of a Secret."""

    name: str
    type: str


class Store:
    """The encrypted files of a repository. `scratch` is a folder of this process alone, on the same file system."""

    def __init__(self, root: Path, scratch: Path, sops: Sops) -> None:
        self.root = root
        self.scratch = scratch
        self.sops = sops

    def read(self, place: Place) -> SecretFile | None:
        """The file as it is; None where there is none. Raises KubecatalogError where it cannot be read."""
        if os.path.realpath(self.root / place.path) != os.path.join(os.path.realpath(self.root), place.path):
            message = f"{place.path} is a link, or in a folder that is one"
            raise KubecatalogError(message, "put the file itself there: nothing is written where a link leads")
        try:
            content = (self.root / place.path).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            message = f"{place.path} cannot be read: {error.strerror}"
            raise KubecatalogError(message, "move away what is in its place, or let yourself read it") from None
        found = secret_file.read(place.path, content)
        _must_be_readable(found, place)
        return found

    def opened(self, place: Place) -> tuple[SecretFile | None, JsonMap]:
        """The file and what it holds, as a Secret; nothing where there is no file."""
        before = self.read(place)
        return before, self._decrypted(self.root / place.path, place) if before else {}

    def values(self, place: Place) -> Values:
        """What the Secret holds; nothing where there is no file."""
        return self._values(place) if self.read(place) else {}

    def change(self, place: Place, head: Head, change: Change) -> list[str]:
        """Carry out a change; the keys whose values are other ones than before. An unchanged value keeps its
        ciphertext, and where nothing changes the file is not touched. A file without any value left is removed."""
        before, secret = self.opened(place)
        old = of_secret(secret, place.path)
        new = change(dict(old))
        changed = sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))
        if before and not changed and (before.name, before.type) == (head.name, head.type) and _holds_texts(secret):
            return []
        must_fit(new, place.path)
        if not new:
            (self.root / place.path).unlink(missing_ok=True)
        else:
            self._put(place, self.staged(place, head, new, before, secret), new)
        return changed

    def staged(self, place: Place, head: Head, new: Values, before: SecretFile | None, secret: JsonMap) -> Path:
        """A file that is to hold `new`, below the scratch folder; made from `before`, which holds `secret`."""
        if before and _keeps_its_settings(before):
            return self._changed(before, secret, place, head, new)
        return self._new(place, head, new)

    def encrypt_anew(self, place: Place, head: Head) -> None:
        """The same values by the rule as it is now, under a new data key."""
        values = self._values(place)
        self._put(place, self._new(place, head, values), values)

    def update_keys(self, place: Place) -> None:
        self._alter(place, self.sops.update_keys)

    def renew(self, place: Place) -> None:
        """A new data key, for the recipients of the rule. In one step: else a kill in between would leave a file that
        is in line and whose data key somebody knows who was removed. Who removes herself can do it in this order."""
        self._alter(place, self.sops.rotate, self.sops.update_keys)

    def _alter(self, place: Place, *steps: Callable[[Path, str], None]) -> None:
        values = self._values(place)
        staged = self._staged(place, (self.root / place.path).read_bytes())
        for step in steps:
            step(staged, place.path)
        self._put(place, staged, values)

    def _values(self, place: Place) -> Values:
        return of_secret(self._decrypted(self.root / place.path, place), place.path)

    def _decrypted(self, file: Path, place: Place) -> JsonMap:
        return self.sops.decrypt(file, place.path)

    def _new(self, place: Place, head: Head, values: Values) -> Path:
        parts = {name: own for name, own in sections(values, {}).items() if own}
        secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": head.name}, "type": head.type, **parts}
        return self._staged(place, self.sops.encrypt(place.path, secret))

    def _changed(self, before: SecretFile, secret: JsonMap, place: Place, head: Head, new: Values) -> Path:
        """The file with another content; `secret` is what it holds."""
        wanted = sections(new, secret)
        content = _with_head(before.content, head)
        if wanted["data"] and "data" not in secret:
            # sops would put it last, and the MAC is of the values in their order, which kustomize makes alphabetical.
            content = re.sub(rb"^(?=stringData:)", b"data: {}\n", content, count=1, flags=re.MULTILINE)
        staged = self._staged(place, content)
        for section in SECTIONS:
            if list(wanted[section].items()) != list((secret.get(section) or {}).items()):
                self.sops.replace(staged, place.path, section, wanted[section])
        staged.write_bytes(re.sub(rb"^(data|stringData): \{\}\n", b"", staged.read_bytes(), flags=re.MULTILINE))
        return staged

    def _staged(self, place: Place, content: bytes) -> Path:
        """A copy below the scratch folder, under the path that the rules know it by."""
        staged = self.scratch / place.path
        with _writing(place):
            staged.parent.mkdir(parents=True, exist_ok=True)
            staged.write_bytes(content)
        return staged

    def prove(self, place: Place, staged: Path, wanted: Values) -> None:
        """Raises ToolError where sops does not read from a staged file what it is to hold; who writes for others cannot
        tell."""
        with suppress(Undecryptable):
            if of_secret(self._decrypted(staged, place), place.path) != wanted:
                raise ToolError(f"{place.path}: sops does not give back what it was given", "nothing was changed")

    def _put(self, place: Place, staged: Path, wanted: Values) -> None:
        """The staged file in place, once it is proven."""
        self.prove(place, staged, wanted)
        target = self.root / place.path
        with _writing(place):
            target.parent.mkdir(parents=True, exist_ok=True)
            with staged.open("rb") as written:
                os.fsync(written.fileno())
            os.replace(staged, target)


def _must_be_readable(found: SecretFile, place: Place) -> None:
    for wrong in refusals(Subject(found, place, None, 0)):
        if wrong.rule == "plaintext-secret":
            hint = f"take its values to be known; move it away, and `kubecatalog secrets import {place} --from FILE`"
            raise KubecatalogError(f"{place.path} is not encrypted", hint)
        raise KubecatalogError(f"{wrong.source}: {wrong.message}", wrong.hint)


@contextmanager
def _writing(place: Place) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        message = f"{place.path} cannot be written: {error.strerror}"
        raise KubecatalogError(message, "it is as it was; check permissions and free space") from None


def _holds_texts(secret: JsonMap) -> bool:
    """Whether every value is what Kubernetes takes; sops can hold numbers, too."""
    return all(isinstance(text, str) for section in SECTIONS for text in (secret.get(section) or {}).values())


def _keeps_its_settings(found: SecretFile) -> bool:
    """Whether it is written and encrypted as the rules say; else all of it must be encrypted anew."""
    sops = found.sops
    if not _PARTS.search(found.content):
        return False
    order = [name for name in found.document or {} if name in SECTIONS]
    as_ruled = sops.get("encrypted_regex") == ENCRYPTED_REGEX and sops.get("mac_only_encrypted") is True
    return as_ruled and order == sorted(order)


def _with_head(content: bytes, head: Head) -> bytes:
    """The text with another name and type, where these stand as sops writes them. The MAC is not of them."""
    top, mark, rest = _PARTS.split(content, maxsplit=1)
    top = re.sub(rb"^  name: \S+$", f"  name: {head.name}".encode(), top, count=1, flags=re.MULTILINE)
    if re.search(rb"^type:", top, flags=re.MULTILINE):
        top = re.sub(rb"^type: \S+$", f"type: {head.type}".encode(), top, count=1, flags=re.MULTILINE)
    else:
        top += f"type: {head.type}\n".encode()
    return top + mark + rest
