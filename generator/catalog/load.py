"""The folder `catalog/` -> Catalog: every file read once, parsed strictly, checked against the schema.

A file that cannot be read is a finding, not an exception: the others are still checked.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from errno import ENOENT
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from msgspec import Struct

from generator.catalog.formats import FORMATS
from generator.catalog.limits import MAX_BYTES
from generator.errors import KubecatalogError
from generator.findings import Finding, Source
from generator.json_types import Json, JsonMap
from generator.json_types import Path as ValuePath

PLATFORM_FILE = "catalog/platform.yaml"
SERVICES_FOLDER = "catalog/services"
SUFFIXES = (".yaml", ".yml")
DEFAULTS = "defaults.yaml"
"""The file in which a folder says what its services have in common."""

_NAME = FORMATS["dns-label"]

_IMAGE = re.compile(rb"^image:[ \t]+[^\s#{]", re.MULTILINE)

_LOSSY = ("merge-key", "invalid-key")
"""Rules of problems that leave something out of the data."""
_ROUNDS = 5
_FIELDS = "write `field: value` lines, or delete the file"

Check = Callable[[Json], list["Mistake"]]


@dataclass(frozen=True, slots=True)
class Document:
    """One catalog file. `file` is relative to the repository; `data` is what it says, without positions."""

    file: str
    raw: bytes = field(repr=False)
    data: JsonMap
    removed: tuple[ValuePath, ...] = ()
    """The items of lists that stand in the file and not in `data`."""

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.raw).hexdigest()

    def saying(self, data: JsonMap) -> Document:
        """The same file, read as other data."""
        return replace(self, data=data)

    def source(self, path: ValuePath, *, key: bool = False) -> Source:
        """The place of the value at `path`, or of its nearest ancestor; found by reading the text once more."""
        from generator.catalog import yaml_source

        return Source(self.file, *yaml_source.locate(self.raw, self.written(path), key=key))

    def written(self, path: ValuePath) -> ValuePath:
        """The path in the file of what stands at `path` in `data`."""
        return _original(path, self.removed)


class Mistake(Struct, frozen=True):
    """Something wrong at `path` of a document; `at_key` when the key itself is what is wrong.

    `meant` is the field that an unknown one probably stands for.
    """

    rule: str
    path: ValuePath
    message: str
    hint: str = ""
    at_key: bool = False
    meant: str = ""


class Read(Struct, frozen=True):
    """The outcome of reading one file: a document, or the findings that say why there is none, or both.

    The document holds only what fits the schema, so that the rest of a file with a mistake is still checked. `doubtful`
    are the paths where it does not say what the writer meant; `()` where that may be anywhere.
    """

    document: Document | None
    findings: list[Finding]
    doubtful: tuple[ValuePath, ...] = ()


def service_files(root: Path) -> tuple[dict[str, str], list[Finding]]:
    """The service files of a repository by service name, in order of name.

    A folder with a `defaults.yaml` holds services; any other one is for the files that services name.
    """
    found: dict[str, str] = {}
    findings: list[Finding] = []
    folders = [SERVICES_FOLDER]
    while folders:
        folder = folders.pop()
        names, unreadable = _listed(root, folder)
        findings += unreadable
        for name in names:
            file = f"{folder}/{name}"
            if os.path.splitext(name)[1].lower() in SUFFIXES and not name.startswith(".") and name != DEFAULTS:
                findings += _named(file, found)
            elif os.path.isfile(root / file / DEFAULTS):
                folders.append(file)
            elif f"{name}.yaml" not in names:
                findings += _meant_as_services(root, file)
    return dict(sorted(found.items())), findings


def _meant_as_services(root: Path, folder: str) -> Iterator[Finding]:
    """Files that look like services, in a folder that holds none and is not called after one."""
    for path in sorted((root / folder).glob("*.yaml")):
        if _says_image(path):
            message = f"it looks like a service, but {folder}/ has no {DEFAULTS}, so it is none"
            hint = f"add {folder}/{DEFAULTS} (`{{}}` will do), or move the file to {SERVICES_FOLDER}/"
            yield Finding("unread-file", "catalog", message, Source(f"{folder}/{path.name}"), hint, "warning")


def _says_image(path: Path) -> bool:
    try:
        if path.is_symlink() or not path.is_file():
            return False
        with path.open("rb") as file:
            return bool(_IMAGE.search(file.read(MAX_BYTES)))
    except OSError:
        return False


def _named(file: str, found: dict[str, str]) -> Iterator[Finding]:
    """Add a file to `found` under the name of its service, or say why not."""
    stem, suffix = os.path.splitext(os.path.basename(file))
    if not _NAME.check(stem):
        from generator.catalog import near

        long = f" of {len(stem)} characters" if len(stem) > _NAME.longest else ""
        message = f'"{stem}"{long} cannot name a service, expected {_NAME.expected}'
        hint = f"rename the file, for example to {near.meant('dns-label', stem) or _NAME.example}{suffix.lower()}"
        yield Finding("invalid-service-name", "catalog", message, Source(file), hint)
    elif suffix not in SUFFIXES:
        message = f"a file that ends in {suffix} is not read"
        hint = f"rename it to {stem}{suffix.lower()}"
        yield Finding("unread-file", "catalog", message, Source(file), hint)
    elif stem in found:
        message = f'the service "{stem}" is already described in {found[stem]}'
        hint = "rename or remove one of the two files"
        yield Finding("duplicate-service", "catalog", message, Source(file), hint)
    else:
        found[stem] = file


def defaults_files(root: Path, file: str) -> list[str]:
    """The `defaults.yaml` of the folders that a service's file is in, the outermost first."""
    found: list[str] = []
    folder = os.path.dirname(file)
    while folder.startswith(SERVICES_FOLDER):
        if os.path.lexists(root / folder / DEFAULTS):
            found.insert(0, f"{folder}/{DEFAULTS}")
        folder = os.path.dirname(folder)
    return found


def must_exist(root: Path) -> None:
    """Raises KubecatalogError where there is no catalog at all."""
    if not os.path.lexists(root / PLATFORM_FILE) and not os.path.lexists(root / SERVICES_FOLDER):
        raise KubecatalogError(
            f"{root} has no catalog", "run `kubecatalog init` to start one, or name another folder with -C"
        )


def _listed(root: Path, name: str) -> tuple[list[str], list[Finding]]:
    """The names in a folder of services; a folder that cannot be read is a finding."""
    folder = root / name
    try:
        if not os.path.lexists(folder):
            return [], []
        if not folder.resolve().is_relative_to((root / "catalog").resolve()):
            return [], [_unreadable(name, "symlink-outside", "the folder is a link out of catalog/")]
        return sorted(entry.name for entry in os.scandir(folder)), []
    except NotADirectoryError:
        message = "found a file, expected a folder"
    except OSError as error:
        message = f"the folder cannot be read: {(error.strerror or 'it failed').lower()}"
    except RuntimeError:  # pathlib's own, of links in a circle
        message = "the folder cannot be read: it is a link to itself"
    return [], [_unreadable(name, "unreadable-file", message)]


def read(root: Path, file: str, check: Check) -> Read:
    """Read, parse and check one catalog file."""
    from generator.catalog import yaml_source

    raw, problem = read_bytes(root, file)
    if raw is None:
        return Read(None, [problem] if problem else [])
    parsed = yaml_source.parse(raw)
    findings = [
        Finding(item.rule, "catalog", item.message, Source(file, item.line, item.column), item.hint)
        for item in parsed.problems
    ]
    if parsed.data is None and findings:
        return Read(None, findings)
    if parsed.data is None:
        return Read(None, [Finding("empty-file", "catalog", "the file is empty", Source(file), _FIELDS)])
    if not isinstance(parsed.data, dict):
        what = "a list" if isinstance(parsed.data, list) else "a single value"
        message = f"the file holds {what}, expected a map of fields"
        return Read(None, [Finding("wrong-type", "catalog", message, Source(file), _FIELDS)])
    whole = Document(file, raw, parsed.data)
    found = check(parsed.data)
    # Of a field that is unknown, nobody asks whether its name needs quotes.
    findings.sort(key=lambda finding: finding.rule == "unquoted-string")
    certain = [finding for finding in findings if finding.rule != "unquoted-string"]
    findings = _one_each([*certain, *(finding_at(whole, mistake) for mistake in found), *findings])
    data, doubtful, removed = _usable(parsed.data, found, check)
    if any(problem.rule in _LOSSY for problem in parsed.problems):
        doubtful.append(())
    return Read(Document(file, raw, data, tuple(removed)), findings, tuple(doubtful))


def _one_each(findings: list[Finding]) -> list[Finding]:
    """The first finding of each place: what is wrong there twice is wrong once."""
    return list({finding.source: finding for finding in reversed(findings)}.values())


def _usable(data: JsonMap, found: list[Mistake], check: Check) -> tuple[JsonMap, list[ValuePath], list[ValuePath]]:
    """What of `data` fits the schema, the paths of what is doubtful, and those of the items that were left out."""
    doubtful: list[ValuePath] = []
    removed: list[ValuePath] = []
    for _ in range(_ROUNDS):
        if not found:
            return data, doubtful, removed
        for mistake in found:
            doubtful.append(_original(mistake.path, removed))
            if mistake.meant:
                doubtful.append((*doubtful[-1][:-1], mistake.meant))
        targets = {mistake.path for mistake in found}
        innermost = [path for path in targets if not any(path[:length] in targets for length in range(len(path)))]
        lists = [_original(path, removed) for path in innermost if path and isinstance(path[-1], int)]
        data = _copied(data)
        for path in sorted(innermost, key=_order, reverse=True):  # the last item of a list first: none moves up
            _remove(data, path)
        removed += lists
        found = check(data)
    return {}, [()], []


def _order(path: ValuePath) -> list[tuple[int, str]]:
    return [(step, "") if isinstance(step, int) else (0, step) for step in path]


def _original(path: ValuePath, removed: Iterable[ValuePath]) -> ValuePath:
    """Where a value stood before items of lists were left out."""
    found: ValuePath = ()
    for step in path:
        if isinstance(step, int):
            for place in sorted(item[-1] for item in removed if item[:-1] == found and isinstance(item[-1], int)):
                step += place <= step  # noqa: PLW2901 - one for each item that stood before it
        found = (*found, step)
    return found


def _copied(value: Json) -> Json:
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in value.items()}
    return [_copied(item) for item in value] if isinstance(value, list) else value


def _remove(data: JsonMap, path: ValuePath) -> None:
    """Take the field or item at `path` out, where there still is one."""
    if not path:
        data.clear()
        return
    around: Json = data
    for step in path[:-1]:
        if not _holds(around, step):
            return
        around = around[step]
    if _holds(around, path[-1]):
        del around[path[-1]]


def _holds(value: Json, step: str | int) -> bool:
    if isinstance(value, dict):
        return step in value
    return isinstance(value, list) and isinstance(step, int) and step < len(value)


def finding_at(document: Document, mistake: Mistake) -> Finding:
    source = document.source(mistake.path, key=mistake.at_key)
    return Finding(mistake.rule, "catalog", mistake.message, source, mistake.hint)


def read_bytes(root: Path, file: str) -> tuple[bytes | None, Finding | None]:
    """The content of a file of the catalog; nothing is read that is too large, not a file, or outside of `catalog/`."""
    try:
        problem = _refusal(root, file)
        return (None, problem) if problem else ((root / file).read_bytes(), None)
    except OSError as error:
        dangling = error.errno == ENOENT and (root / file).is_symlink()
        reason = "it is a link to a file that does not exist" if dangling else (error.strerror or "it failed").lower()
    except RuntimeError:  # pathlib's own, of links in a circle
        reason = "it is a link to itself"
    return None, _unreadable(file, "unreadable-file", f"the file cannot be read: {reason}")


def _refusal(root: Path, file: str) -> Finding | None:
    """Why a file is not read. Raises OSError and RuntimeError."""
    path = root / file
    if not path.resolve().is_relative_to((root / "catalog").resolve()):
        return _unreadable(file, "symlink-outside", "the file is a link that leads out of catalog/")
    status = path.stat()
    if not S_ISREG(status.st_mode):
        what = "a folder" if S_ISDIR(status.st_mode) else "a pipe, socket or device"
        return _unreadable(file, "unreadable-file", f"found {what}, expected a file")
    if status.st_size > MAX_BYTES:
        message = f"the file has {status.st_size:,} bytes; at most {MAX_BYTES:,} are read"
        return _unreadable(file, "file-too-large", message)
    return None


def _unreadable(file: str, rule: str, message: str) -> Finding:
    hints = {
        "symlink-outside": "put the file itself there",
        "file-too-large": "keep large content out of the catalog",
        "unreadable-file": "put a file there that can be read, or remove it",
    }
    return Finding(rule, "catalog", message, Source(file), hints[rule])
