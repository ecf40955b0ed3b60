"""`secrets init`: a first key pair, where sops looks for it, and what to do for others to encrypt for it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from generator.catalog.edit import edited
from generator.catalog.formats import FORMATS
from generator.catalog.load import PLATFORM_FILE
from generator.catalog.yaml_source import parse
from generator.errors import KubecatalogError
from generator.files import replaced
from generator.json_types import Json, get
from generator.secrets import key_files
from generator.secrets.gitconfig import set_up
from generator.workspace import Workspace


def run(workspace: Workspace, name: str) -> int:
    platform = workspace.root / PLATFORM_FILE
    keys = key_files.public_keys(workspace.environ)
    before = _platform(platform, name, keys)
    if keys:
        _tell("you have a key already; nothing was made")
    else:
        keys = [_made(key_files.key_file(workspace.environ))]
    for key in keys:
        print(key, flush=True)
    if name:
        _add(platform, before, name, keys)
    else:
        _show(keys)
    _tell("then somebody who can read the Secrets runs `kubecatalog secrets recipients`, and commits what that changes")
    _set_up_git(workspace)
    return 0


def _platform(file: Path, name: str, keys: list[str]) -> str:
    """Its text, where a name is to be added for `keys`, or one that is yet to be made: so it raises KubecatalogError
    before that."""
    if not name:
        return ""
    if not FORMATS["reader"].check(name):
        raise KubecatalogError(f'"{name}" is not {FORMATS["reader"].expected}', "for example: --name alice")
    try:
        text = file.read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        message = f"{PLATFORM_FILE} cannot be read, so nobody can be added to it"
        raise KubecatalogError(message, "run this where it is, or with -C") from None
    if _there(text, ("secrets", "groups", name)) is not None:
        raise KubecatalogError(f'"{name}" is a group in {PLATFORM_FILE}', "choose another name")
    known = _keys_of(text, name)
    if known and not known & set(keys):
        hint = f"choose another name; if you are {name}, add the key there by hand: `{name}: [OLD, NEW]`"
        raise KubecatalogError(f"{name} has another key in {PLATFORM_FILE}", hint)
    return text


def _keys_of(text: str, name: str) -> set[str]:
    known = _there(text, ("secrets", "people", name))
    return {known} if isinstance(known, str) else set(known or ())


def _there(text: str, path: tuple[str, ...]) -> Json:
    try:
        return get(parse(text.encode()).data, path)
    except KeyError:
        return None


def _made(file: Path | None) -> str:
    if file is None:
        message = "there is no place for a key: neither HOME nor XDG_CONFIG_HOME is set"
        raise KubecatalogError(message, f"name a file in {key_files.FILE}")
    public = key_files.make(file)
    _tell(f"made a key pair in {file}, which only you can read")
    _tell("    make a backup of it now, where you keep passwords: it cannot be made again, and if it is lost you read")
    _tell("    nothing any more, nor does anybody what was encrypted for it alone; who gets it reads what you can read")
    return public


def _add(file: Path, text: str, name: str, keys: list[str]) -> None:
    if _keys_of(text, name):
        _tell(f"{PLATFORM_FILE} has it as that of {name} already")
        return
    value = keys[0] if len(keys) == 1 else keys
    replaced(file, edited(text, ("secrets", "people", name), value).encode(), PLATFORM_FILE)
    _tell(f"{PLATFORM_FILE} names it as that of {name}")
    _tell(f"next, name {name}, or a group with {name} in it, among the `secrets.readers` of an environment there")


def _show(keys: Iterable[str]) -> None:
    _tell(f"next, add it to {PLATFORM_FILE} (`kubecatalog secrets init --name NAME` does), and to an environment:")
    keys = list(keys)
    value = keys[0] if len(keys) == 1 else f"[{', '.join(keys)}]"
    for line in ("secrets:", "  people:", f"    NAME: {value}", "environments:", "  dev:", "    secrets:"):
        _tell(f"    {line}")
    _tell("          readers: [NAME]")


def _set_up_git(workspace: Workspace) -> None:
    """In a clone of a catalog. Without git there is nothing to merge."""
    if not (workspace.root / PLATFORM_FILE).exists():
        return
    try:
        changed = set_up(workspace.root, workspace.tool_environ)
        if changed:
            _tell(f"git merges encrypted files key by key from now on; set {', '.join(changed)}")
    except KubecatalogError as error:
        _tell(f"git was not set up: {error.message}; `kubecatalog secrets git` does it later")


def _tell(line: str) -> None:
    print(line, file=sys.stderr)
