"""`init`: what a repository lacks of a working start is written; what is there is left, and told what it lacks."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.catalog.formats import FORMATS
from generator.catalog.load import PLATFORM_FILE, SERVICES_FOLDER, service_files
from generator.catalog.suggest import did_you_mean
from generator.commands import new
from generator.errors import KubecatalogError, ToolError
from generator.files import replaced
from generator.git import Repository, repository
from generator.starter import codeowners, schemas, table, updates
from generator.starter.table import ROWS, Row
from generator.workspace import Workspace

_LONGEST = 40
"""Of a platform's name, so that a namespace has room for the environment's."""
_FORGES = ("github", "gitlab")
_NO_COMMIT = (0, 1, 2, 128)


class Wishes(Struct, frozen=True):
    """`forge` is None where the remote is to tell; `codeowners` is empty where nobody asked for them."""

    service: str
    forge: str | None
    codeowners: str
    source: str
    bare: bool = False
    show: str = ""
    """The path of a file that is only to be printed."""


def run(root: Path, wishes: Wishes, environ: Mapping[str, str]) -> int:
    """Raises KubecatalogError where something cannot be written; what was written before that stays."""
    workspace = Workspace(root, environ)
    start = _start(workspace, wishes)
    if wishes.show:
        return _show(wishes.show, start)
    if wishes.bare:
        return _bare(root, start)
    fresh = not (root / PLATFORM_FILE).exists() and not service_files(root)[0]
    for row in ROWS:
        if row.wanted(start):
            _add(root, row, row.make(start), row.names(start))
    if start.gitlab and start.updates and table.RENDER_ON_GITLAB not in _text(root / ".gitlab-ci.yml"):
        print(f"      .gitlab-ci.yml lacks `include: [{{local: {table.RENDER_ON_GITLAB}}}]`")
    if fresh:
        file = f"{SERVICES_FOLDER}/{wishes.service}.yaml"
        _written(root, file, new.text_of(file, new.default_image(wishes.service), 8080))
    if wishes.codeowners:
        _add_codeowners(workspace, wishes.codeowners)
    schemas.refresh(root)
    print("next: kubecatalog render; and `kubecatalog doctor` says what else there is to do")
    return 0


def _start(workspace: Workspace, wishes: Wishes) -> table.Wishes:
    if wishes.codeowners and not codeowners.is_owner(wishes.codeowners):
        raise KubecatalogError(
            f'"{wishes.codeowners}" is nobody whom a forge knows', "write `@shop/platform`, or `@alice`"
        )
    if not FORMATS["dns-label"].check(wishes.service):
        raise KubecatalogError(f'"{wishes.service}" cannot name a service', new.instead("dns-label", wishes.service))
    try:
        found = repository(workspace.root, workspace.environ)
    except ToolError:  # somebody else's, which git does not read: the files can be written all the same
        found = None
    start = table.Wishes(_name(workspace.root), source=wishes.source)
    if found:
        start = replace(start, branch=_branch(found))
    forges = _wanted(wishes.forge, found)
    start = replace(start, updates=updates.branches(workspace.root))
    return replace(start, github="github" in forges, gitlab="gitlab" in forges)


def _name(root: Path) -> str:
    """The platform's, after the folder."""
    name = "".join(char if char.isascii() and char.isalnum() else "-" for char in root.name.lower())
    name = name[:_LONGEST].strip("-")
    return name if name[:1].isalpha() else "platform"


def _branch(found: Repository) -> str:
    """The one that changes are to go to: the remote's, or where nothing is committed yet the one that begins."""
    remote = found.git("symbolic-ref", "--short", "refs/remotes/origin/HEAD", ok=_NO_COMMIT)
    if not remote.code:
        return remote.stdout.decode().strip().removeprefix("origin/")
    if not found.head:
        return found.git("symbolic-ref", "--short", "HEAD", ok=_NO_COMMIT).stdout.decode().strip() or "main"
    return "main"


def _wanted(forge: str | None, found: Repository | None) -> tuple[str, ...]:
    if forge is not None:
        return {"both": _FORGES, "none": ()}.get(forge, (forge,))
    remote = found.git("remote", "get-url", "origin", ok=_NO_COMMIT).stdout.decode() if found else ""
    return tuple(name for name in _FORGES if name in remote) or _FORGES


def _show(path: str, start: table.Wishes) -> int:
    texts = {row.path: row for row in ROWS}
    if path not in texts:
        hint = did_you_mean(path, texts) or f"there are {', '.join(texts)}"
        raise KubecatalogError(f"init writes no {path}", hint)
    print(texts[path].make(start), end="")
    return 0


def _bare(root: Path, start: table.Wishes) -> int:
    if (root / PLATFORM_FILE).exists():
        hint = "edit it, or add a service with `kubecatalog new NAME`"
        raise KubecatalogError(f"{PLATFORM_FILE} is already there", hint)
    _put(root / PLATFORM_FILE, ROWS[0].make(start))
    print(f"wrote {PLATFORM_FILE}; next: kubecatalog new NAME")
    return 0


def _add(root: Path, row: Row, text: str, names: Sequence[str]) -> None:
    there = next((path for path in (row.path, *row.instead) if os.path.lexists(root / path)), None)
    if there is None:
        _written(root, row.path, text)
        return
    before = _text(root / there)
    if row.by_line:
        lines = [line for line in _missing(text, before) if not line.startswith("#")]
        print(f"kept  {there}{': add these lines' if lines else ''}")
        for line in lines:
            print(f"        {line}")
    elif lacking := [name for name in names if name not in before]:
        print(f"kept  {there}: it does not name {', '.join(lacking)}")
    elif before == text or "kubecatalog" in before or row.path == PLATFORM_FILE:
        print(f"kept  {there}")
    else:
        print(f"kept  {there}: add what `kubecatalog init --show {row.path}` prints")


def _missing(text: str, before: str) -> Iterator[str]:
    there = {" ".join(line.split()) for line in before.splitlines()}
    return (line for line in text.splitlines() if " ".join(line.split()) not in there)


def _add_codeowners(workspace: Workspace, owner: str) -> None:
    from generator.model.catalog import Catalog

    root = workspace.root
    catalog = Catalog(root)
    services = {}
    for name, file in service_files(root)[0].items():
        said = catalog.read_service(name, file).neutral.get("owner")
        services[name] = codeowners.Owned(file, str(said or ""))
    production = tuple(sorted(name for name, env in catalog.environments.items() if env.production))
    ours = codeowners.rules(owner, services, production)
    path = next((path for path in (*codeowners.PLACES, codeowners.PATH) if (root / path).is_file()), codeowners.PATH)
    before = _text(root / path)
    fresh = codeowners.merged(before, ours) if before else ours
    if fresh is None:
        print(f"kept  {path}: add these lines, and `init --codeowners` keeps them up to date from then on")
        print("".join(f"        {line}\n" for line in ours.splitlines()), end="")
    elif fresh != before:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        replaced(root / path, fresh.encode(), path)
        print(f"wrote {path}")
    else:
        print(f"kept  {path}")
    for name in codeowners.unnamed(owner, services):
        print(f'      the owner of {name}, "{services[name].owner}", is no name of a team: {owner} has its files')


def _written(root: Path, path: str, text: str) -> None:
    _put(root / path, text)
    print(f"wrote {path}")


def _put(path: Path, text: str) -> None:
    """A new file; one that came meanwhile is not replaced."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise KubecatalogError(f"{error.filename} cannot be written: {error.strerror}", "check permissions") from None


def _text(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:  # a folder, or a link to nowhere: whatever it is, it is kept
        return ""
