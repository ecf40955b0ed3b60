"""`secrets merge`: what git runs where both sides changed an encrypted file. The result takes the place of OURS."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from generator.commands.secrets.session import Session, ruled
from generator.errors import FINDINGS, KubecatalogError
from generator.secrets import merge
from generator.secrets.file import Place, place_of
from generator.secrets.merge import Versions
from generator.secrets.merging import Side
from generator.secrets.store import Store
from generator.workspace import Workspace


def run(workspace: Workspace, base: str, ours: str, theirs: str, path: str) -> int:
    """1 where a conflict is left, as git wants it; any more would end the merge of all files."""
    versions = Versions(*(Path(name).read_bytes() for name in (base, ours, theirs)))
    root, place = located(workspace.root, path)
    result = merge.unchanged(versions)
    if result is None:
        result, told = _merged(Workspace(root, workspace.environ), place, versions, path)
        if told:
            print(f"kubecatalog: {told.message}\n    {told.hint}", file=sys.stderr)
            Path(ours).write_bytes(result)
            return FINDINGS
    Path(ours).write_bytes(result)
    return 0


def located(root: Path, path: str) -> tuple[Path, Place | None]:
    """The repository with the catalog, which may be a folder of that of git, and the Secret in it."""
    parts = Path(path).parts
    return root.joinpath(*parts[:-3]), place_of("/".join(parts[-3:]))


def _merged(
    workspace: Workspace, place: Place | None, versions: Versions, path: str
) -> tuple[bytes, KubecatalogError | None]:
    """The merged file; with an error, that which git would leave in its place, with conflict markers."""
    with workspace.scratch() as scratch:
        content, is_whole = merge.as_text(workspace.root, workspace.tool_environ, versions, scratch)
        if is_whole:
            return content, None
        try:
            if place is None:
                raise KubecatalogError(f"{path} is no place of an encrypted Secret", "merge it by hand")
            return joined(workspace, scratch, place, versions, {}).read_bytes(), None
        except KubecatalogError as error:
            way = f"git's own conflict is left in it; resolve it with `kubecatalog secrets resolve {path}`"
            hint = error.hint if isinstance(error, merge.Conflict) else f"{error.hint}\n    {way}".lstrip("\n ")
            return content, KubecatalogError(error.message, hint)


def joined(workspace: Workspace, scratch: Path, place: Place, versions: Versions, choices: Mapping[str, Side]) -> Path:
    """The catalog may be in conflict, too: its rules are asked for only where nothing else tells the recipients."""
    store = Store(workspace.root, scratch, ruled(workspace, scratch, ()))
    return merge.together(store, place, versions, choices, lambda: Session(workspace).environment(place.environment))
