"""The files of an older catalog -> the same in the language of today, with comments and order kept.

Each step of the language is a row of `STEPS`; the number of rows is what the language's version comes from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal, TypeAlias

from msgspec import Struct, field

from generator.catalog import edit, yaml_source
from generator.catalog.load import DEFAULTS, PLATFORM_FILE, SERVICES_FOLDER, service_files
from generator.errors import KubecatalogError
from generator.findings import Source
from generator.json_types import JsonMap
from generator.json_types import Path as ValuePath

Kind: TypeAlias = Literal["platform", "service"]
"""The defaults of a folder are of the shape of a service's file."""

_MOST = 10_000
"""Of changes in one file: a step that finds its own change to be changed again ends here."""


class Change(Struct, frozen=True):
    """`told` is what changes, for people; `make` turns a file's text into the one with the change."""

    path: ValuePath
    told: str
    make: Callable[[str], str]


class Step(Struct, frozen=True):
    """From one version of the language to the next. `first` tells the first change that a file needs still."""

    summary: str
    first: Callable[[Kind, JsonMap], Change | None]


STEPS: tuple[Step, ...] = ()
"""From language 1 to 2, from 2 to 3 and so on. Nothing that language 1 takes has changed so far."""


def newest() -> int:
    """The language that a catalog of today is in."""
    return 1 + len(STEPS)


class Told(Struct, frozen=True):
    """`source` is the place in the file as it was when the change was due."""

    source: Source
    text: str

    @property
    def line(self) -> str:
        return f"{self.source}: {self.text}"


class Migrated(Struct):
    """`files` are the ones that change, by path."""

    files: dict[str, str] = field(default_factory=dict)
    changes: list[Told] = field(default_factory=list)


def renamed(path: ValuePath, name: str, told: str) -> Change:
    """Another name for a field, whose value and comments stay."""
    return Change(path, told, lambda text: edit.renamed(text, path, name))


def texts_of(root: Path) -> dict[str, str]:
    """Every file of the catalog by its path. Raises KubecatalogError for one that is no text."""
    services, _ = service_files(root)
    folders = sorted((root / SERVICES_FOLDER).rglob(DEFAULTS))
    paths = [PLATFORM_FILE, *services.values(), *(str(path.relative_to(root)) for path in folders)]
    found = {}
    for path in dict.fromkeys(paths):
        try:
            found[path] = (root / path).read_bytes().decode()
        except (OSError, UnicodeDecodeError) as error:
            raise KubecatalogError(f"{path} cannot be read: {error}", "nothing was changed") from None
    return found


def migrated(texts: Mapping[str, str], language: int) -> Migrated:
    """What a catalog of that language needs. Raises KubecatalogError for a file that cannot be read or changed."""
    result = Migrated()
    for path, before in texts.items():
        text = before
        for number, step in enumerate(STEPS[language - 1 :], start=language + 1):
            text, told = _carried_out(step, number, path, text)
            result.changes += told
        if path == PLATFORM_FILE and language < newest():
            text = _declared(text)
        if text != before:
            result.files[path] = text
    return result


def _carried_out(step: Step, number: int, path: str, text: str) -> tuple[str, list[Told]]:
    kind: Kind = "platform" if path == PLATFORM_FILE else "service"
    told: list[Told] = []
    while change := step.first(kind, _data(path, text)):
        source = Source(path, *yaml_source.locate(text.encode(), change.path, key=True))
        told.append(Told(source, f"{change.told} (language {number})"))
        if len(told) > _MOST:
            raise KubecatalogError(f"{source}: the same is changed again and again", "nothing was changed; report this")
        try:
            text = change.make(text)
        except KubecatalogError as error:
            raise KubecatalogError(f"{source}: {error.message}", f"{change.told}; {error.hint}") from None
    return text, told


def _data(path: str, text: str) -> JsonMap:
    parsed = yaml_source.parse(text.encode())
    if parsed.data is None and parsed.problems:
        problem = parsed.problems[0]
        place = Source(path, problem.line, problem.column)
        raise KubecatalogError(f"{place}: {problem.message}", f"nothing was changed; {problem.hint}")
    return parsed.data if isinstance(parsed.data, dict) else {}


def _declared(text: str) -> str:
    """With the language of today, as its first field where it had none."""
    data = _data(PLATFORM_FILE, text)
    if "language" in data or not data:
        return edit.edited(text, ("language",), newest())
    line, column = yaml_source.locate(text.encode(), (next(iter(data)),), key=True)
    lines = text.splitlines(keepends=True)
    if column != 1:  # of a document in brackets
        return edit.edited(text, ("language",), newest())
    end = "\r\n" if lines[line - 1].endswith("\r\n") else "\n"
    return "".join([*lines[: line - 1], f"language: {newest()}{end}", *lines[line - 1 :]])
