"""A commit that is being made -> findings, and the generated files that it does not have as its catalog makes them.

What is judged is the index. Mostly the working tree is the same where it matters, and is used as it is; else the index
is checked out into a folder beside the cache, and what is generated there is brought to the working tree.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from generator import git
from generator.cache.files import FileDigests
from generator.catalog.load import PLATFORM_FILE, SERVICES_FOLDER
from generator.errors import FINDINGS, KubecatalogError
from generator.findings import Finding
from generator.hook.checkout import Checkout
from generator.hook.commit import FOLDERS, Commit, State
from generator.inputs import SECRETS_UNIT, Inputs
from generator.pipeline import Options, Outcome, last_run, run, secret_findings
from generator.tree.folders import GENERATED
from generator.workspace import Workspace

_TREE = ("base", "overlays", "delivery")

_REPAIRED = ("missing-file", "outdated-file", "orphaned-file")


class Verdict(Struct, frozen=True):
    """`root` has the files that findings are about. `unstaged` are generated files that have to be staged, of which
    those that `written` says are in the working tree by now; `hidden`: some that have to go are not in it, as this is
    a sparse checkout."""

    root: Path
    findings: list[Finding] = field(default_factory=list)
    unstaged: list[str] = field(default_factory=list)
    written: bool = False
    hidden: bool = False


def judge(workspace: Workspace, commit: Commit, state: State, *, write: bool) -> Verdict:
    """All that `render` and `validate` find. With `write` the working tree gets what the commit lacks.

    Raises KubecatalogError; then nothing was written.
    """
    write = write and not commit.elsewhere
    workspace = replace(workspace, staged_since=commit.base)
    options = Options(write=write, against=commit.against, in_index=state == "same")
    if state != "other":
        if not _has_catalog(workspace.root):
            return _without_catalog(workspace, commit)
        return _verdict(workspace.root, run(workspace, options), write=write)
    with workspace.scratch() as scratch:
        copy = Checkout(workspace, commit.repo)
        copy.bring_up_to_date(FOLDERS)
        if not _has_catalog(copy.root):
            copy.forget(())
            return _without_catalog(workspace, commit)
        outcome = run(copy.workspace, options)
        copy.forget([*outcome.written, *outcome.deleted])
        verdict = _verdict(copy.root, outcome, write=write)
        if write and verdict.unstaged:
            from generator.hook.bring import bring

            files = {path: (copy.root / path).read_bytes() for path in outcome.written}
            hidden = not set(git.left_out(commit.repo, GENERATED)).isdisjoint(outcome.deleted)
            verdict.findings.extend(bring(workspace, files, outcome.deleted, scratch))
            return replace(verdict, hidden=hidden)
        return verdict


def judge_secrets(workspace: Workspace, commit: Commit) -> Verdict:
    """What is wrong with Secrets alone; without a catalog, with whatever else would be committed."""
    if commit.base and not git.differs(commit.repo, commit.base, ()):
        return Verdict(workspace.root)
    workspace = replace(workspace, staged_since=commit.base)
    if PLATFORM_FILE not in git.in_commit(commit.repo, [PLATFORM_FILE]):
        return Verdict(workspace.root, _in_the_clear(workspace))
    if commit.state() != "other":
        with workspace.scratch():
            return Verdict(workspace.root, _of_secrets(workspace))
    with workspace.scratch():
        copy = Checkout(workspace, commit.repo)
        copy.bring_up_to_date(FOLDERS)
        found = _of_secrets(copy.workspace)
        copy.forget(())
        return Verdict(copy.root, found)


def _verdict(root: Path, outcome: Outcome, *, write: bool) -> Verdict:
    missing = [finding for finding in outcome.findings if finding.rule in _REPAIRED]
    others = [finding for finding in outcome.findings if finding not in missing]
    told = [finding.source.file for finding in missing]
    if told == ["base"]:  # one finding for all that there is not yet
        told = ["base", "overlays"]
    unstaged = sorted((*outcome.written, *outcome.deleted, *told))
    return Verdict(root, others, unstaged, write)


def _has_catalog(root: Path) -> bool:
    return any((root / path).exists() for path in (PLATFORM_FILE, SERVICES_FOLDER))


def _without_catalog(workspace: Workspace, commit: Commit) -> Verdict:
    """Before there is a catalog only secrets count. Raises KubecatalogError where something generated is left."""
    generated = next(iter(git.in_commit(commit.repo, _TREE)), None)
    if generated:
        message = f"no catalog would be committed, but what is generated from one: {generated}"
        raise KubecatalogError(message, "`git add catalog`, or remove what is generated, too", code=FINDINGS)
    return Verdict(workspace.root, _in_the_clear(workspace))


def _of_secrets(workspace: Workspace) -> list[Finding]:
    known = last_run(workspace)
    inputs = Inputs(workspace.root, known, FileDigests(workspace.root, known.files))
    found = secret_findings(workspace, inputs)
    return found if SECRETS_UNIT in inputs.entries else [*found, *_in_the_clear(workspace)]


def _in_the_clear(workspace: Workspace) -> list[Finding]:
    """Where no platform file says which keys may be here, and which files show Secrets on purpose."""
    from generator.secrets import leaks

    return list(leaks.findings(workspace.root, workspace.tool_environ, (), since=workspace.staged_since))
