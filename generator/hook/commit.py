"""A repository, and how the hook was started -> which index is judged, and against which commit."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from generator import git
from generator.errors import KubecatalogError
from generator.git import Repository
from generator.workspace import Workspace

_FROM = "PRE_COMMIT_FROM_REF"
"""Set by pre-commit and prek for their --from-ref, and when commits are pushed."""
_FRAMEWORK = "PRE_COMMIT"

_CONFIGURATIONS = (":(top).pre-commit-config.yaml", ":(top)prek.toml")
"""They say which kubecatalog it is: another one may generate something else."""


@dataclass(frozen=True, slots=True)
class Commit:
    """`base` is the commit that the index is compared with; empty where all of the index counts.

    `against` is a revision by which changes are judged, empty for the last commit. `on_disk`: no commit is being made,
    and somebody wants to know of tracked files as they are on the disk.
    """

    repo: Repository
    base: str
    against: str = ""
    on_disk: bool = False

    def concerns(self, folders: Collection[str]) -> bool:
        """Whether it changes anything there."""
        return not self.base or git.differs(self.repo, self.base, (*folders, *_CONFIGURATIONS))


def commit(workspace: Workspace) -> Commit:
    """Raises KubecatalogError where there is no repository, and ToolError where git refuses to look at it."""
    repo = git.repository(workspace.root, workspace.tool_environ)
    if repo is None:
        message = f"{workspace.root} is in no working tree of git"
        raise KubecatalogError(message, "run the hook in one; without git there is `kubecatalog validate`")
    first = _first(repo, workspace.environ)
    made = git.OWN_INDEX in repo.environ
    return Commit(repo, first or (repo.head if made else ""), first, not made and _FRAMEWORK in workspace.environ)


def _first(repo: Repository, environ: Mapping[str, str]) -> str:
    """The commit from which on commits are judged. A shallow clone may not have it."""
    named = environ.get(_FROM, "")
    return git.commit(repo, named) if named else ""
