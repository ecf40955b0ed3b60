"""Names that CEL can say, and how Kubernetes writes the others: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules"""

from __future__ import annotations

import re

RESERVED = frozenset(
    "true false null in as break const continue else for function if import let loop package namespace return var void "
    "while".split()
)
_ESCAPES = {"__": "__underscores__", ".": "__dot__", "-": "__dash__", "/": "__slash__"}
_PLAIN = {escape: text for text, escape in _ESCAPES.items()}
_FIELD = re.compile(r"[a-zA-Z_./-][a-zA-Z0-9_./-]*")
_TO_ESCAPE = re.compile(r"__|[-./]")
_ESCAPED = re.compile("|".join(_PLAIN))


def escaped(field: str) -> str | None:
    """A field's name as an expression writes it; None of one that it cannot."""
    if field in RESERVED:
        return f"__{field}__"
    return _TO_ESCAPE.sub(lambda match: _ESCAPES[match[0]], field) if _FIELD.fullmatch(field) else None


def plain(field: str) -> str:
    """The field of such a name."""
    if field[:2] == field[-2:] == "__" and field[2:-2] in RESERVED:
        return field[2:-2]
    return _ESCAPED.sub(lambda match: _PLAIN[match[0]], field)
