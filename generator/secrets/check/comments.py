"""Comments between the values of a Secret -> those that sops did not encrypt.

sops itself takes them for old and lets them pass, and a value that was commented out is readable for everybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Finding
from generator.secrets.check.subject import Subject
from generator.secrets.file import SECTIONS

_FIELD = re.compile(r"([A-Za-z]+):")
_COMMENT = re.compile(r"""(?:^\s*|(?:\]["']?|""|''|:)\s+)(#.*)""")
"""On a line of its own, or behind a ciphertext, an empty value or a colon; all else there is plaintext itself."""

_ENCRYPTED = re.compile(r"#\s*ENC\[AES256_GCM,[^\]]*,type:comment\]\s*")


def plaintext_comment(subject: Subject) -> Iterator[Finding]:
    if b"#" not in subject.file.content:
        return
    section = ""
    for number, line in enumerate(subject.file.content.decode().splitlines(), start=1):
        if field := _FIELD.match(line):
            section = field[1]
        found = _COMMENT.search(line) if section in SECTIONS else None
        if found and found[1].strip("# \t") and not _ENCRYPTED.fullmatch(found[1]):
            message = "a comment between the values is not encrypted"
            hint = "remove it; if it holds a value, take that to be known"
            yield subject.at("plaintext-comment", message, (section,), hint, (number, found.start(1) + 1))
