"""What pages show of encrypted files, with `…` for what nobody reads -> files as sops writes them.

`ENC[AES256_GCM,data:WORD…]` is a ciphertext, the same for the same word; `age1alice…` is the public key of a person;
in `sops`, `age: …` is Alice as the one recipient, `enc: WORD…` is the data key as it is wrapped for somebody, and
`KEY: …` is what sops says there; `sops: …` is all of it. The keys are made for each run.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial

from tests.secrets.age_keys import KeyPair

_MAC = re.compile(r"^  mac: ENC\[AES256_GCM,data:(\w+)…\]$", re.MULTILINE)
_CIPHERTEXT = re.compile(r"ENC\[AES256_GCM,data:(\w+)…\]")
_PERSON = re.compile(r"age1([a-z]+)…")
_LINE = re.compile(r"^( *)(- )?(enc|mac|age|lastmodified): (\w*)…$", re.MULTILINE)
_SOPS = """\
sops:
  age: …
  lastmodified: …
  mac: …
  encrypted_regex: ^(data|stringData)$
  mac_only_encrypted: true
  version: 3.13.3"""
_NOW = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"


def whole(text: str, path: str, keys: Mapping[str, KeyPair]) -> str:
    """`path` is that of the file: files have different data keys."""
    text = re.sub(r"^sops: …$", _SOPS, text, flags=re.MULTILINE)
    text = _LINE.sub(partial(_line, path), text)
    text = _MAC.sub(lambda found: f"  mac: {_ciphertext(found[1], 128)}", text)
    text = _CIPHERTEXT.sub(lambda found: _ciphertext(found[1]), text)
    text = text.replace("AGE-SECRET-KEY-1…", keys["alice"].private)
    return _PERSON.sub(lambda found: keys[found[1]].public, text)


def _line(path: str, found: re.Match[str]) -> str:
    name, indent = found[3], " " * (len(found[1]) + len(found[2] or "") + 2)
    start = f"{found[1]}{found[2] or ''}{name}: "
    if name == "enc":
        return start + _armored(path + found[4], indent)
    if name == "age":
        return f"{start}\n{indent}- recipient: age1alice…\n{indent}  enc: {_armored(path, indent + '    ')}"
    return start + {"mac": _ciphertext(f"mac of {path}", 128), "lastmodified": f'"{_NOW}"'}[name]


def _bytes(word: str, size: int) -> str:
    return b64encode(hashlib.shake_256(word.encode()).digest(size)).decode()


def _ciphertext(word: str, size: int = 12) -> str:
    parts = [_bytes(f"{name} of {word}", length) for name, length in (("data", size), ("iv", 32), ("tag", 16))]
    return "ENC[AES256_GCM,data:{},iv:{},tag:{},type:str]".format(*parts)


def _armored(word: str, indent: str) -> str:
    text = _bytes(f"data key of {word}", 144)
    lines = (text[at : at + 64] for at in range(0, len(text), 64))
    body = "".join(f"{indent}{line}\n" for line in lines)
    begin, end = (f"{indent}-----{word} AGE ENCRYPTED FILE-----" for word in ("BEGIN", "END"))
    return f"|\n{begin}\n{body}{end}"
