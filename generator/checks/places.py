"""Findings in files of manifests -> findings at the lines of what the user knows."""

from __future__ import annotations

import os
import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path

import yaml
from msgspec import Struct, field
from msgspec.structs import replace

from generator.catalog import syntax
from generator.catalog.yaml_source import locate
from generator.checks.origins import Origin, Origins
from generator.findings import SEVERITIES, Finding, Manifest, Source
from generator.json_types import Json, JsonMap, get, parsed
from generator.json_types import Path as ValuePath
from generator.resources.references.maps import maps
from generator.schemas.manifests import documents
from generator.schemas.pieces import Pieces

_START = re.compile(r"\n---(?=\s|$)")
_CONTENT = re.compile(r"^[ \t]*[^\s#]", re.MULTILINE)
_GENERATORS = {"ConfigMapGenerator": "configMapGenerator", "SecretGenerator": "secretGenerator"}
_ABSENT = object()


class Stream(Struct):
    """The text of a file, taken apart into documents: only those that findings are in are composed."""

    raw: bytes
    pieces: Pieces = field(default_factory=Pieces)
    _text: str = ""
    _starts: Sequence[int] = ()
    _last: tuple[int, int] = (0, 1)
    """The beginning of a document, and its line."""

    def __post_init__(self) -> None:
        text = self.raw.decode("utf-8-sig", errors="replace")
        if not any(sign in f"\n{text}" for sign in ("\n...", "\n%")):  # ends of documents, directives
            starts = [found.start() for found in _START.finditer(f"\n{text}")]
            self._text = text
            self._starts = [0, *starts] if not starts or _CONTENT.search(text, 0, starts[0]) else starts

    def place(self, document: int, at: ValuePath, *, key: bool) -> tuple[int, int]:
        if document >= len(self._starts):
            return locate(self.raw, at, key=key, document=document)
        start, *rest = self._starts[document : document + 2]
        text = self._text[start : rest[0] if rest else None]
        # Who looks for a key gets that of what is nearest, which may stand outside of the piece.
        if not key and (narrowed := self.pieces.narrowed(text, at)):
            position, piece, left = narrowed
            line, column = locate(piece.encode(), left) if piece else (1, position - text.rfind("\n", 0, position))
            return self._line(start) + text.count("\n", 0, position) + line - 1, column
        line, column = locate(text.encode(), at, key=key)
        before, margin = syntax.place(self._text, start)
        return before + line - 1, column if line > 1 else column + margin - 1

    def _line(self, start: int) -> int:
        """Of the beginning of a document that was read in pieces. Findings come in the order of documents."""
        known, line = self._last if self._last[0] <= start else (0, 1)
        self._last = (start, line + self._text.count("\n", known, start))
        return self._last[1]


class Places(Struct):
    """`shown` maps each file to the name by which the user knows it; `origins` says of what kustomize built where it
    came from; names of those files are relative to `root`. A file is read only where there is a finding."""

    shown: Mapping[Path, str]
    origins: Mapping[Path, Origins]
    root: Path
    pieces: Pieces = field(default_factory=Pieces)
    """What is known from reading the files."""
    _streams: dict[Path, Stream] = field(default_factory=dict)
    _paths: dict[str, Path] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)
    _built: dict[Path, list[tuple[int, JsonMap]]] = field(default_factory=dict)

    def placed(self, findings: Iterable[Finding]) -> list[Finding]:
        """Ordered by file, so that each is read once."""
        found = sorted(findings, key=lambda finding: (finding.source.file, _document(finding)))
        return [replace(finding, source=self._source(finding)) for finding in found]

    def first(self, findings: Sequence[Finding], most: int) -> tuple[list[Finding], int]:
        """Placed: those that come first in a report which tells `most`. And how many it would count of the others."""
        if self.origins or len(findings) <= most:  # built manifests have places in files that nobody knows beforehand
            return self.placed(findings), 0
        told: set[Hashable] = set()
        left: set[Hashable] = set()
        found: list[Finding] = []
        for _, group in groupby(sorted(findings, key=self._rank), self._rank):
            alike = list(group)
            if len(told) < most:
                found += alike
                told.update(map(_told_once, alike))
            else:
                left.update(map(_told_once, alike))
        return self.placed(found), len(left)

    def _rank(self, finding: Finding) -> tuple[int, str]:
        """What a report puts in order before it looks at lines."""
        file = finding.source.file
        return SEVERITIES.index(finding.severity), self._names.get(file) or self._name(file)

    def _name(self, file: str) -> str:
        self._names[file] = name = self.shown.get(Path(file), file)
        return name

    def _source(self, finding: Finding) -> Source:
        path = self._paths.get(finding.source.file) or Path(finding.source.file)
        self._paths = {finding.source.file: path}
        shown = self.shown.get(path, finding.source.file)
        field = parsed(finding.manifest.field) if finding.manifest else ()
        document = _document(finding)
        if path in self.origins:
            origins = self.origins[path]
            origin = origins[document] if document < len(origins) else None
            return (origin and self._original(path, document, origin, field)) or Source(shown)
        return Source(shown, *self._stream(path).place(document, field, key=finding.rule == "unknown-field"))

    def _stream(self, path: Path) -> Stream:
        if path not in self._streams:
            self._streams = {path: Stream(path.read_bytes(), self.pieces)}
        return self._streams[path]

    def _original(self, path: Path, document: int, origin: Origin, field: ValuePath) -> Source | None:
        """Where the value was written; None where a patch or another transformer made it what it is."""
        name = os.path.relpath(origin.file, self.root.resolve())
        try:
            if path not in self._built:
                self._built = {path: list(documents(path))}
            manifest = self._built[path][document][1]
            if origin.kind:
                return Source(name, *locate(origin.file.read_bytes(), _generator(origin, manifest)))
            found = _alike(manifest, list(documents(origin.file)))
        except (OSError, yaml.YAMLError, UnicodeDecodeError, IndexError):
            return None
        if found is None or not _is_same(manifest, found[1], field):
            return None
        return Source(name, *locate(origin.file.read_bytes(), field, document=found[0]))


def _told_once(finding: Finding) -> Hashable:
    """The same of findings that are told as one (`merged`): a place is a document and a field of it."""
    where = finding.manifest and (finding.manifest.kind, finding.manifest.name, finding.manifest.field)
    return finding.source.file, _document(finding), finding.rule, finding.message, finding.severity, where


def _document(finding: Finding) -> int:
    return (finding.manifest or Manifest()).document or 0


def _alike(manifest: JsonMap, candidates: Sequence[tuple[int, JsonMap]]) -> tuple[int, JsonMap] | None:
    """The document that a manifest was: of the same kind, with a name that may have got a prefix and a suffix."""
    same = [item for item in candidates if item[1].get("kind") == manifest.get("kind")]
    name = str(_get(manifest, ("metadata", "name")))
    named = [item for item in same if str(_get(item[1], ("metadata", "name"))) == name]
    parts = [item for item in same if str(_get(item[1], ("metadata", "name"))) in name]
    found = named or parts or same
    return found[0] if len(found) == 1 or named else None


def _is_same(manifest: JsonMap, original: JsonMap, field: ValuePath) -> bool:
    """Whether a value, or that there is none, is as it was written. Without a field it is about the whole object."""
    return bool(_get(manifest, field) == _get(original, field) or field == ())


def _get(value: Json, path: ValuePath) -> Json:
    try:
        return get(value, path)
    except (KeyError, IndexError, TypeError):
        return _ABSENT


def _generator(origin: Origin, manifest: JsonMap) -> ValuePath:
    """Where a kustomization generates it."""
    key = _GENERATORS.get(origin.kind, origin.kind)
    content: Json = yaml.safe_load(origin.file.read_bytes())
    name = str(_get(manifest, ("metadata", "name")))
    for index, entry in maps(content.get(key) if isinstance(content, dict) else None):
        if str(entry.get("name")) in name:
            return (key, index, "name")
    return (key,)
