"""A tool's name -> the path of its binary, in exactly the pinned version. A few file stats when nothing changed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from generator.errors import ToolError
from generator.tools.pins import PINS, Pin
from generator.tools.record import Entry, digest_of, entry_of, is_current, read_record, write_record

CHECKOUT = Path(__file__).resolve().parents[2]
"""The folder that the package lies in: a checkout of this repository, or site-packages."""

RECORD = "tools.json"


def tool(name: str, root: Path, environ: Mapping[str, str]) -> Path:
    """`root` is the repository worked on. Raises ToolError when the tool is nowhere in the pinned version."""
    pin = PINS[name]
    path = find(pin, root, environ)
    if path is None:
        instead = other_versions(pin, root, environ)
        raise ToolError(f"{pin.name} {pin.version} is not installed{instead}", install_hint())
    return path


def find(pin: Pin, root: Path, environ: Mapping[str, str]) -> Path | None:
    for folder in (tools_folder(CHECKOUT), user_folder(environ)):
        if folder is not None and (path := installed(pin, folder)):
            return path
    # Nothing is verified anew in a repository that may be anybody's: a binary that was committed to it never has the
    # time stamp of its record, one that was installed into it has.
    folder = tools_folder(root)
    if _is_recorded(pin, folder, read_record(folder / RECORD).get(pin.name)):
        return folder / pin.name
    return find_on_path(pin, root, environ)


def installed(pin: Pin, folder: Path) -> Path | None:
    """The binary in a folder that only the set-up writes. A record that is stale is renewed from the binary's bytes,
    unless they are not those that were installed."""
    path = folder / pin.name
    record = read_record(folder / RECORD)
    if _is_recorded(pin, folder, record.get(pin.name)):
        return path
    from generator.tools.buildinfo import read_build_info

    info = read_build_info(path, pin)
    if info is None or (info.version, info.checksum) != (pin.version, pin.checksum) or is_damaged(pin, folder):
        return None
    with suppress(OSError):  # somebody else's folder can be used all the same
        write_record(folder / RECORD, {**record, pin.name: entry_of(path, pin.version, digest_of(path))})
    return path


def is_damaged(pin: Pin, folder: Path) -> bool:
    """Whether there is a binary whose bytes are not those that were installed. All of them are read."""
    entry = read_record(folder / RECORD).get(pin.name)
    try:
        digest = digest_of(folder / pin.name)
    except OSError:
        return False
    return entry is not None and entry.version == pin.version and entry.sha256 not in ("", digest)


def find_on_path(pin: Pin, root: Path, environ: Mapping[str, str]) -> Path | None:
    from generator.tools.probe import probe

    file = root / ".kubecatalog" / RECORD
    record = read_record(file)
    found = None
    fresh = dict(record)
    for path in on_path(pin.name, environ):
        entry = fresh.get(str(path))
        if entry is None or not is_current(entry, path):
            answer = probe(path, pin, environ)
            entry = entry_of(path, answer.version or "")
            if answer.lasting:
                fresh[str(path)] = entry
        if entry.version == pin.version:
            found = path
            break
    if fresh != record:
        _remember(file, fresh)
    return found


def on_path(name: str, environ: Mapping[str, str]) -> Iterator[Path]:
    """Every program of that name on PATH, links resolved. Relative folders of PATH are not looked at."""
    for folder in environ.get("PATH", "").split(os.pathsep):
        path = Path(folder, name)
        if path.is_absolute() and path.is_file() and os.access(path, os.X_OK):
            yield path


def tools_folder(root: Path) -> Path:
    return root / ".tools" / "bin"


def user_folder(environ: Mapping[str, str]) -> Path | None:
    """Where `kubecatalog tools install` puts the tools; None without a home."""
    cache = environ.get("XDG_CACHE_HOME") or (environ["HOME"] + "/.cache" if environ.get("HOME") else "")
    return Path(cache, "kubecatalog", "bin") if os.path.isabs(cache) else None


def install_hint() -> str:
    in_checkout = (CHECKOUT / "generator" / "tools" / "bootstrap.py").is_file() and (CHECKOUT / "Makefile").is_file()
    return f"run `make tools` in {CHECKOUT}" if in_checkout else "run `kubecatalog tools install`"


def _is_recorded(pin: Pin, folder: Path, entry: Entry | None) -> bool:
    return entry is not None and entry.version == pin.version and is_current(entry, folder / pin.name)


def _remember(file: Path, record: Mapping[str, Entry]) -> None:
    # Only in a repository of ours: `check` runs in any folder and must leave nothing there.
    if not (file.parent.is_dir() or (file.parent.parent / "catalog").is_dir()):
        return
    with suppress(OSError):  # it is asked again next time
        file.parent.mkdir(exist_ok=True)
        write_record(file, record)


def folders(root: Path, environ: Mapping[str, str]) -> list[Path]:
    """Where installed tools are looked for, in this order."""
    found = (tools_folder(CHECKOUT), user_folder(environ), tools_folder(root))
    return list(dict.fromkeys(folder for folder in found if folder is not None))


def other_versions(pin: Pin, root: Path, environ: Mapping[str, str]) -> str:
    """What is there in place of a tool, for people; empty where there is nothing."""
    from generator.tools.probe import probe

    damaged = [f"{folder / pin.name} is damaged" for folder in folders(root, environ) if is_damaged(pin, folder)]
    found = [
        f"{probe(path, pin, environ).version or 'an unknown version'} at {path}" for path in on_path(pin.name, environ)
    ]
    parts = [*damaged, f"found {', '.join(found)}"] if found else damaged
    return f" ({', '.join(parts)})" if parts else ""
