"""Many files of manifests -> kubeconform's judgement of all of them, which sees once what is there several times.

What is rendered for several environments is often the same but for its namespace, and that is a name like any other to
every schema. So of manifests whose text differs in nothing else one is judged, together with others in one file. Where
anything but "valid" comes back, the files that it may be about are judged as they are.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from generator.json_types import JsonMap
from generator.schemas.judge import GENERATED, Judge
from generator.schemas.locations import minor, own_crds
from generator.tools.locate import tool
from generator.workspace import Workspace

if TYPE_CHECKING:
    from generator.checks.kubeconform import SchemaResult

Results = Callable[[], "tuple[int, list[SchemaResult]]"]
"""How many manifests there are, and the result of each that is not known to be valid."""

LEAST = 200_000
"""Bytes of manifests that are worth a look at what is alike."""

_WORKERS = 1 if (os.cpu_count() or 1) <= 2 else 2
"""Of kubeconform: two cores are for two processes of ours, and it has until the end of what only one of them does."""

_BUNDLE = 100_000
"""Characters of manifests that are put into one file."""

_NAMESPACE = re.compile(r"^metadata:\n(?:  .*\n)*?  namespace: ([a-z][a-z0-9-]*)\n", re.MULTILINE)
_NO_STRINGS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
"""What is no name to one reader of YAML or another."""
_IS_ONE = re.compile(r"^apiVersion: [a-z][a-z0-9./]*\n(?:.*\n)*?kind: (?!List\n)[A-Za-z]+\n", re.MULTILINE).search
"""Whether a text is one manifest: others are lists of them, or nothing but comments."""


class _Alike(Struct, frozen=True):
    """Manifests that are the same but for their namespace: the text of one, and the files that they are in."""

    text: str
    files: list[Path]


@contextmanager
def judging(workspace: Workspace, files: Sequence[Path], kubernetes: str, scratch: Path) -> Iterator[Results]:
    """Begins; there is something else to do until the results are asked for, once. Raises ToolError."""
    own = own_crds(workspace.root)  # which may ask more of a namespace
    counts, alike = _taken_apart(files if not own and _size(files) >= LEAST else ())
    bundles = _bundles(alike, scratch)
    if not bundles:
        yield lambda: _each(workspace, files, kubernetes)
        return
    binary = tool("kubeconform", workspace.root, workspace.tool_environ)
    judge = Judge(binary, minor(kubernetes), workspace.root, _WORKERS, workspace.go_environ)

    def results() -> tuple[int, list[SchemaResult]]:
        rows = ended()
        again = {path for bundle, members in bundles.items() for path in _doubtful(members, rows[bundle])}
        count, found = _each(workspace, [path for path in files if path not in counts or path in again], kubernetes)
        return count + sum(count for path, count in counts.items() if path not in again), found

    with judge.started(list(bundles)) as ended:
        yield results


def _each(workspace: Workspace, files: Sequence[Path], kubernetes: str) -> tuple[int, list[SchemaResult]]:
    from generator.checks import schema  # much is imported for it

    found = schema.results(workspace, dict.fromkeys(files, kubernetes))
    return len(found), found


def _size(files: Sequence[Path]) -> int:
    try:
        return sum(os.stat(path).st_size for path in files)
    except OSError:  # kubeconform says which
        return 0


def _taken_apart(files: Sequence[Path]) -> tuple[dict[Path, int], list[_Alike]]:
    """How many manifests each file has, and all that there are; nothing of a file that is not to be taken apart."""
    counts: dict[Path, int] = {}
    known: dict[str, _Alike] = {}
    for path in files:
        texts = _manifests(path)
        if texts:
            counts[path] = len(texts)
        for text in texts:
            key = _without_namespace(text)
            found = known.get(key)
            if found is None:
                known[key] = _Alike(text, [path])
            else:
                found.files.append(path)
    return counts, list(known.values())


def _manifests(path: Path) -> list[str]:
    """The texts of a file's manifests; nothing where one is written in an unusual way, or cannot be read."""
    try:
        text = path.read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        return []
    whole = text.removeprefix("---\n")
    parts = [f"{part}\n" for part in whole[:-1].split("\n---\n")]
    unusual = (
        not whole.endswith("\n") or whole.count("\n---") >= len(parts) or "\n..." in whole or "\n%" in f"\n{whole}"
    )
    return [] if unusual or whole.startswith("---") or not all(map(_IS_ONE, parts)) else parts


def _without_namespace(text: str) -> str:
    found = _NAMESPACE.search(text)
    if found is None or found[1] in _NO_STRINGS:
        return text
    return f"{text[: found.start(1)]}{text[found.end(1) :]}"


def _bundles(alike: Sequence[_Alike], scratch: Path) -> dict[Path, list[_Alike]]:
    """Files of manifests; none where they cannot be written."""
    folder = scratch / "alike"
    try:
        folder.mkdir()
        return dict(_written(alike, folder))
    except OSError:  # no space, perhaps
        return {}


def _written(alike: Sequence[_Alike], folder: Path) -> Iterator[tuple[Path, list[_Alike]]]:
    members: list[_Alike] = []
    size = 0
    for number, item in enumerate(alike, 1):
        members.append(item)
        size += len(item.text)
        if size >= _BUNDLE or number == len(alike):
            path = folder / f"{number}.yaml"
            path.write_text("---\n".join(member.text for member in members), encoding="utf-8", newline="")
            yield path, members
            members, size = [], 0


def _doubtful(members: Sequence[_Alike], rows: Sequence[JsonMap]) -> Iterator[Path]:
    """A row says only what kind of object it is about, and its name: all that may be meant are judged again."""
    refused = [row for row in rows if row["status"] != "statusValid"]
    if len(rows) != len(members):
        refused = [{"kind": "", "name": ""}]
    for row in refused:
        name = row["name"].removesuffix(GENERATED)
        meant = [member for member in members if name in member.text and row["kind"] in member.text]
        for member in meant or members:
            yield from member.files
