"""Files of one Kubernetes version -> the rows of kubeconform's JSON, a row a resource, sorted by file."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.errors import ToolError
from generator.json_types import JsonMap
from generator.schemas.locations import schema_locations
from generator.tools.pins import PINS
from generator.tools.run import run

TIMEOUT = 600.0
SUFFIXES = (".yaml", ".yml", ".json")
CHUNK_FILES = 5_000
CHUNK_BYTES = 200_000
"""Files are arguments, whose total size the system limits (1 MB on macOS, with the environment)."""


@dataclass(frozen=True, slots=True)
class Judge:
    """kubeconform for one Kubernetes version (`1.36`) and the repository at `root`."""

    binary: Path
    version: str
    root: Path
    workers: int
    env: Mapping[str, str] | None

    def rows(self, files: Sequence[Path]) -> dict[Path, list[JsonMap]]:
        """What it says about each file: nothing about one that does not exist, or is not named as in `SUFFIXES`."""
        base = Path(os.path.commonpath([file.absolute().parent for file in files]))
        names = {os.path.relpath(file.absolute(), base): file for file in files}
        found: dict[Path, list[JsonMap]] = {file: [] for file in files}
        for row in self._run(list(names), base):
            found[names[row["filename"]]].append(row)
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

    def _run(self, names: Sequence[str], base: Path) -> list[JsonMap]:
        options = ["-strict", "-output", "json", "-verbose", "-n", str(self.workers)]
        options += ["-kubernetes-version", f"{self.version}.0"]
        for location in schema_locations(self.version, self.root):
            options += ["-schema-location", location]
        result = run(
            [self.binary, *options, "--", *names],
            tool="kubeconform",
            version=PINS["kubeconform"].version,
            cwd=base,
            env=self.env,
            timeout=TIMEOUT,
            ok=(0, 1),
        )
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
