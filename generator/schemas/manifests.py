"""The text of manifests -> documents, read as an API server reads them.

YAML has more types than JSON: PyYAML makes dates out of `2024-01-01`, numbers out of `1:30`, and stops at a bare `=`.
sigs.k8s.io/yaml, which kubectl, kustomize and kubeconform use, reads all of them as strings.
"""

from __future__ import annotations

import math
import re
from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from generator.json_types import Json, JsonMap
from generator.schemas import quickly
from generator.schemas.pieces import Pieces
from generator.yaml_tags import MAP, SEQUENCE, STRING, TAG, QuickResolver

if TYPE_CHECKING:
    from yaml import SafeLoader as Base
else:
    Base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

BOOLEAN = re.compile(r"(?:y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$")
INTEGER = re.compile(r"[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|0|[1-9][0-9_]*)$")
FLOAT = re.compile(
    r"(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$"
)


class Loader(Base):
    """YAML as the Go libraries read it into JSON.

    The forms are those of https://github.com/yaml/go-yaml/blob/v2.4.4/resolve.go
    """

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Json]:
        """Keys become strings before they meet: `1` and `true` are one key to Python, and two to JSON."""
        self.flatten_mapping(node)
        return {
            _key(self.construct_object(key, deep=True)): self.construct_object(value, deep=deep)
            for key, value in node.value
        }


def _key(key: Json) -> str:
    """JSON has only strings for keys: `on:` becomes `"true":`."""
    return str(key).lower() if isinstance(key, bool) else str(key)


def _boolean(loader: Loader, node: yaml.ScalarNode) -> bool:
    return node.value.lower() in ("y", "yes", "true", "on")


def _float(loader: Loader, node: yaml.ScalarNode) -> float | str:
    """A number that is too great for one of 64 bits (`1e400`) is a string to the Go libraries."""
    value = loader.construct_yaml_float(node)
    return node.value if math.isinf(value) and "inf" not in node.value.lower() else value


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag in (TAG + "null", TAG + "merge")]
    for first, resolvers in Base.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver(TAG + "bool", BOOLEAN, list("yYnNtTfFoO"))
Loader.add_implicit_resolver(TAG + "int", INTEGER, list("-+0123456789"))
Loader.add_implicit_resolver(TAG + "float", FLOAT, list("-+0123456789."))
Loader.add_constructor(TAG + "bool", _boolean)
Loader.add_constructor(TAG + "float", _float)
# `<<` merges as a key; as a value, which kustomize writes without quotes, it is a string.
Loader.add_constructor(TAG + "merge", lambda loader, node: node.value)


MAX_DEPTH = 200
"""Levels of nested values that are read; the deepest definitions of custom resources have forty."""

_DEEP = (b" " * MAX_DEPTH, b"- " * MAX_DEPTH)
"""Only what is indented so far is nested deeply without brackets."""


class TooDeep(yaml.YAMLError):
    """Values that are nested in more levels than anybody writes."""

    def __init__(self) -> None:
        super().__init__(f"values are nested more than {MAX_DEPTH} levels deep")


def must_be_flat(raw: bytes) -> None:
    """Raises TooDeep: PyYAML recurses on the stack of C, which ends the process where it is full."""
    if raw.count(b"[") + raw.count(b"{") <= MAX_DEPTH and not any(deep in raw for deep in _DEEP):
        return
    depth = 0
    for event in yaml.parse(raw, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise TooDeep
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def documents(path: Path) -> Iterator[tuple[int, JsonMap]]:
    """(0-based position, document) for each that is a map; a `List` yields its items, all at its own position.

    Raises yaml.YAMLError.
    """
    for position, document in whole_documents(path.read_bytes()):
        for item in items(document):
            yield position, item


def whole_documents(raw: bytes, pieces: Pieces | None = None) -> Iterator[tuple[int, Json]]:
    """(0-based position, document), whatever it is; `pieces` where much else is read. Raises yaml.YAMLError."""
    must_be_flat(raw)
    yield from enumerate(_quickly(raw, pieces) or yaml.load_all(raw, Loader))


def _quickly(raw: bytes, pieces: Pieces | None) -> list[Json] | None:
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return None
    return (pieces.documents(text) if pieces else None) or quickly.read(text)


class _Printed(QuickResolver, Loader):
    """The same for what kustomize prints, thousands of documents of it: without anchors, in half the time."""

    def construct_document(self, node: yaml.Node) -> Json:
        if node.tag == STRING:
            return str(node.value)
        if node.tag == MAP and all(key.tag == STRING for key, _ in node.value):
            return {key.value: self.construct_document(value) for key, value in node.value}
        if node.tag == SEQUENCE:
            return [self.construct_document(item) for item in node.value]
        return self.construct_object(node, deep=True)


def parts(output: str, pieces: Pieces | None = None) -> Iterator[tuple[str, JsonMap]]:
    """The text and the data of each document that kustomize printed: it starts every one but the first with `---`.

    With `pieces`, equal values are one object.
    """
    for part in output.removeprefix("---\n").split("\n---\n"):
        text = part if part.endswith("\n") else f"{part}\n"
        quick = (pieces.documents(text) if pieces else None) or quickly.read(text)
        document = yaml.load(text, _Printed) if quick is None else quick[0]
        if isinstance(document, dict):
            yield text, document


def items(document: Json) -> Iterator[JsonMap]:
    if not isinstance(document, dict):
        return
    if str(document.get("kind", "")).lower() == "list" and isinstance(document.get("items"), list):
        for item in document["items"]:
            yield from items(item)
    else:
        yield document
