"""Characters that JSON and TOML may hold as they are, but kustomize and UTF-8 may not: written as escapes."""

from __future__ import annotations

import re

_UNCARRIED = re.compile("[\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def escaped(text: str) -> str:
    """`text`, in which such characters stand in double quotes only."""
    return _UNCARRIED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
