"""The whole tree of three services, file by file, as a reviewer reads it.

`UPDATE_GOLDEN=1 pytest tests/golden` writes `expected/` anew; the diff then says what a change of the generator means.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from generator.tree.folders import GENERATED
from tests.conftest import Workspace

INPUT = Path(__file__).parent / "input"
EXPECTED = Path(__file__).parent / "expected"


def _files(root: Path) -> dict[str, bytes]:
    found = (path for folder in GENERATED for path in sorted((root / folder).rglob("*")) if path.is_file())
    return {str(path.relative_to(root)): path.read_bytes() for path in found}


@pytest.fixture
def generated(workspace: Workspace) -> dict[str, bytes]:
    shutil.copytree(INPUT, workspace.root, dirs_exist_ok=True)
    rendered = workspace.kubecatalog("render")
    assert (rendered.code, rendered.err) == (0, ""), rendered.out
    return _files(workspace.root)


def test_the_tree_is_what_the_golden_files_say(generated: dict[str, bytes]) -> None:
    if os.environ.get("UPDATE_GOLDEN"):
        shutil.rmtree(EXPECTED, ignore_errors=True)
        for path, content in generated.items():
            (EXPECTED / path).parent.mkdir(parents=True, exist_ok=True)
            (EXPECTED / path).write_bytes(content)
    expected = _files(EXPECTED)
    assert sorted(generated) == sorted(expected)
    for path, content in expected.items():
        assert generated[path] == content, f"{path} changed; UPDATE_GOLDEN=1 takes it over"
