"""`report` and `diff`: what changed since a commit, in each environment."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence

from generator import git
from generator.pipeline import Options, run
from generator.report.diff_text import diff as diff_lines
from generator.report.markdown import GITHUB, markdown
from generator.report.progress import progress
from generator.report.review_json import as_json
from generator.review import encrypted
from generator.review.review import Review, review
from generator.revision import since
from generator.workspace import Workspace


def report(workspace: Workspace, revision: str, environments: Sequence[str], form: str, most: int | None) -> int:
    """Prints a summary. Its exit code says nothing of findings: `validate` judges. Raises KubecatalogError."""
    found = reviewed(workspace, revision, environments)
    if form == "markdown":
        print(markdown(found, most or GITHUB), end="")
    elif form == "json":
        print(as_json(found))
    else:
        _print_diff(found, color=sys.stdout.isatty())
    return 0


def diff(workspace: Workspace, revision: str, environments: Sequence[str], form: str, *, color: bool | None) -> int:
    """Prints every field that differs. Raises KubecatalogError."""
    found = reviewed(workspace, revision, environments)
    if form == "json":
        print(as_json(found))
    else:
        _print_diff(found, color=sys.stdout.isatty() if color is None else color)
    return 0


def _print_diff(found: Review, *, color: bool) -> None:
    for line in diff_lines(found, color=color):
        print(line)


def reviewed(workspace: Workspace, revision: str, environments: Sequence[str]) -> Review:
    """What the catalog comes to now, held against what was committed where the branch left a revision."""
    start = since(workspace, revision)
    with progress(sys.stderr) as told:
        options = Options(changed_since=revision, review=True, environments=environments, progress=told)
        outcome = run(workspace, options)
    paths = git.changed(start.repo, start.commit)
    secrets = encrypted.changes(workspace.root, start.repo, start.commit, paths)
    delivery = Counter("/".join(path.split("/")[:3]) for path in paths if path.startswith("delivery/"))
    if environments:
        outcome.review = [item for item in outcome.review if item.environment in environments]
        secrets = [item for item in secrets if item.environment in environments]
    return review(revision, outcome.review, outcome.findings, secrets, delivery, outcome.skipped)
