"""A regular expression -> why API servers do not take it: https://github.com/google/re2/wiki/Syntax"""

from __future__ import annotations

import re

_NEVER = re.compile(r"\(\?(?:[=!>#(]|<[=!])|\\[1-9]|[*+?}]\+")
_OWN = re.compile(r"\\[pP](?:\{\^?\w+\}|\w)|\[:\^?\w+:\]|\\[zQEC]|\\x\{|\(\?P?<\w+>|\(\?[a-zA-Z-]+[:)]")
"""What Python's expressions do not have, or have elsewhere: it is left alone."""

_LARGEST_COUNT = 1000
_COUNT = re.compile(r"\{(\d+)(?:,(\d*))?\}")


def mistake(text: str) -> str:
    """Empty where there is none, as far as Python's own expressions can tell."""
    plain = text.replace("\\\\", "")
    if _NEVER.search(plain):
        return "there is no look-around, no reference and no possessive repetition"
    if any(int(number or 0) > _LARGEST_COUNT for match in _COUNT.finditer(plain) for number in match.groups()):
        return f"nothing is repeated more than {_LARGEST_COUNT} times"
    if _OWN.search(plain):
        return ""
    try:
        re.compile(text)
    except re.error as error:
        return str(error)
    return ""
