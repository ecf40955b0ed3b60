"""Text that kustomize 5.8.1 cannot carry (measured): some characters anywhere, some words as names of metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.json_types import Json, JsonMap, Path
from generator.model.meaning.fault import Fault
from generator.model.plan import ServicePlan

_UNCARRIED = re.compile("[\x7f-\x9f\ufffe\uffff]")
"""Its YAML writer refuses them, but for U+0085, which comes out as a line break."""

_READ_AS_ANOTHER_TYPE = re.compile(
    r"true|True|TRUE|false|False|FALSE|null|Null|NULL|[0-9][0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?"
    r"|0[xob][0-9a-fA-F_]+|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
)

_METADATA: tuple[Path, ...] = (
    ("labels",),
    ("annotations",),
    ("service", "annotations"),
    ("services", "*", "annotations"),
    ("serviceAccount", "annotations"),
    ("ingress", "annotations"),
)


def check(plan: ServicePlan) -> Iterator[Fault]:
    yield from _texts(plan.spec, ())
    for path, name in _files(plan.spec):
        match = _UNCARRIED.search(plan.files.get(name, ""))
        if match:
            line = plan.files[name].count("\n", 0, match.start()) + 1
            yield _uncarried(path, f"line {line} of {name} holds", match[0])
    for pattern in _METADATA:
        for path, metadata in _maps(plan.spec, pattern, ()):
            yield from metadata_names(metadata, path)


def metadata_names(metadata: JsonMap, path: Path) -> Iterator[Fault]:
    """Kustomize writes the names of labels and annotations without quotes, and fails when it reads them again."""
    for name in metadata:
        if _READ_AS_ANOTHER_TYPE.fullmatch(name):
            message = f'"{name}" cannot name a label or annotation: kustomize reads it as another type than a string'
            yield Fault("unreadable-name", (*path, name), message, f"give it a prefix, such as example.com/{name}")


def _texts(value: Json, path: Path) -> Iterator[Fault]:
    if isinstance(value, str):
        match = _UNCARRIED.search(value)
        if match:
            yield _uncarried(path, "the text holds", match[0])
    elif isinstance(value, dict):
        for key, item in value.items():
            match = _UNCARRIED.search(key)
            if match:
                yield _uncarried(path, "a key holds", match[0])
            yield from _texts(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, (*path, index))


def _uncarried(path: Path, what: str, char: str) -> Fault:
    message = f"{what} the character U+{ord(char):04X}, which kustomize cannot carry"
    return Fault("unprintable-character", path, message, "remove it; bytes belong into the image or a volume")


def _files(spec: JsonMap) -> Iterator[tuple[Path, str]]:
    for group, items in (("config", spec.get("config", {}).get("files", {})), ("manifests", spec.get("manifests", {}))):
        for name, item in items.items():
            if "from" in item:
                yield ((group, "files", name, "from") if group == "config" else (group, name, "from")), item["from"]


def _maps(value: Json, pattern: Path, path: Path) -> Iterator[tuple[Path, JsonMap]]:
    if not isinstance(value, dict):
        return
    if not pattern:
        yield path, value
        return
    head, *rest = pattern
    for key in value if head == "*" else [head]:
        yield from _maps(value.get(key), tuple(rest), (*path, key))
