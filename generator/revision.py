"""A revision that somebody names -> the commit since which a branch changed what it did, or why there is none."""

from __future__ import annotations

from msgspec import Struct

from generator import git
from generator.errors import KubecatalogError
from generator.git import Repository
from generator.workspace import Workspace

_FETCH = (
    "fetch what is missing: `fetch-depth: 0` for actions/checkout on GitHub, `GIT_DEPTH: 0` on GitLab, "
    "`git fetch --unshallow` elsewhere"
)


class Since(Struct, frozen=True):
    """`commit` is where the branch of the last commit left that of `revision`."""

    repo: Repository
    revision: str
    commit: str


def since(workspace: Workspace, revision: str) -> Since:
    """Raises KubecatalogError where there is nothing to compare with, and ToolError."""
    repo = git.repository(workspace.root, workspace.tool_environ)
    if repo is None:
        raise KubecatalogError(f"nothing is known since {revision}: this is no work tree of git", "run it in a clone")
    if not repo.head:
        raise KubecatalogError(f"nothing is known since {revision}: there is no commit yet", "commit something first")
    found = git.commit(repo, revision)
    if not found:
        raise KubecatalogError(f"there is no revision {revision}", _absent(repo, revision))
    base = git.merge_base(repo, found)
    if not base:
        hint = _FETCH if repo.boundary else "name a commit that the branch comes from"
        raise KubecatalogError(f"{revision} and the last commit have no commit in common", hint)
    return Since(repo, revision, base)


def _absent(repo: Repository, revision: str) -> str:
    if git.commit(repo, f"origin/{revision}"):
        return f"there is `origin/{revision}`"
    return _FETCH if repo.boundary else "name a commit, a branch or a tag; `git fetch` gets those of others"
