"""Text that kustomize 5.8.1 cannot carry (measured): some characters anywhere, some words as names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.json_types import Json, JsonMap, Path, matching
from generator.model import placeholders
from generator.model.catalog import FILES
from generator.model.meaning.fault import Fault
from generator.model.plan import ServicePlan

_UNCARRIED = re.compile("[\x7f-\x9f\ufffe\uffff]")
"""Its YAML writer refuses them, but for U+0085, which comes out as a line break."""

_READ_AS_ANOTHER_TYPE = re.compile(
    r"true|True|TRUE|false|False|FALSE|null|Null|NULL|[0-9][0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?"
    r"|0[xob][0-9a-fA-F_]+|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
)

_NAMES: tuple[tuple[str, ...], ...] = (
    ("labels",),
    ("annotations",),
    ("service", "annotations"),
    ("services", "*", "annotations"),
    ("persistence", "*", "labels"),
    ("persistence", "*", "annotations"),
    ("externalSecret", "labels"),
    ("externalSecret", "annotations"),
    ("externalSecrets", "*", "labels"),
    ("externalSecrets", "*", "annotations"),
    ("metrics", "labels"),
    ("metrics", "annotations"),
    ("metrics", "scrapeConfig", "labels"),
    ("metrics", "scrapeConfig", "annotations"),
    ("prometheusRule", "labels"),
    ("prometheusRule", "annotations"),
    ("dashboards", "*", "labels"),
    ("dashboards", "*", "annotations"),
    ("grafana", "labels"),
    ("serviceAccount", "labels"),
    ("serviceAccount", "annotations"),
    ("ingress", "annotations"),
    ("config", "files"),
    ("config", "values"),
    ("configs", "*", "files"),
    ("configs", "*", "values"),
)


_SUSPICIOUS = re.compile(r"\\x7f|\\x[89]|\\uff[ef]|\\t")
"""What such characters are in Python's own writing of a value, which is searched faster than the value."""


def check(plan: ServicePlan) -> Iterator[Fault]:
    if _SUSPICIOUS.search(repr(plan.spec)):
        yield from _texts(plan.spec, ())
    for path, name in placeholders.texts(plan.spec, FILES):
        yield from _text(plan.files.get(name, ""), path, name)
    for pattern in _NAMES:
        for path, named in matching(plan.spec, pattern) if pattern[0] in plan.spec else ():
            if isinstance(named, dict):
                yield from metadata_names(named, path)


def metadata_names(named: JsonMap, path: Path) -> Iterator[Fault]:
    """Kustomize writes these names without quotes when it adds to them, and fails when it reads them again."""
    for name in named:
        if _READ_AS_ANOTHER_TYPE.fullmatch(name):
            message = f'"{name}" cannot be a name here: kustomize reads it as another type than a string'
            yield Fault("unreadable-name", (*path, name), message, f'write more than that, such as "x-{name}"')


def _texts(value: Json, path: Path) -> Iterator[Fault]:
    if isinstance(value, str):
        yield from _text(value, path, "the text")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _text(key, path, "a key")
            yield from _texts(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, (*path, index))


def _text(text: str, path: Path, what: str) -> Iterator[Fault]:
    match = _UNCARRIED.search(text)
    if match:
        line = f" in line {text.count(chr(10), 0, match.start()) + 1}" if "\n" in text else ""
        message = f"{what} holds the character U+{ord(match[0]):04X}{line}, which kustomize cannot carry"
        yield Fault("unprintable-character", path, message, "remove it; bytes belong into the image or a volume")
    # What it writes of such a text it cannot read again.
    if text.startswith("\t") and "\n" in text:
        message = f"{what} has several lines and starts with a tab, which kustomize cannot carry"
        yield Fault("leading-tab", path, message, "start with a space, an empty line or a comment")
