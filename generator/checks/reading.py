"""Files of manifests -> subjects, and a finding for each file or document that is not to be judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

from generator.catalog.limits import MAX_VALUES
from generator.checks.subject import Subject
from generator.findings import Finding, Manifest, Source
from generator.json_types import Json
from generator.schemas.manifests import TooDeep, items, whole_documents
from generator.schemas.pieces import Pieces


def read(files: Iterable[Path], pieces: Pieces | None = None) -> tuple[list[Subject], list[Finding]]:
    """The manifests of files; `pieces` are those that are known already.

    A file that is not read to its end says so, and what was read of it is judged.
    """
    subjects: list[Subject] = []
    findings: list[Finding] = []
    pieces = Pieces() if pieces is None else pieces
    for path in files:
        try:
            for found in _documents(path, pieces):
                (subjects if isinstance(found, Subject) else findings).append(found)  # type: ignore[arg-type]
        except (yaml.YAMLError, OSError, ValueError, RecursionError) as error:
            findings.append(_unread(path, f"cannot be read: {_reason(error)}"))
    return subjects, findings


def _documents(path: Path, pieces: Pieces) -> Iterator[Subject | Finding]:
    raw = path.read_bytes()
    aliases = b"*" in raw and b"&" in raw
    for position, document in whole_documents(raw, pieces):
        if aliases and (excess := _excess(document)):
            yield _unread(path, excess, "remove the anchors that refer to one another", position)
            continue
        for item in items(document):
            yield Subject(item, path, position)


def _reason(error: Exception) -> str:
    """Without what was read, which may be secret."""
    if isinstance(error, TooDeep):
        return str(error)
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    if isinstance(error, UnicodeDecodeError | yaml.reader.ReaderError):
        return "it is not text in UTF-8"
    mark = getattr(error, "problem_mark", None)
    where = f" in line {mark.line + 1}" if mark else ""
    return f"{getattr(error, 'problem', None) or type(error).__name__}{where}"


def _unread(path: Path, message: str, hint: str = "", position: int | None = None) -> Finding:
    return Finding(
        "unreadable-manifest", "schema", message, Source(str(path)), hint, manifest=Manifest(document=position)
    )


def _excess(document: Json) -> str:
    """Why a document is too much once its aliases stand for what they refer to; empty where it is not."""
    sizes: dict[int, int] = {}
    try:
        size = _size(document, sizes, set())
    except RecursionError:
        return "an alias refers to a value from within it"
    return f"aliases expand to {size:,} values; at most {MAX_VALUES:,} are read" if size > MAX_VALUES else ""


def _size(value: Json, sizes: dict[int, int], above: set[int]) -> int:
    if not isinstance(value, dict | list):
        return 1
    if id(value) in above:
        raise RecursionError
    if id(value) not in sizes:
        above.add(id(value))
        below = value.values() if isinstance(value, dict) else value
        sizes[id(value)] = 1 + sum(_size(item, sizes, above) for item in below)
        above.discard(id(value))
    return sizes[id(value)]
