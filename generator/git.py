"""A folder -> what its git repository knows of it: the last commit, what differs from it, what would be committed.

Read only, without any lock, and without a program that the repository's configuration names for diffs.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from msgspec import Struct

from generator.errors import FINDINGS, KubecatalogError, ToolError
from generator.tools.run import Result, run

TIMEOUT = 60.0
_EVERY = range(256)

_OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR")
"""Set by git for its hooks. `git commit -a` and `git commit FILE` commit another index than the repository's."""

_KEPT = re.compile(
    r"GIT_(?:CONFIG.*|EXEC_PATH|CEILING_DIRECTORIES|DISCOVERY_ACROSS_FILESYSTEM"
    r"|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES)"
)
"""The rest changes what git prints, or how it reads paths."""

_SETTINGS = {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1"}

_REGULAR = (b"100644", b"100755")
_LINK = b"120000"
_EMPTY = (
    "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
)
"""The blob without content, with either of git's hashes; the index has it also for what is only intended."""

OWN_INDEX = "GIT_INDEX_FILE"
"""Git tells each hook of a commit with it which index is committed; nobody else is told."""


@dataclass(frozen=True, slots=True)
class Repository:
    """`root` is a folder of its work tree, `prefix` the way there from its top: empty, or with a slash at its end."""

    root: Path
    environ: Mapping[str, str] = field(repr=False)
    prefix: str = ""
    head: str = ""
    """The last commit; empty where there is none yet."""
    boundary: str = ""
    """Of a shallow clone the commits whose parents it lacks, one a line."""
    sparse: bool = False
    """Whether parts of it may be left out of the working tree."""

    def git(self, *arguments: str, stdin: bytes | None = None, ok: Collection[int] = (0,)) -> Result:
        return _git(self.root, self.environ, arguments, stdin, ok)


class Entry(Struct, frozen=True):
    """A file that would be committed. `blob` is its content in the index where the working tree has another one."""

    path: str
    blob: str = ""
    in_working_tree: bool = True


class Staged(Struct, frozen=True):
    """A file as the index has it."""

    blob: str
    link: bool = False


def repository(root: Path, environ: Mapping[str, str]) -> Repository | None:
    """None where git knows of no work tree there, or is not installed.

    Raises ToolError where git refuses to look at it: that it may be somebody else's is for its owner to decide.
    """
    own = _environ(root, environ)
    if shutil.which("git", path=own.get("PATH", os.defpath)) is None:
        return None
    own_files = ("--git-path", "shallow", "--git-path", "info/sparse-checkout")
    asked = ("--is-inside-work-tree", *own_files, "--show-prefix", "HEAD")
    done = _git(root, own, ("rev-parse", *asked), None, _EVERY)
    inside, *rest = os.fsdecode(done.stdout).split("\n")[:-1] or [""]
    if inside != "true":
        _refused(root, done)
        return None
    boundary = _text(root / rest[0])
    # Without a commit the name comes back as it is.
    head = rest[-1] if rest[-1] != "HEAD" else ""
    sparse = (root / rest[1]).is_file()
    return Repository(root, own, "\n".join(rest[2:-1]), head, boundary, sparse)


def _refused(root: Path, done: Result) -> None:
    told = done.stderr.decode(errors="replace")
    if "dubious ownership" in told or "unsafe repository" in told:
        message = f"git does not read {root}: it belongs to somebody else"
        raise ToolError(message, "if you trust it: `git config --global --add safe.directory PATH_OF_THE_REPOSITORY`")
    if done.code and "not a git repository" not in told:
        reason = next(iter(told.splitlines()), "").removeprefix("fatal: ")
        raise ToolError(f"git cannot read the repository at {root}: {reason}", "see what `git status` says there")


def committed(root: Path, folder: str, paths: Collection[str], environ: Mapping[str, str]) -> dict[str, bytes]:
    """What the last commit has of those of the `paths` that are other ones now, in the working tree or in the index,
    and of encrypted files that are gone or moved. Paths are relative to `root`, and below `folder`."""
    repo = repository(root, environ)
    if repo is None or not repo.head:
        return {}
    blobs = {path: blob for path, blob, gone in _changed(repo, folder) if path in paths or (gone and ".sops." in path)}
    return {path: content for path, content in _contents(repo, blobs) if content is not None}


def committed_at(root: Path, environ: Mapping[str, str]) -> int:
    """The time of the last commit, in seconds since 1970; 0 where there is none."""
    repo = repository(root, environ)
    if repo is None or not repo.head:
        return 0
    return int(repo.git("-c", "log.showSignature=false", "show", "--no-patch", "--format=%ct", repo.head).stdout)


def _changed(repo: Repository, folder: str) -> Iterator[tuple[str, str, bool]]:
    """The path, the committed blob, and whether the file is not there any more."""
    options = ("--porcelain=v2", "-z", "--no-renames", "--untracked-files=no", "--ignore-submodules=all")
    done = repo.git("status", *options, "--", folder)
    for line in done.stdout.split(b"\0"):
        kind = line[:2]
        if kind not in (b"1 ", b"u "):
            continue
        # 1 XY sub mH mI mW hH hI path; u XY sub m1 m2 m3 mW h1 h2 h3 path, where 2 is ours.
        fields = line.split(b" ", 8 if kind == b"1 " else 10)
        mode, now, blob = (fields[3], fields[5], fields[6]) if kind == b"1 " else (fields[4], fields[6], fields[8])
        path = os.fsdecode(fields[-1]).removeprefix(repo.prefix)
        if mode in _REGULAR:
            yield path, blob.decode(), now == b"000000"


def commit(repo: Repository, revision: str) -> str:
    """The commit that a revision names; empty where it names none."""
    done = repo.git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}", ok=_EVERY)
    return done.stdout.decode().strip() if not done.code else ""


def merge_base(repo: Repository, commit: str) -> str:
    """The newest commit that the last one and another have in common; empty where there is none."""
    done = repo.git("merge-base", "HEAD", commit, ok=_EVERY)
    return done.stdout.decode().strip() if not done.code else ""


def changed(repo: Repository, commit: str) -> list[str]:
    """Every path below the root that is not what it was at a commit, with what git does not track and would add."""
    options = ("--name-only", "-z", "--no-renames", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all")
    tracked = repo.git("diff", *options, "--relative", commit, "--", ".")
    added = repo.git("ls-files", "-z", "--others", "--exclude-standard")
    return sorted({os.fsdecode(path) for path in (tracked.stdout + added.stdout).split(b"\0") if path})


def trees(repo: Repository, commit: str, folders: Collection[str]) -> dict[str, str]:
    """The id of each folder right below one of the `folders`, by path. Paths are relative to the repository's root."""
    wanted = [f"{folder}/" for folder in folders]
    done = repo.git("ls-tree", "-z", "-d", commit, "--", *wanted)
    found = (os.fsdecode(line).partition("\t") for line in done.stdout.split(b"\0") if line)
    return {path: about.split(" ")[2] for about, _, path in found}


def files(repo: Repository, commit: str, folders: Collection[str]) -> dict[str, bytes]:
    """The content of every regular file below the `folders`, by path."""
    done = repo.git("ls-tree", "-z", "-r", commit, "--", *folders)
    blobs = {}
    for line in done.stdout.split(b"\0"):
        about, _, path = line.partition(b"\t")
        mode, _, rest = about.partition(b" ")
        if mode in _REGULAR:
            blobs[os.fsdecode(path)] = rest.split(b" ")[1].decode()
    return {path: content for path, content in _contents(repo, blobs) if content is not None}


def entries(repo: Repository) -> list[Entry]:
    """Every file below the root that git tracks or would add; links and submodules are none."""
    done = repo.git("ls-files", "-z", "-t", "-s", "-m", "-d", "-o", "--exclude-standard")
    found: dict[bytes, Entry] = {}
    for line in done.stdout.split(b"\0"):
        tag, _, rest = line.partition(b" ")
        if tag == b"?":
            found[rest] = Entry(os.fsdecode(rest))
            continue
        about, _, path = rest.partition(b"\t")
        mode, _, blob = about.partition(b" ")
        if mode in _REGULAR and tag != b"M":
            before = found.get(path)
            if tag == b"R" or (tag == b"C" and (before is None or before.in_working_tree)):
                found[path] = Entry(os.fsdecode(path), blob.split(b" ")[0].decode(), tag == b"C")
            elif before is None:
                found[path] = Entry(os.fsdecode(path))
        elif tag == b"M":  # of a merge that is not done
            found[path] = Entry(os.fsdecode(path))
    return [entry for entry in found.values() if not entry.path.endswith("/")]


def line(repo: Repository, *arguments: str) -> str:
    """The line that a command prints; empty where it fails."""
    done = repo.git(*arguments, ok=_EVERY)
    return "" if done.code else os.fsdecode(done.stdout).rstrip("\n")


def index_file(repo: Repository) -> tuple[str, str]:
    """The absolute paths of the repository's own folder, and of the index that would be committed."""
    done = repo.git("rev-parse", "--absolute-git-dir", "--git-path", "index")
    folder, index = os.fsdecode(done.stdout).split("\n")[:-1]
    return folder, os.path.join(repo.root, index)


def indexed(repo: Repository, commit: str, index: Path) -> Repository:
    """The same repository as if a commit were what its index has; `index` is written for that."""
    found = replace(repo, environ={**repo.environ, OWN_INDEX: str(index)})
    found.git("read-tree", commit)
    return found


def differs(repo: Repository, base: str, folders: Collection[str]) -> bool:
    """Whether the index is another one than a commit there; anywhere below the root, where no folder is named."""
    options = ("--cached", "--quiet", "--ignore-submodules=dirty", base, "--")
    return bool(repo.git("diff-index", *options, *(folders or (".",)), ok=(0, 1)).code)


def staged_since(repo: Repository, base: str, folders: Collection[str] = ()) -> dict[str, str]:
    """The blob of each regular file of the index that another commit does not have so, by path; empty where it is gone.

    `base` is a commit. Links and submodules are left out, but for those that are gone.
    """
    options = ("--cached", "--no-renames", "--no-abbrev", "--ignore-submodules=all", "--relative", "-z")
    out = repo.git("diff-index", *options, base, "--", *folders).stdout.split(b"\0")
    found = {}
    for about, path in zip(out[::2], out[1::2], strict=False):
        _, mode, _, blob, _ = about.split(b" ")
        if mode in _REGULAR or mode == b"000000":
            found[os.fsdecode(path)] = blob.decode() if mode in _REGULAR else ""
    return found


def in_commit(repo: Repository, folders: Collection[str] = ()) -> dict[str, Staged]:
    """Every regular file and link of the index, by path, but for those of `git add --intent-to-add`, which no commit
    has. Raises KubecatalogError where a merge left conflicts."""
    found = {}
    for line in repo.git("ls-files", "-z", "-s", "--", *folders).stdout.split(b"\0"):
        about, _, path = line.partition(b"\t")
        mode, _, rest = about.partition(b" ")
        if mode in _REGULAR or mode == _LINK:
            name = os.fsdecode(path)
            if not rest.endswith(b" 0"):
                hint = f"write what it is to be, then `git add {name}`"
                raise KubecatalogError(f"{name} has conflicts that are not resolved", hint, code=FINDINGS)
            found[name] = Staged(rest.split(b" ")[0].decode(), mode == _LINK)
    if any(file.blob in _EMPTY for file in found.values()):
        intended = repo.git("diff-files", "-z", "--name-only", "--diff-filter=A", "--relative", "--", *folders)
        for path in intended.stdout.split(b"\0"):
            found.pop(os.fsdecode(path), None)
    return found


def beside_index(repo: Repository, folders: Collection[str]) -> tuple[list[str], list[str]]:
    """The files of the working tree that are not as they would be committed: tracked ones, and those that git does not
    track, ignored ones among them."""
    options = ("--porcelain=v2", "-z", "--no-renames", "--untracked-files=all", "--ignored", "--ignore-submodules=all")
    tracked, others = [], []
    for line in repo.git("status", *options, "--", *folders).stdout.split(b"\0"):
        kind, _, rest = line.partition(b" ")
        if kind in (b"?", b"!"):
            others.append(os.fsdecode(rest).removeprefix(repo.prefix))
        elif kind == b"u" or (kind == b"1" and rest[1:2] != b"."):
            path = rest.split(b" ", 7 if kind == b"1" else 9)[-1]
            tracked.append(os.fsdecode(path).removeprefix(repo.prefix))
    return tracked, others


def contents(repo: Repository, blobs: Mapping[str, str]) -> dict[str, bytes]:
    """By path the content of each blob. Raises ToolError where the repository lacks one."""
    found = dict(_contents(repo, blobs))
    lost = next((path for path, content in found.items() if content is None), None)
    if lost is not None:
        raise ToolError(f"git has no content for {lost}", "see what `git fsck` says, or `git fetch --refetch`")
    return {path: content for path, content in found.items() if content is not None}


def left_out(repo: Repository, folders: Collection[str]) -> list[str]:
    """The files that a sparse checkout keeps out of the working tree. They are no removed ones: git commits them."""
    if not repo.sparse:
        return []
    lines = repo.git("ls-files", "-z", "-t", "--", *folders).stdout.split(b"\0")
    paths = [os.fsdecode(line[2:]) for line in lines if line.startswith(b"S ")]
    return [path for path in paths if not os.path.lexists(repo.root / path)]


def must_be_there(repo: Repository, folders: Collection[str]) -> None:
    """Raises KubecatalogError where a sparse checkout keeps files of the folders out of the working tree."""
    lacking = left_out(repo, folders)
    if lacking:
        more = f" and {len(lacking) - 1} more are" if len(lacking) > 1 else " is"
        message = f"{lacking[0]}{more} not in the working tree: this is a sparse checkout"
        wanted = [folder for folder in folders if _holds(folder, lacking)]
        raise KubecatalogError(message, f"{brought_back(repo, wanted)} brings what is missing")


def brought_back(repo: Repository, folders: Collection[str]) -> str:
    """The command by which a sparse checkout gets all of the folders."""
    place = " at the top of the repository" if repo.prefix else ""
    names = [f"{repo.prefix}{folder}" for folder in folders]
    if line(repo, "config", "--type=bool", "core.sparseCheckoutCone") != "true":
        # A later pattern wins only where it fits the file itself.
        names = [f"'/{name}/**'" for name in names]
    return f"`git sparse-checkout add {' '.join(names)}`{place}"


def _holds(folder: str, paths: Collection[str]) -> bool:
    return any(path == folder or path.startswith(f"{folder}/") for path in paths)


def ignored(repo: Repository) -> list[str]:
    """Files that git tracks although it would not add them today."""
    done = repo.git("ls-files", "-z", "--cached", "--ignored", "--exclude-standard")
    return [os.fsdecode(path) for path in done.stdout.split(b"\0") if path]


def in_index(repo: Repository, files: Collection[Entry]) -> dict[str, bytes | None]:
    """What would be committed of files, by path; None where the repository lacks it."""
    return dict(_contents(repo, {entry.path: entry.blob for entry in files}))


def _contents(repo: Repository, blobs: Mapping[str, str]) -> Iterator[tuple[str, bytes | None]]:
    """By path the content of each blob; None of one that the repository lacks."""
    if not blobs:
        return
    wanted = "".join(f"{blob}\n" for blob in blobs.values()).encode()
    out = memoryview(repo.git("cat-file", "--batch", "--buffer", stdin=wanted).stdout)
    at = 0
    for path in blobs:
        header_end = bytes(out[at : at + 128]).index(b"\n") + at
        _, kind, *size = bytes(out[at:header_end]).split(b" ")
        at = header_end + 1
        if kind == b"missing":
            yield path, None
            continue
        yield path, bytes(out[at : at + int(size[0])])
        at += int(size[0]) + 1


def _git(
    root: Path, own: Mapping[str, str], arguments: Collection[str], stdin: bytes | None, ok: Collection[int]
) -> Result:
    return run(("git", *arguments), tool="git", version="", timeout=TIMEOUT, cwd=root, stdin=stdin, env=own, ok=ok)


def _environ(root: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """What a hook was told holds for the work tree in which it runs, which is where this process was started; or for
    one that is named outright."""
    own = {name: text for name, text in environ.items() if not name.startswith("GIT_") or _KEPT.fullmatch(name)}
    root = root.absolute()
    if _is_named(root, environ):
        return {**own, **{name: environ[name] for name in _OF_A_HOOK if name in environ}, **_SETTINGS}
    here = _started_in()
    top = _top(here) or here
    if (_top(root) or top) == top and root.is_relative_to(top):
        own |= {name: environ[name] for name in _OF_A_HOOK if name in environ}
        if "GIT_DIR" in own:
            # Both are relative to the top, and we start git in the root; without the second that would be the top.
            own["GIT_DIR"] = os.path.join(top, own["GIT_DIR"])
            own["GIT_WORK_TREE"] = os.path.join(top, own.get("GIT_WORK_TREE", ""))
    return {**own, **_SETTINGS}


def _is_named(root: Path, environ: Mapping[str, str]) -> bool:
    """Whether the work tree of a folder is named outright, wherever this process was started."""
    folder, tree = environ.get("GIT_DIR", ""), environ.get("GIT_WORK_TREE", "")
    if not (os.path.isabs(folder) and os.path.isabs(tree) and root.is_relative_to(tree)):
        return False
    top = _top(root)  # a repository further down has its own
    return top is None or top == Path(tree) or not top.is_relative_to(tree)


def _started_in() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:  # that folder was removed
        return Path("/")


def _top(folder: Path) -> Path | None:
    """The work tree that a folder is in."""
    return next((above for above in (folder, *folder.parents) if (above / ".git").exists()), None)


def _text(file: Path) -> str:
    try:
        return file.read_text()
    except OSError:
        return ""
