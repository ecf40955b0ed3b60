"""`hook`: judge the commit that is being made; install and remove the hooks of git that do."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from generator import git
from generator.errors import FINDINGS, KubecatalogError
from generator.findings import merged
from generator.git import Repository
from generator.workspace import Workspace

if TYPE_CHECKING:
    from generator.hook.commit import Commit
    from generator.hook.judge import Verdict

Kind = Literal["render", "check", "secrets"]

MOST = 10
"""Findings, and files, that are told: what does not fit a terminal nobody reads."""

_PARTIAL = "next-index-"
"""What git calls the index of `git commit FILE`, which commits nothing but what is named."""


_USERS_FOLDER = "GIT_PREFIX"
"""Where a user started git, from the top; hooks run at the top."""


def run(workspace: Workspace, kind: Kind) -> int:
    """Says nothing when there is nothing to do. Raises KubecatalogError."""
    from generator.hook.commit import commit

    with commit(workspace) as made:
        if kind == "secrets":
            from generator.hook.judge import judge_secrets

            verdict = judge_secrets(workspace, made)
        elif made.concerns_us():
            verdict = _judged(workspace, made, write=kind == "render")
        else:
            return 0
        from generator.report import text

        errors = [finding for finding in merged(verdict.findings) if finding.severity == "error"]
        for line in text.findings(errors[:MOST], verdict.root):
            print(line)
    if len(errors) > MOST:
        print(f"... and {len(errors) - MOST} more; `kubecatalog validate` lists all")
    if verdict.unstaged:
        here = Path.cwd() / workspace.environ.get(_USERS_FOLDER, "")
        way = os.path.relpath(workspace.root, here)
        print("\n".join(_unstaged(verdict, made, way, written=verdict.written and not errors)))
    return FINDINGS if errors or verdict.unstaged else 0


def _judged(workspace: Workspace, made: Commit, *, write: bool) -> Verdict:
    with ThreadPoolExecutor(1) as pool:
        state = pool.submit(made.state)
        from generator import make  # noqa: F401  what comes next, while git looks
        from generator.hook.judge import judge

    return judge(workspace, made, state.result(), write=write)


def _unstaged(verdict: Verdict, made: Commit, way: str, *, written: bool) -> Iterator[str]:
    """`way` leads from where the user is to the catalog's repository."""
    paths, repo = verdict.unstaged, made.repo
    yield from paths[:MOST]
    if len(paths) > MOST:
        yield f"... and {len(paths) - MOST} more"
    tops = list(dict.fromkeys(path.partition("/")[0] for path in paths))
    folders = " ".join(shlex.quote(os.path.normpath(os.path.join(way, top))) for top in tops)
    one = len(paths) == 1
    what = "this generated file is" if one else f"these {len(paths)} generated files are"
    yield f"    {what} not {'' if made.elsewhere else 'staged '}as the catalog makes {'it' if one else 'them'}"
    command = "kubecatalog render" if way == os.curdir else f"kubecatalog -C {shlex.quote(way)} render"
    first = "" if written else f"run `{command}`, then "
    if made.elsewhere and made.elsewhere != repo.head:
        first = f"check out {made.elsewhere[:10]}, {first}"
    if verdict.hidden:
        first += f"{git.brought_back(repo, tops)}, then "
    add = f"`git add {'--sparse ' if repo.sparse else ''}{folders}`"
    if os.path.basename(repo.environ.get(git.OWN_INDEX, "")).startswith(_PARTIAL):
        yield f"    {first}commit again and name {'it' if one else 'them'}, too: `git commit FILE... {folders}`"
    elif made.push:
        yield f"    {first}{add}, commit and push again"
    else:
        yield f"    {first}{add} and commit again"


def install(workspace: Workspace) -> int:
    """Raises KubecatalogError where a hook of somebody else is there."""
    from generator.hook.install import hooks

    files = hooks(_repository(workspace)).install()
    print(f"wrote {' and '.join(map(str, files))}")
    return 0


def uninstall(workspace: Workspace) -> int:
    from generator.hook.install import hooks

    own = hooks(_repository(workspace))
    files, others = own.uninstall(), own.others()
    for file in others:
        print(f"left {file}, which somebody else wrote")
    if files:
        print(f"removed {' and '.join(map(str, files))}")
    elif not others:
        print("there is no hook of kubecatalog")
    return 0


def _repository(workspace: Workspace) -> Repository:
    repo = git.repository(workspace.root, workspace.tool_environ)
    if repo is None:
        raise KubecatalogError(f"{workspace.root} is in no working tree of git", "start one with `git init`")
    return repo
