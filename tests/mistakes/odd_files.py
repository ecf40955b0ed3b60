"""Files that can carry no marks, being no text or no files: how each is made, and what is said of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from tests.mistakes.marks import Expected

SERVICES = "catalog/services"
_NAME = "at most 63 lower-case letters, digits and dashes, with a letter or digit at both ends"
_FIELDS = "write `field: value` lines, or delete the file"
_FILE = "put a file there that can be read, or remove it"

Make = Callable[[Path], object]


def _sized(size: int) -> Make:
    def make(path: Path) -> None:
        with path.open("wb") as file:
            file.truncate(size)

    return make


def _bytes(content: bytes) -> Make:
    return lambda path: path.write_bytes(content)


def _link(target: str) -> Make:
    return lambda path: path.symlink_to(target)


LONG = "n" * 64

ODD: dict[str, tuple[Make, Expected]] = {
    name: (make, Expected(f"{SERVICES}/{name}", line, column, rule, message, hint))
    for name, make, line, column, rule, message, hint in (
        (
            "large.yaml", _sized(50_000_000), 1, 1, "file-too-large",
            "the file has 50,000,000 bytes; at most 1,000,000 are read", "keep large content out of the catalog",
        ),
        ("empty.yaml", _bytes(b""), 1, 1, "empty-file", "the file is empty", _FIELDS),
        (
            "latin.yaml", _bytes(b"image: a:1\nowner: caf\xe9\n"), 2, 11, "invalid-encoding",
            "byte 0xe9 is not valid UTF-8", "save the file as UTF-8",
        ),
        (
            "utf16.yaml", _bytes("image: a:1\n".encode("utf-16")), 1, 1, "invalid-encoding",
            "byte 0xff is not valid UTF-8", "save the file as UTF-8",
        ),
        (
            "control.yaml", _bytes('image: a:1\nowner: "café\x07"\n'.encode()), 2, 13, "invalid-yaml",
            "the control character U+0007 is not allowed", "remove it",
        ),
        (
            "windows.yaml", _bytes(b"\xef\xbb\xbfimage: a:1\r\nowner: 1\r\n"), 2, 8, "unquoted-string",
            "found 1, expected a string", 'write "1"',
        ),
        (
            "outside.yaml", _link("/etc/hostname"), 1, 1, "symlink-outside",
            "the file is a link that leads out of catalog/", "put the file itself there",
        ),
        (
            "beside.yaml", _link("../../README.md"), 1, 1, "symlink-outside",
            "the file is a link that leads out of catalog/", "put the file itself there",
        ),
        (
            "dangling.yaml", _link("nowhere.yaml"), 1, 1, "unreadable-file",
            "the file cannot be read: it is a link to a file that does not exist", _FILE,
        ),
        (
            "loop.yaml", _link("loop.yaml"), 1, 1, "unreadable-file",
            "the file cannot be read: it is a link to itself", _FILE,
        ),
        ("folder.yaml", Path.mkdir, 1, 1, "unreadable-file", "found a folder, expected a file", _FILE),
        ("pipe.yaml", os.mkfifo, 1, 1, "unreadable-file", "found a pipe, socket or device, expected a file", _FILE),
        (
            "sound.yml", _bytes(b"image: a:1\n"), 1, 1, "duplicate-service",
            'the service "sound" is already described in catalog/services/sound.yaml',
            "rename or remove one of the two files",
        ),
        (
            "Upper_Case.yaml", _bytes(b"image: a:1\n"), 1, 1, "invalid-service-name",
            f'"Upper_Case" cannot name a service, expected {_NAME}', "rename the file, for example to upper-case.yaml",
        ),
        (
            f"{LONG}.yaml", _bytes(b"image: a:1\n"), 1, 1, "invalid-service-name",
            f'"{LONG}" of 64 characters cannot name a service, expected {_NAME}',
            "rename the file, for example to orders-api.yaml",
        ),
        (
            "two\nlines.yaml", _bytes(b"image: a:1\n"), 1, 1, "invalid-service-name",
            f'"two\nlines" cannot name a service, expected {_NAME}', "rename the file, for example to two-lines.yaml",
        ),
        (
            "shouting.YAML", _bytes(b"image: a:1\n"), 1, 1, "unread-file",
            "a file that ends in .YAML is not read", "rename it to shouting.yaml",
        ),
    )
}  # fmt: skip

NAMED: dict[str, Make] = {"latin.yml": _bytes(b"caf\xe9"), "link.yml": _link("/etc/hostname"), "tube.yml": os.mkfifo}
"""Files that `storage.yaml` names, below `catalog/services/files/`."""
