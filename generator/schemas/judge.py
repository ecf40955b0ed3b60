"""Files of one Kubernetes version -> the rows of kubeconform's JSON, a row a resource, sorted by file."""

from __future__ import annotations

import json
import os
from msgspec import Struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.errors import ToolError
from generator.json_types import JsonMap
from generator.schemas.locations import schema_locations
from generator.tools.pins import PINS
from generator.tools.run import Result, Settings, run, running

TIMEOUT = 600.0
SUFFIXES = (".yaml", ".yml", ".json")
GENERATED = "{{ generateName }}"
"""What kubeconform puts after the name of an object that has only a prefix of one."""
CHUNK_FILES = 5_000
CHUNK_BYTES = 200_000
"""Files are arguments, whose total size the system limits (1 MB on macOS, with the environment)."""


class Judge(Struct, frozen=True):
    """kubeconform for one Kubernetes version (`1.36`) and the repository at `root`."""

    binary: Path
    version: str
    root: Path
    workers: int
    env: Mapping[str, str] | None

    def rows(self, files: Sequence[Path]) -> dict[Path, list[JsonMap]]:
        """What it says about each file: nothing about one that does not exist, or is not named as in `SUFFIXES`."""
        base, names = _named(files)
        found = _by_file(names, self._run(list(names), base))
        left = [file for file in files if not found[file] and file.suffix.lower() in SUFFIXES and file.is_file()]
        # A file that it cannot open makes it stop before the others.
        return found | (self.rows(left) if 0 < len(left) < len(files) else {})

    def accepts(self, documents: Mapping[str, JsonMap]) -> set[str]:
        """The keys (fit for file names) of the documents that are valid."""
        if not documents:
            return set()
        with TemporaryDirectory() as folder:
            files = {Path(folder, f"{key}.json"): key for key in documents}
            for file, key in files.items():
                file.write_text(json.dumps(documents[key]))
            rows = self.rows(list(files))
        return {files[file] for file, found in rows.items() if [row["status"] for row in found] == ["statusValid"]}

    @contextmanager
    def started(self, files: Sequence[Path]) -> Iterator[Callable[[], dict[Path, list[JsonMap]]]]:
        """`rows` of files that there are, to be asked for once, at the end: there is something else to do meanwhile."""
        base, names = _named(files)
        with running(self._command(list(names)), **self._settings(base)) as ended:
            yield lambda: _by_file(names, _rows(ended()))

    def _run(self, names: Sequence[str], base: Path) -> list[JsonMap]:
        return _rows(run(self._command(names), **self._settings(base)))

    def _command(self, names: Sequence[str]) -> list[str | Path]:
        options = ["-strict", "-output", "json", "-verbose", "-n", str(self.workers)]
        options += ["-kubernetes-version", f"{self.version}.0"]
        for location in schema_locations(self.version, self.root):
            options += ["-schema-location", location]
        return [self.binary, *options, "--", *names]

    def _settings(self, base: Path) -> Settings:
        version = PINS["kubeconform"].version
        return {"tool": "kubeconform", "version": version, "cwd": base, "env": self.env, "timeout": TIMEOUT, "ok": (0, 1)}


def _named(files: Sequence[Path]) -> tuple[Path, dict[str, Path]]:
    """The folder to start it in, and the files by their names from there."""
    base = Path(os.path.commonpath([file.absolute().parent for file in files]))
    return base, {os.path.relpath(file.absolute(), base): file for file in files}


def _by_file(names: Mapping[str, Path], rows: Sequence[JsonMap]) -> dict[Path, list[JsonMap]]:
    found: dict[Path, list[JsonMap]] = {file: [] for file in names.values()}
    for row in rows:
        found[names[row["filename"]]].append(row)
    return found


def _rows(result: Result) -> list[JsonMap]:
    try:
        rows: list[JsonMap] = json.loads(result.stdout)["resources"]
    except (ValueError, KeyError, TypeError):
        said = result.stderr.decode(errors="replace").strip()
        message = f"kubeconform {PINS['kubeconform'].version} gave no result{f': {said}' if said else ''}"
        raise ToolError(message, "install it anew: see `kubecatalog doctor`") from None
    return rows


def chunks(files: Sequence[Path]) -> Iterator[list[Path]]:
    """As many files a process as its arguments, and the memory for its answer, allow."""
    chunk: list[Path] = []
    size = 0
    for file in files:
        if chunk and (len(chunk) == CHUNK_FILES or size > CHUNK_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(file)
        size += len(os.fsencode(file)) + 1
    if chunk:
        yield chunk
