"""A repository, and how the hook was started -> which index is judged, and against which commit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from msgspec import Struct

from generator import git
from generator.errors import KubecatalogError
from generator.git import Repository
from generator.tree.folders import GENERATED, INPUTS
from generator.workspace import Workspace

_FROM, _TO = "PRE_COMMIT_FROM_REF", "PRE_COMMIT_TO_REF"
"""Set by pre-commit and prek for their --from-ref and --to-ref, and when commits are pushed."""
_PUSHED_TO = "PRE_COMMIT_REMOTE_NAME"
_FRAMEWORK = "PRE_COMMIT"

_CONFIGURATIONS = (":(top).pre-commit-config.yaml", ":(top)prek.toml")
"""They say which kubecatalog it is: another one may generate something else."""


FOLDERS = tuple(dict.fromkeys((*INPUTS, *GENERATED)))

_OF_EDITORS = re.compile(r"(?:.*/)?(?:\.DS_Store|\.#[^/]*|[^/]*~|\.[^/]*\.sw[a-p])")
"""Files that come and go while somebody writes, and are no part of a catalog."""

State = Literal["same", "wanted", "other"]
"""The working tree is as the index; or it is not, and is what somebody wants to know of; or it is not to be judged."""


class Commit(Struct, frozen=True):
    """`base` is the commit that the index is compared with; empty where all of the index counts.

    `against` is a revision by which changes are judged, empty for the last commit. `on_disk`: no commit is being made,
    and somebody wants to know of tracked files as they are on the disk. `elsewhere` is a commit that is judged in place
    of the index, which is another one. `push`: it is about to be pushed.
    """

    repo: Repository
    base: str
    against: str = ""
    on_disk: bool = False
    elsewhere: str = ""
    push: bool = False

    def concerns_us(self) -> bool:
        """Whether it changes anything that we read or write."""
        return not self.base or git.differs(self.repo, self.base, (*FOLDERS, *_CONFIGURATIONS))

    def state(self) -> State:
        if self.elsewhere:
            return "other"
        tracked, others = git.beside_index(self.repo, FOLDERS)
        if tracked:
            return "wanted" if self.on_disk else "other"
        same = all(map(_OF_EDITORS.fullmatch, others)) and not git.left_out(self.repo, FOLDERS)
        return "same" if same else "other"


@contextmanager
def commit(workspace: Workspace) -> Iterator[Commit]:
    """Raises KubecatalogError where there is no repository, and ToolError where git refuses to look at it."""
    repo = git.repository(workspace.root, workspace.tool_environ)
    if repo is None:
        message = f"{workspace.root} is in no working tree of git"
        raise KubecatalogError(message, "run the hook in one; without git there is `kubecatalog validate`")
    environ = workspace.environ
    first, last = _named(repo, environ.get(_FROM)), _named(repo, environ.get(_TO))
    made = git.OWN_INDEX in repo.environ
    on_disk, push = not made and _FRAMEWORK in environ, _PUSHED_TO in environ
    if made or not last or not git.differs(repo, last, ()):
        yield Commit(repo, first or (repo.head if made else ""), first, on_disk, push=push)
        return
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as spare:
        of_last = git.indexed(repo, last, Path(spare, "index"))
        yield Commit(of_last, first, first, elsewhere=last, push=push)


def _named(repo: Repository, revision: str | None) -> str:
    """The commit. A shallow clone may not have it."""
    return git.commit(repo, revision) if revision else ""
