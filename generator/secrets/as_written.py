"""The text of an encrypted file -> its document, where it looks exactly as sops writes a Secret for age recipients.

Read line by line, which is fifty times faster than as YAML. Whatever is unlike that gives None, and is read as YAML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.json_types import JsonMap

_TOP = re.compile(r"(apiVersion|kind|type|metadata|data|stringData|sops):(?: ([A-Za-z0-9./-]+))?")
_NAME = re.compile(r"  (name|namespace): ([a-z0-9][-a-z0-9.]*)")
_LEAF = re.compile(r'  (?P<quote>"?)([-._A-Za-z0-9]+)(?P=quote): (?:(ENC\[[^\]\s]+\])|"")')
_SETTING = re.compile(
    r"  (lastmodified|mac|encrypted_regex|mac_only_encrypted|version): "
    r'(?:"([^"\\]*)"|([^\s"\'&*!|>%@`{\[#](?:(?! #|: ).)*))'
)
_NO_TEXT = re.compile(r"[-.+_]?[0-9.]+$|0[xo]|(?:true|false|null|yes|no|on|off|y|n|~)$", re.IGNORECASE)
"""Plain scalars that YAML reads as something else than text, and some more."""

_SECTIONS = ("metadata", "data", "stringData", "sops")
_BEGIN, _END = "-----BEGIN AGE ENCRYPTED FILE-----", "-----END AGE ENCRYPTED FILE-----"
_INDENT = " " * 8
_RECIPIENT = re.compile(r"      recipient: (age1[a-z0-9]+)")


class _Unlike(Exception):
    """The text is not as sops would write it."""


def document(content: bytes) -> JsonMap | None:
    try:
        return _document(iter(content.decode("ascii").splitlines()))
    except (UnicodeDecodeError, _Unlike):
        return None


def _document(lines: Iterator[str]) -> JsonMap:
    found: JsonMap = {}
    for line in lines:
        if match := _LEAF.fullmatch(line):
            _must(list(found)[-1:] in (["data"], ["stringData"]) and (match["quote"] or not _NO_TEXT.match(match[2])))
            _add(found[list(found)[-1]], match[2], match[3] or "")
        elif match := _TOP.fullmatch(line):
            name, text = match[1], match[2]
            _must((text is None) == (name in _SECTIONS) and not (text and _NO_TEXT.match(text)))
            _add(found, name, {} if text is None else text)
            if name == "sops":
                _settings(lines, found[name])
                return found
        elif match := _NAME.fullmatch(line):
            _must(list(found)[-1:] == ["metadata"] and not _NO_TEXT.match(match[2]))
            _add(found["metadata"], match[1], match[2])
        else:
            raise _Unlike
    raise _Unlike


def _settings(lines: Iterator[str], sops: JsonMap) -> None:
    for line in lines:
        if line == "  age:":
            _add(sops, "age", [])
        elif line == "    - enc: |" and list(sops) == ["age"]:
            sops["age"].append(_recipient(lines))
        elif match := _SETTING.fullmatch(line):
            name, quoted, plain = match.groups()
            if name == "mac_only_encrypted":
                _must(plain in ("true", "false"))
                _add(sops, name, plain == "true")
            else:
                _must(plain is None or name != "lastmodified")
                _must(plain is None or not _NO_TEXT.match(plain) or (name == "version" and plain.count(".") == 2))
                _add(sops, name, plain if quoted is None else quoted)
        else:
            raise _Unlike


def _recipient(lines: Iterator[str]) -> JsonMap:
    """One item of `age`: the data key as that recipient can read it."""
    _must(next(lines, "") == _INDENT + _BEGIN)
    body = [_BEGIN]
    while body[-1] != _END:
        line = next(lines, "")
        _must(line.startswith(_INDENT) and line[len(_INDENT) :].strip() == line[len(_INDENT) :] != "")
        body.append(line[len(_INDENT) :])
    match = _RECIPIENT.fullmatch(next(lines, ""))
    if match is None:
        raise _Unlike
    return {"enc": "\n".join([*body, ""]), "recipient": match[1]}


def _add(holder: JsonMap, name: str, value: object) -> None:
    _must(name not in holder)
    holder[name] = value


def _must(holds: object) -> None:
    if not holds:
        raise _Unlike
