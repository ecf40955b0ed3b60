"""`secrets git`: git merges encrypted files key by key, and shows which keys changed."""

from __future__ import annotations

import sys

from generator.secrets.gitconfig import set_up
from generator.workspace import Workspace


def run(workspace: Workspace) -> int:
    changed = set_up(workspace.root, workspace.tool_environ)
    for what in changed:
        print(f"set {what}", file=sys.stderr)
    if not changed:
        print("git is set up already", file=sys.stderr)
    return 0
