"""The name of a field -> whether its value may be secret, so that no message shows it."""

from __future__ import annotations

import re

from generator.json_types import Path

_WORDS = re.compile(r"passw|passphrase|secret|token|credential|api[-_]?key|private[-_]?key|stringData", re.IGNORECASE)
_OWN = re.compile(r"secret(s|Name|KeyRef|Ref|Key)?|imagePullSecrets?|nodePublishSecretRef|serviceAccountToken")
"""Fields of ours and of Kubernetes that hold a name, not the secret itself."""


def hides(path: Path) -> bool:
    """Whether the value at a path is not for a message."""
    of_key = path[-2:-1] == ("keys",) and bool({"secret", "secrets"} & set(path))
    return of_key or any(isinstance(step, str) and is_secret(step) for step in path)


def is_private_key(text: str) -> bool:
    """Whether a value is one whatever the field: a key that somebody took for the public one."""
    return "AGE-SECRET-KEY-" in text.upper() or "PRIVATE KEY-----" in text


def may_be_secret(line: str) -> bool:
    """Whether a line of a file may hold a secret, or the name of one."""
    return _WORDS.search(line) is not None or is_private_key(line)


def is_secret(name: str) -> bool:
    return bool(_WORDS.search(name)) and not _OWN.fullmatch(name)
