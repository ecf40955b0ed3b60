"""Values that nobody can have meant: those that stand for others, and those with white space around them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.secrets.content.wrong import Wrong

_WORDS = frozenset(
    "changeme changeit replaceme pleasechange password passwd pass secret mysecret topsecret yoursecret yourpassword "
    "yourtoken yourkey yourapikey secretkey apikey token todo tbd fixme placeholder dummy example redacted".split()
)
"""Without their punctuation."""

_FORMS = re.compile(r"x{3,}|\*{3,}|\.{3,}|<[^<>]*>|\$\{[^{}]*\}|\{\{[^{}]*\}\}|__\w+__", re.IGNORECASE)
"""What stands for a value in examples, and where a template was not filled in."""


def findings(key: str, value: bytes) -> Iterator[Wrong]:
    try:
        text = value.decode()
    except UnicodeDecodeError:
        return
    if not text.strip():
        if text:
            yield _spaced(key, "the value is white space alone")
        return
    word = re.sub(r"[\W_]", "", text).lower()
    if _FORMS.fullmatch(text.strip()) or word in _WORDS or word == re.sub(r"[\W_]", "", key).lower():
        message = "the value is one that stands for another, as in an example"
        yield Wrong("placeholder-value", key, message, "put the real one in", "warning")
    # A text of several lines is a file, and ends with a line break.
    if text != text.strip() and len(text.strip().splitlines()) == 1:
        ends = "a line break at its end" if text.rstrip("\r\n") == text.strip() else "white space around it"
        yield _spaced(key, f"the value has {ends}")


def _spaced(key: str, message: str) -> Wrong:
    hint = "programs take it for a part of the value; put it in anew, or declare a `pattern` that allows it"
    return Wrong("white-space-around-value", key, message, hint, "warning")
