"""Files that were generated elsewhere -> the working tree, where nobody else wrote or changed them."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path

from generator.cache import index
from generator.findings import Finding
from generator.inputs import written_before
from generator.pipeline import last_run
from generator.tree import write
from generator.tree.ownership import digest
from generator.tree.write import Owners
from generator.workspace import Workspace


def bring(workspace: Workspace, files: Mapping[str, bytes], gone: Collection[str], scratch: Path) -> list[Finding]:
    """All or none: a finding for each file that is not ours to touch. Raises KubecatalogError where it cannot write."""
    root = workspace.root
    owners = Owners(root, written_before(root, last_run(workspace).entries))
    found = {path: digest((root / path).read_bytes()) for path in files if (root / path).is_file()}
    orphans = [path for path in gone if os.path.lexists(root / path)]
    expected = {path: digest(content) for path, content in files.items()}
    changes = write.changes(expected, found, orphans, owners, overwrite=False)
    if changes.blocked or not (changes.write or changes.delete):
        return changes.blocked
    for path in changes.write:
        staged = scratch / "tree" / path
        staged.parent.mkdir(parents=True, exist_ok=True)
        staged.write_bytes(files[path])
    index.announce(root, {path: expected[path] for path in changes.write}, changes.delete)
    write.carry_out(root, changes, scratch / "tree", scratch / "attic")
    write.remove_empty(root, changes.delete)
    index.settle(root)
    return []
