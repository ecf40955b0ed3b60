"""kubeconform's own message -> problems, for what our validator cannot explain: what is no manifest, Go's patterns.

The message may quote what it read, and what it read may be a Secret: nothing of it is passed on but what is known to be
free of values. The forms: https://github.com/yannh/kubeconform/blob/v0.8.0/pkg/validator/validator.go
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.json_types import dotted
from generator.problems import Problem

UNREADABLE = "unreadable-manifest"
NO_MANIFEST = "not a manifest: expected a map with apiVersion, kind and metadata"
"""Where kubeconform says nothing that is known to be free of values."""

_DUPLICATE = re.compile(r'line (\d+): key "([^"]*)" already set in map')
_SYNTAX = re.compile(r"yaml: (line \d+: )?((?:did not|found|mapping|block|could not|control|unknown anchor)\b.*)")
_KEY = re.compile(r"missing '(apiVersion|kind)' key")
_FILE = re.compile(r"(?:open|lstat|read) .*: ([a-z ]+)$")
_LEAF = re.compile(r"- at '([^']*)': (.*?)(?= +- at '|$)")
_VAGUE = re.compile(r"validation failed|\w+ failed(, none matched)?$")


def problems(message: str, *, hide: bool) -> list[Problem]:
    """At least one; with `hide`, of a message about a Secret, only the fields."""
    return [*_unreadable(message), *_leaves(message, hide=hide)] or [Problem(UNREADABLE, "", NO_MANIFEST)]


def _unreadable(message: str) -> Iterator[Problem]:
    duplicates = _DUPLICATE.findall(message)
    for line, key in duplicates:
        yield Problem("duplicate-key", "", f"key {key} is set twice, again in line {line} of the document")
    if duplicates:
        return
    for line, text in _SYNTAX.findall(message):
        yield Problem(UNREADABLE, "", f"not YAML: {line}{text}")
    for key in _KEY.findall(message):
        yield Problem("missing-field", key, f"missing required field {key}")
    for text in _FILE.findall(message):
        yield Problem(UNREADABLE, "", f"cannot be read: {text}")


def _leaves(message: str, *, hide: bool) -> Iterator[Problem]:
    for pointer, text in _LEAF.findall(message):
        if not _VAGUE.match(text):
            path = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
            field = dotted(tuple(int(part) if part.isdecimal() else part for part in path))
            yield Problem("wrong-value", field, "not a value that the schema allows" if hide else text.lower())
