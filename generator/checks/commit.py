"""What git would commit -> findings about secrets, without any key: against the last commit."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Finding
from generator.inputs import Inputs
from generator.secrets import git
from generator.secrets.file import read
from generator.workspace import Workspace


def findings(workspace: Workspace, inputs: Inputs) -> Iterator[Finding]:
    """Raises ToolError where git refuses to look at the repository."""
    root, files = workspace.root, inputs.secrets.files
    before = git.committed(root, files, workspace.tool_environ)
    if before:
        from generator.secrets.check.since import since_commit

        current = {path: read(path, (root / path).read_bytes()) for path in files}
        yield from since_commit(current, {path: read(path, content) for path, content in before.items()})
