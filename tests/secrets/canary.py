"""Values that must not be seen -> every form in which they are, in bytes and in folders."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import urllib.parse
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

Forms = Mapping[bytes, tuple[str, str]]
"""What to look for -> the form it is in, and the canary it stands for."""


class Finding(NamedTuple):
    kind: str  # write, memory, name, attribute, mapping, argument, environment, socket, file, stdout, stderr
    place: str  # the path of the file, or of the program that was started
    form: str  # raw, base64, hex, json, url; of a mapping nothing is known
    canary: str


def forms_of(canaries: Iterable[bytes]) -> Forms:
    """What to look for -> the form it is in, and the canary it stands for."""
    forms: dict[bytes, tuple[str, str]] = {}
    for canary in canaries:
        if len(canary) < 8:
            raise ValueError(f"a canary of {len(canary)} bytes is found by chance; at least 8 are needed")
        for form, sought in _written(canary):
            forms.setdefault(sought, (form, canary.decode(errors="replace")))
    return forms


def _written(canary: bytes) -> Iterator[tuple[str, bytes]]:
    yield "raw", canary
    for before in range(3):  # base64 of a longer text, in which it can begin at any of three places
        coded = base64.b64encode(bytes(before) + canary)
        coded = coded[(0, 2, 3)[before] : len(coded) - (0, 3, 2)[(before + len(canary)) % 3]]
        yield "base64", coded
        yield "base64", coded.translate(bytes.maketrans(b"+/", b"-_"))
    yield "hex", canary.hex().encode()
    yield "hex", canary.hex().upper().encode()
    with contextlib.suppress(UnicodeDecodeError):
        for ascii_only in (True, False):
            escaped = json.dumps(canary.decode(), ensure_ascii=ascii_only)[1:-1]
            yield "json", escaped.encode()
            for char in "<>&":  # as Go escapes them
                escaped = escaped.replace(char, f"\\u{ord(char):04x}")
            yield "json", escaped.encode()
    yield "url", urllib.parse.quote(canary, safe="").encode()
    yield "url", urllib.parse.quote(canary).encode()
    yield "url", urllib.parse.quote_plus(canary).encode()


def found(kind: str, place: str, content: bytes, forms: Forms) -> Iterator[Finding]:
    return (Finding(kind, place, *meaning) for sought, meaning in forms.items() if sought in content)


def search(folders: Iterable[Path], forms: Forms) -> Iterator[Finding]:
    for path in (path for folder in folders for path in folder.rglob("*")):
        yield from found("name", str(path), os.fsencode(path), forms)
        if path.is_symlink():
            yield from found("name", str(path), os.fsencode(path.readlink()), forms)
        elif path.is_file():
            yield from found("file", str(path), path.read_bytes(), forms)
