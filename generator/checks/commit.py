"""What git would commit -> findings about secrets, without any key: against the last commit, the history, and whatever
lies in the clear."""

from __future__ import annotations

import time
from collections.abc import Iterator

from generator import git
from generator.findings import Finding
from generator.inputs import SECRETS_UNIT, Inputs
from generator.secrets import ages, leaks
from generator.secrets.file import FOLDER, place_of, read
from generator.secrets.usage import Kept
from generator.workspace import Workspace


def findings(workspace: Workspace, inputs: Inputs) -> Iterator[Finding]:
    """Of a platform that encrypts Secrets. Raises ToolError where git refuses to look at the repository."""
    facts = inputs.entries[SECRETS_UNIT].facts
    root, environ, files = workspace.root, workspace.tool_environ, inputs.secrets.files
    yield from _since_commit(workspace, inputs)
    yield from _old(workspace, inputs)
    since = workspace.staged_since
    yield from leaks.findings(root, environ, facts["examples"], exempt=facts["exempt"], known=files, since=since)


def _since_commit(workspace: Workspace, inputs: Inputs) -> Iterator[Finding]:
    files = inputs.secrets.files
    before = git.committed(workspace.root, FOLDER, files, workspace.tool_environ)
    if before:
        from generator.secrets.check.since import since_commit

        current = {path: read(path, (workspace.root / path).read_bytes()) for path in files}
        committed = {path: read(path, content) for path, content in before.items()}
        yield from since_commit(current, committed, git.committed_at(workspace.root, workspace.tool_environ))


def _old(workspace: Workspace, inputs: Inputs) -> Iterator[Finding]:
    """Values that are older than the platform or the catalog wants them. Of a file in which all are, one is told."""
    limits = _limits(inputs)
    if not limits:
        return
    from generator.secrets.check.stamp import too_old
    from generator.secrets.check.subject import Subject

    now = int(time.time())
    files = inputs.secrets.files
    told = {path for path, file in files.items() if any(found.rule == "old-secret" for found in file.findings)}
    known = {path: files[path].keys for path, _ in limits if path not in told}
    for (path, key), since in ages.changed_at(workspace.root, workspace.tool_environ, known, now).items():
        limit = limits.get((path, key), 0)
        if limit and since is not None and since + limit < now:
            file = read(path, (workspace.root / path).read_bytes())
            yield too_old(Subject(file, place_of(path), None, now), key, since, limit)


def _limits(inputs: Inputs) -> dict[tuple[str, str], int]:
    """In seconds, by path and key; what has none is left out."""
    facts = inputs.entries[SECRETS_UNIT].facts
    found: dict[tuple[str, str], int] = {}
    for environment, limit in facts["environments"].items():
        own = _limits_of_keys(inputs, environment)
        for path, file in inputs.secrets.of(environment).items() if limit or own else ():
            found |= {(path, key): wanted for key in file.keys if (wanted := own.get((file.name, key), limit))}
    return found


def _limits_of_keys(inputs: Inputs, environment: str) -> dict[tuple[str, str], int]:
    from generator.model.recipients import seconds

    known = (entry.secrets.get(environment) for entry in inputs.entries.values())
    return {
        (kept.name, key): seconds(about["maxAge"])
        for data in known
        if data
        for kept in (Kept(*item) for item in data["kept"])
        for key, about in kept.keys.items()
        if about.get("maxAge")
    }
