"""A repository -> the few files that may hold a secret in the clear, with their texts.

One `git grep` and one `git ls-files` look at all files; only what they point at is read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from mmap import ACCESS_READ, mmap
from pathlib import Path
from stat import S_ISREG
from typing import TypeAlias

from msgspec import Struct

from generator.git import (
    Entry,
    Repository,
    contents,
    entries,
    ignored,
    in_commit,
    in_index,
    repository,
    staged_since,
)
from generator.secrets.leaks import manifests, private_keys
from generator.secrets.leaks.copies import Copies

MAX_BYTES = 10_000_000

_WORDS = f"{private_keys.WORDS}|{manifests.WORDS}"
"""Read alike by grep and by us."""

_WIDE = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
"""How a text of UTF-16 begins, as PowerShell writes it; what is in it has NUL bytes between the letters."""

_PATTERN = os.fsdecode(b"|".join([_WORDS.encode(), *(b"^" + mark for mark in _WIDE)]))
_MARK = re.compile(os.fsencode(_PATTERN), re.MULTILINE)
_ONLY_KIND = re.compile(rb"""kind["']?:\s*["']?Secret["']?\s*""")

_GREP = (  # of ignored files it leaves out those that are tracked, too
    *("-c", "grep.fullName=false", "-c", "submodule.recurse=false"),
    *("grep", "--text", "--null", "--only-matching", "--extended-regexp"),
    *("--no-line-number", "--no-column", "--no-color", "--no-heading", "--no-break"),
)
_MATCH = re.compile(rb"([^\0]+)\0([^\n]*)\n")


@dataclass(frozen=True, slots=True)
class Text:
    """Of a file, in the working tree or as it is staged. Where it cannot be looked at, `problem` says why. `marked` is
    whether one of the words is in it; else it is there because of its name alone."""

    text: str = field(default="", repr=False)
    staged: bool = False
    marked: bool = True
    problem: str = ""


Found: TypeAlias = dict[str, list[Text]]
"""By path, that of the working tree before that of the index."""


class Committed(Struct, frozen=True):
    """`paths` are those of all files that would be committed; `content` gives what one of them has."""

    texts: Found
    paths: Collection[str]
    content: Callable[[str], bytes]


def committed(
    root: Path, environ: Mapping[str, str], known: Collection[str], copies: Copies, since: str | None = None
) -> Committed:
    """Of the files in `known`, which are Secrets, the working tree has nothing to tell but what else stands there.

    `since` is as a workspace has it.
    """
    repo = repository(root, environ)
    if repo is None:
        return _in_folder(root, copies)
    return _in_repository(repo, known, copies) if since is None else _in_index(repo, since, known, copies)


def _in_index(repo: Repository, since: str, known: Collection[str], copies: Copies) -> Committed:
    """What the index has and the commit `since` has not so, or, without one, all that it has."""
    staged = in_commit(repo)
    paths = staged_since(repo, since) if since else staged.keys()
    marked = None if since else set(_marked(repo, known, "--cached"))
    wanted = {
        path: staged[path].blob
        for path in paths
        if path in staged and not staged[path].link and (marked is None or path in marked or copies.may_be(path))
    }
    found: Found = {}
    for path, content in contents(repo, wanted).items():
        has_mark = any(path not in known or not _ONLY_KIND.fullmatch(match[0]) for match in _MARK.finditer(content))
        if has_mark or copies.may_be(path):
            found[path] = [_text(content, marked=has_mark)]
    return Committed(found, staged.keys(), lambda path: contents(repo, {path: staged[path].blob})[path])


def _in_repository(repo: Repository, known: Collection[str], copies: Copies) -> Committed:
    from generator.tools.run import run_together

    listed: list[Entry] = []
    marked: set[str] = set()
    unsearched: set[str] = set()

    def ask() -> None:
        listed.extend(entries(repo))
        unsearched.update(ignored(repo))

    run_together([ask, lambda: marked.update(_marked(repo, known))], workers=2)
    found: Found = {}
    for entry in listed:
        if entry.in_working_tree and (entry.path in marked or entry.path in unsearched or copies.may_be(entry.path)):
            text = _read(repo.root, entry.path, copies, None if entry.path in unsearched else entry.path in marked)
            found[entry.path] = [text] if text else []
    staged = [entry for entry in listed if entry.blob]
    for path, content in in_index(repo, staged).items():
        has_mark = content is not None and bool(_MARK.search(content))
        if content is not None and (has_mark or copies.may_be(path)):
            found.setdefault(path, []).append(_text(content, staged=True, marked=has_mark))
    return Committed(found, {entry.path for entry in listed}, partial(_in_working_tree, repo.root))


def _in_working_tree(root: Path, path: str) -> bytes:
    """Of what is no file, nothing."""
    try:
        return (root / path).read_bytes() if (root / path).is_file() else b""
    except OSError:
        return b""


def _marked(repo: Repository, known: Collection[str], where: str = "--untracked") -> Iterator[str]:
    done = repo.git(*_GREP, where, "-e", _PATTERN, ok=(0, 1))
    for path, words in _MATCH.findall(done.stdout):
        name = os.fsdecode(path)
        if name not in known or not _ONLY_KIND.fullmatch(words):
            yield name


def _in_folder(root: Path, copies: Copies) -> Committed:
    """All files outside of folders with a dot."""
    found: Found = {}
    paths: list[str] = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = os.path.relpath(os.path.join(folder, name), root)
            paths.append(path)
            text = _read(root, path, copies, None)
            if text:
                found[path] = [text]
    return Committed(found, frozenset(paths), partial(_in_working_tree, root))


def _read(root: Path, path: str, copies: Copies, marked: bool | None) -> Text | None:
    """None where it is no file that can be committed, or of no interest. `marked` is None where it is not known."""
    try:
        status = os.lstat(root / path)
        if not S_ISREG(status.st_mode):
            return None
        if status.st_size > MAX_BYTES:
            marked = _is_marked(root / path) if marked is None else marked
            return _too_large(status.st_size) if marked else None
        content = (root / path).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        return Text(problem=f"the file cannot be read: {error.strerror}")
    if marked is None:
        marked = bool(_MARK.search(content))
    return _text(content, marked=marked) if marked or copies.may_be(path) else None


def _is_marked(file: Path) -> bool:
    """Of a file that may not fit into memory."""
    with file.open("rb") as opened, mmap(opened.fileno(), 0, access=ACCESS_READ) as content:
        return bool(_MARK.search(content))


def _too_large(size: int) -> Text:
    return Text(problem=f"the file has {size:,} bytes and may hold a secret; at most {MAX_BYTES:,} are looked at")


def _text(content: bytes, *, staged: bool = False, marked: bool) -> Text:
    if len(content) > MAX_BYTES:
        return _too_large(len(content))
    for encoding in ("utf-8-sig", _WIDE.get(content[:2], "latin-1")):
        try:
            return Text(content.decode(encoding), staged, marked)
        except UnicodeDecodeError:
            continue
    # Cut off in the middle of a letter.
    return Text(content.decode("utf-16", "replace"), staged, marked)
