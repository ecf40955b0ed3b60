"""A cache that a CI keeps: what one machine found out is known in another checkout, and no secret is in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.cache import index
from generator.pipeline import Options, run
from tests.ci.repo import committed, git, workspace
from tests.incremental.shop import UNITS
from tests.repository import Repository


def test_a_restored_cache_in_a_fresh_clone_leaves_nothing_to_make(tmp_path: Path) -> None:
    """Times, inodes and the path of the repository are other ones there."""
    shop, kept = committed(tmp_path / "shop"), tmp_path / "kept"
    first = run(workspace(shop.root, KUBECATALOG_CACHE_DIR=str(kept)), Options())
    assert first.reused == 0, "the folder of the repository is not read then"
    restored, clone = tmp_path / "restored", tmp_path / "elsewhere" / "clone"
    shutil.copytree(kept, restored, copy_function=shutil.copyfile)
    git(tmp_path, "clone", "--quiet", str(shop.root), str(clone))
    again = run(workspace(clone, KUBECATALOG_CACHE_DIR=str(restored)), Options())
    assert (again.reused, again.findings) == (UNITS, [])
    assert (clone / ".kubecatalog" / "index.json").exists() is False
    Repository(clone).service("web", {**shop.services["web"], "replicas": 3})
    assert run(workspace(clone, KUBECATALOG_CACHE_DIR=str(restored)), Options()).reused == UNITS - 1


def test_the_same_code_elsewhere_has_the_same_fingerprint(tmp_path: Path) -> None:
    """As where a package is installed anew: paths and times are other ones. Another content counts."""
    package = Path(index.__file__).parents[1]
    script = (
        "import sys, pathlib; from generator.cache.index import fingerprint\n"
        "print(fingerprint(pathlib.Path(sys.argv[1])))"
    )

    def fingerprint(of: Path, folder: str) -> str:
        environ = {**os.environ, "PYTHONPATH": str(of), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-P", "-c", script, str(tmp_path / folder)]
        return subprocess.run(command, env=environ, capture_output=True, text=True, check=True).stdout

    copies = [tmp_path / name for name in ("one", "two")]
    for copy in copies:
        shutil.copytree(
            package, copy / "generator", copy_function=shutil.copyfile, ignore=shutil.ignore_patterns("__pycache__")
        )
    first = fingerprint(copies[0], "a")
    assert fingerprint(copies[1], "a") == first, "what is known of the other's times is of no use, and no harm"
    assert fingerprint(copies[0], "b") == first
    file = copies[0] / "generator" / "unit.py"
    file.write_text(f"{file.read_text()}# more\n")
    assert fingerprint(copies[0], "a") != first


def test_the_option_and_the_variable(tmp_path: Path) -> None:
    shop = committed(tmp_path / "shop")
    shutil.rmtree(shop.root / ".kubecatalog")
    repository = Repository(shop.root)
    assert repository.command("--cache-dir", str(tmp_path / "a"), "validate").returncode == 0
    assert repository.command("validate", environ={"KUBECATALOG_CACHE_DIR": str(tmp_path / "b")}).returncode == 0
    for name in ("a", "b"):
        assert {"index.json", "graph.json", ".gitignore"} <= set(os.listdir(tmp_path / name))
    assert not (shop.root / ".kubecatalog" / "index.json").exists()


def test_a_cache_that_cannot_be_written_only_takes_time(tmp_path: Path) -> None:
    shop = committed(tmp_path / "shop")
    (tmp_path / "file").write_text("")
    outcome = run(workspace(shop.root, KUBECATALOG_CACHE_DIR=str(tmp_path / "file" / "cache")), Options())
    assert (outcome.reused, outcome.findings) == (0, [])


CANARY = "correct-horse-battery-staple"


@pytest.mark.parametrize("write", [False, True])
@pytest.mark.parametrize("where", ["config", "manifest", "variable"])
def test_no_value_is_kept(tmp_path: Path, where: str, write: bool) -> None:
    shop, kept = committed(tmp_path / "shop"), tmp_path / "kept"
    service = shop.services["web"]
    if where == "config":
        service["config"] = {"mount": "/etc/web", "files": {"web.conf": {"content": f"password = {CANARY}\n"}}}
    elif where == "variable":
        service["env"] = {"PASSWORD": CANARY}
    else:
        secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "own"}, "stringData": {"key": CANARY}}
        service["manifests"] = [secret]
    shop.save()
    outcome = run(workspace(shop.root, KUBECATALOG_CACHE_DIR=str(kept)), Options(write=write))
    assert outcome.findings or outcome.written, "the tree is not up to date, at least"
    texts = [path.read_text() for path in kept.rglob("*") if path.is_file()]
    assert texts
    assert not any(CANARY in text for text in texts)
