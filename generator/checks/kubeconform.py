"""Files of manifests and their Kubernetes versions -> one result a resource: kubeconform's judgement, every problem.

kubeconform decides what is valid. What is not is explained by our own validator with the same schemas: kubeconform puts
all causes into one line, in no order, with values in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Literal

import yaml
from msgspec import Struct

from generator.errors import KubecatalogError
from generator.json_types import Json, JsonMap
from generator.problems import Problem
from generator.schemas import encrypted, missing, verdict
from generator.schemas.explain import explain
from generator.schemas.judge import GENERATED, SUFFIXES, Judge, chunks
from generator.schemas.locations import minor, own_crds, schema_files
from generator.schemas.manifests import documents
from generator.schemas.validator import unusable

Status = Literal["valid", "invalid", "error", "skipped", "no-schema"]
STATUS: dict[str, Status] = {"statusValid": "valid", "statusInvalid": "invalid", "statusSkipped": "skipped"}

UNREAD = Problem(verdict.UNREADABLE, "", "not read by kubeconform", f"it reads files named {', '.join(SUFFIXES)}")


class SchemaResult(Struct, frozen=True):
    """`document` is the 0-based position in the file; None where nothing says it, as for all that is valid."""

    file: Path
    api_version: str
    kind: str
    name: str
    status: Status
    problems: tuple[Problem, ...] = ()
    namespace: str = ""
    document: int | None = None


class Subject(Struct, frozen=True):
    """A document of a file in which something was refused; `shape` is what of it the schema is about."""

    position: int
    document: JsonMap
    shape: JsonMap
    accepted: bool
    """The shape of what sops encrypted is valid, although kubeconform refused the whole for its `sops` key."""


def validate(
    files: Mapping[Path, str], *, kubeconform: Path, root: Path, workers: int = 2, env: Mapping[str, str] | None = None
) -> Iterator[SchemaResult]:
    """`files` maps each file to the Kubernetes version of its cluster; one process a version, more for thousands.

    `env` is the whole environment of kubeconform: less collecting of garbage takes off a sixth of the time.

    The results of a file come together. A file that was not read is an error, one without any object has no result.
    Raises ToolError, and KubecatalogError for a schema of the repository's own that cannot be used.
    """
    for path in own_crds(root):
        if fault := unusable(path):
            raise KubecatalogError(f"{path}: {fault}", "write it from its CRD, see schemas/README.md")
    pairs = sorted((minor(version), file) for file, version in files.items())
    for version, group in groupby(pairs, key=lambda pair: pair[0]):
        judge = Judge(kubeconform, version, root, workers, env)
        for chunk in chunks([file for _, file in group]):
            yield from _judged(judge, chunk)


def _judged(judge: Judge, files: Sequence[Path]) -> Iterator[SchemaResult]:
    rows = judge.rows(files)
    refused = [file for file in files if any(STATUS.get(row["status"]) != "valid" for row in rows[file])]
    subjects = _subjects(judge, refused)
    for file in files:
        yield from _results(judge, file, rows[file], subjects.get(file, []))


def _results(judge: Judge, file: Path, rows: Sequence[JsonMap], subjects: list[Subject]) -> list[SchemaResult]:
    """In the order of the documents where that is known: rows come in the order in which kubeconform's workers end."""
    if not rows:
        return [SchemaResult(file, "", "", "", "error", (UNREAD,))]
    # What was refused comes first: it has to find its document among others of the same kind and name.
    resources = sorted((row for row in rows if row["status"]), key=lambda row: row["status"] == "statusValid")
    return sorted(
        (_result(judge, file, row, subjects) for row in resources),
        key=lambda found: (found.document or 0, found.api_version, found.kind, found.name),
    )


def _subjects(judge: Judge, files: Sequence[Path]) -> dict[Path, list[Subject]]:
    """The documents of the files; those that sops encrypted are judged again, all at once, without what sops added."""
    read = {file: list(_documents(file)) for file in files}
    shapes = {
        f"{number}-{index}": encrypted.shape(document)
        for number, file in enumerate(files)
        for index, (_, document) in enumerate(read[file])
        if encrypted.is_encrypted(document)
    }
    accepted = judge.accepts(shapes)
    return {
        file: [
            Subject(position, document, shapes.get(key, document), key in accepted)
            for index, (position, document) in enumerate(read[file])
            for key in [f"{number}-{index}"]
        ]
        for number, file in enumerate(files)
    }


def _documents(file: Path) -> Iterator[tuple[int, JsonMap]]:
    try:
        yield from documents(file)
    except (yaml.YAMLError, OSError, UnicodeError):
        return  # kubeconform has said so; what comes before the fault is still worth explaining


def _result(judge: Judge, file: Path, row: JsonMap, subjects: list[Subject]) -> SchemaResult:
    """Takes the document that the row is about out of `subjects`."""
    candidates = _candidates(row, subjects)
    status, problems, subject = _explained(judge, row, candidates)
    if subject is not None:
        subjects.remove(subject)
    return SchemaResult(
        file,
        row["version"],
        row["kind"],
        row["name"].removesuffix(GENERATED),
        status,
        tuple(problems),
        _text(_metadata(subject), "namespace"),
        subject.position if subject else None,
    )


def _explained(
    judge: Judge, row: JsonMap, candidates: Sequence[Subject]
) -> tuple[Status, Sequence[Problem], Subject | None]:
    """The status, what is wrong, and which of the documents it is."""
    api_version, kind, message = row["version"], row["kind"], row["msg"]
    status = STATUS.get(row["status"], "error")
    first = candidates[0] if candidates else None
    if status == "valid":
        return status, (), first
    invalid = status == "invalid" or message.startswith("error while parsing")
    known = bool(api_version and kind) and missing.is_known(api_version, kind, judge.version, judge.root)
    if message.startswith("could not find schema") or (status == "invalid" and not known):
        return "no-schema", [missing.why(api_version, kind, judge.version, judge.root)], first
    for subject in candidates if invalid and known else ():
        if subject.accepted:
            return "valid", (), subject
        problems = explain(subject.shape, next(schema_files(api_version, kind, judge.version, judge.root)))
        if problems:
            return "invalid", problems, subject
    return status, verdict.problems(message, hide=kind in ("Secret", "")), first


def _candidates(row: JsonMap, subjects: list[Subject]) -> list[Subject]:
    """The documents that the row may be about: it says only version, kind and name."""
    return [
        subject
        for subject in subjects
        if _text(subject.document, "apiVersion") == row["version"]
        and _text(subject.document, "kind") == row["kind"]
        and _name(subject) == row["name"]
    ]


def _name(subject: Subject) -> str:
    metadata = _metadata(subject)
    prefix = _text(metadata, "generateName")
    return prefix + GENERATED if prefix else _text(metadata, "name")


def _metadata(subject: Subject | None) -> Json:
    return subject.document.get("metadata") if subject else None


def _text(value: Json, key: str) -> str:
    found = value.get(key) if isinstance(value, dict) else None
    return "" if found is None or isinstance(found, dict | list) else str(found)
