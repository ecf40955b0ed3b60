"""Where nothing can be written the tree stays as it is, and the error says why."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.ownership.shop import after, assert_handwritten, copied, generated, set_catalog
from tests.repository import Repository

MOUNT = shutil.which("mount")
CHATTR = shutil.which("chattr")


def mounted(stack: ExitStack, folder: Path, *options: str) -> None:
    done = subprocess.run([MOUNT or "", *options, str(folder)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"mounting is not allowed here: {done.stderr.strip()}")
    stack.callback(subprocess.run, ["umount", "-l", str(folder)], check=True, capture_output=True)


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    if MOUNT is None or os.geteuid() != 0:
        pytest.skip("only root can mount a small file system")
    with ExitStack() as stack:
        yield stack


@pytest.mark.parametrize("free_kb", [0, 8, 40, 80, 150, 220, 300, 380])
def test_a_full_disk(
    free_kb: int, stack: ExitStack, rendered_before: Repository, tree_after: dict[str, bytes], tmp_path: Path
) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounted(stack, small, "-t", "tmpfs", "-o", "size=8m", "tmpfs")
    repository = copied(rendered_before, small / "repository")
    set_catalog(repository, after())
    tree = repository.tree()
    free = shutil.disk_usage(small).free - free_kb * 1024
    (small / "filling").write_bytes(b"x" * free)
    done = repository.command("render")
    if done.returncode:
        assert done.returncode == 2
        assert "cannot be written: No space left on device" in done.stderr
        assert "check permissions and free space" in done.stderr
        assert "Traceback" not in done.stderr
        assert repository.tree() == tree
        (small / "filling").unlink()
        repository.rendered()
    assert generated(repository) == tree_after
    assert_handwritten(repository)


def assert_refused(repository: Repository, why: str) -> None:
    tree = repository.tree()
    done = repository.command("render")
    assert done.returncode == 2
    assert why in done.stderr
    assert "nothing was changed" in done.stderr
    assert "Traceback" not in done.stderr
    assert repository.tree() == tree


def test_a_file_system_that_is_read_only(
    stack: ExitStack, repository: Repository, tree_after: dict[str, bytes]
) -> None:
    set_catalog(repository, after())
    root = str(repository.root)
    with ExitStack() as inner:
        mounted(inner, repository.root, "--bind", root)
        subprocess.run([MOUNT or "", "-o", "remount,ro,bind", root], check=True)
        assert_refused(repository, f"{root}/.kubecatalog/lock cannot be written: Read-only file system")
    repository.rendered()
    assert generated(repository) == tree_after


@pytest.mark.parametrize(
    ("folder", "named"),
    [
        ("base", "base/new-a"),
        ("overlays/prod/s04", "overlays/prod/s04/deployment.patch.yaml"),
        ("overlays/dev/s18", "overlays/dev/s18/kustomization.yaml"),
        (".kubecatalog", ".kubecatalog/work"),
    ],
)
def test_a_folder_that_cannot_be_written(
    folder: str, named: str, repository: Repository, tree_after: dict[str, bytes]
) -> None:
    """Made immutable, for root may write wherever permissions forbid it."""
    place = str(repository.root / folder)
    set_catalog(repository, after())
    if os.geteuid() != 0 or not CHATTR or subprocess.run([CHATTR, "+i", place], check=False).returncode != 0:
        pytest.skip("only root can make a folder immutable, and not on every file system")
    try:
        assert_refused(repository, f"{repository.root / named} cannot be written: Operation not permitted")
    finally:
        subprocess.run([CHATTR, "-i", place], check=True)
    repository.rendered()
    assert generated(repository) == tree_after


def test_a_folder_on_another_file_system(stack: ExitStack, repository: Repository) -> None:
    """A rename cannot lead there, so that nothing could be replaced in one step."""
    place = repository.root / "overlays/prod/s04"
    set_catalog(repository, after())
    mounted(stack, place, "--bind", str(place))
    assert_refused(repository, "deployment.patch.yaml is on another file system than the repository")
