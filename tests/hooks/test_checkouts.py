"""The hook where the working tree is not all of the repository, or may not be written, or lies apart from it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.hooks.shop import API, BROKEN, TOLD, WEB, Shop, service

DEPLOYMENT = "base/web/deployment.yaml"
SETPRIV = shutil.which("setpriv")


def unprivileged(*command: str) -> tuple[str, ...]:
    """Root without its right to write what nobody may."""
    if os.geteuid() != 0:
        return command
    if SETPRIV is None:
        pytest.skip("root may write everything, and there is no setpriv")
    return (SETPRIV, "--bounding-set=-dac_override,-dac_read_search,-fowner", *command)


def test_generated_files_that_a_sparse_checkout_leaves_out(plain: Shop) -> None:
    """They are judged, and those that change come to the working tree."""
    plain.git("status")  # a copy's files have other times, which git has to see
    plain.git("sparse-checkout", "set", "--cone", "catalog", "overlays")
    plain.write(WEB, service("web", "1.1.0"))
    assert plain.commit("-qa").out.endswith("    `git add --sparse base` and commit again\n")
    assert [path.name for path in (plain.root / "base").rglob("*.yaml")] == ["deployment.yaml"]
    plain.git("add", "--sparse", "base")
    plain.committed("-a")
    assert "web:1.1.0" in plain.git("show", f"HEAD:{DEPLOYMENT}")
    plain.git("sparse-checkout", "reapply")
    plain.git("rm", "-q", API)
    gone = plain.commit()
    add = "`git add --sparse base overlays` and commit again"
    assert f"    `git sparse-checkout add base overlays`, then {add}\n" in gone.out
    plain.git("sparse-checkout", "add", "base", "overlays")
    assert plain.commit().out.endswith(f"    {add}\n")
    plain.git("add", "--sparse", "base", "overlays")
    plain.committed()
    assert plain.git("ls-files", "base/api", "overlays/prod/api") == ""


def test_services_that_a_sparse_checkout_leaves_out(plain: Shop) -> None:
    """They are no removed ones: nothing of them is deleted."""
    plain.git("status")
    plain.git("sparse-checkout", "set", "--no-cone", "/*", f"!/{API}")
    plain.write(WEB, service("web", "1.1.0"))
    stopped = plain.commit("-a")
    assert (stopped.code, stopped.out.count("base/")) == (1, 1), stopped.out
    for command in ("render", "validate"):
        done = plain.run("kubecatalog", command)
        assert done.code == 2
        assert done.out == (
            f"kubecatalog: {API} is not in the working tree: this is a sparse checkout\n"
            "    `git sparse-checkout add '/catalog/**'` brings what is missing\n"
        )
    plain.git("add", "--sparse", "base")
    plain.committed("-a")
    assert (plain.root / "base/api/deployment.yaml").exists()
    plain.git("sparse-checkout", "set", "--cone", "base")
    assert "catalog/platform.yaml and 2 more are not in the working tree" in plain.run("kubecatalog", "validate").out
    plain.git("sparse-checkout", "set", "--cone", "base", "overlays", "catalog")
    assert plain.run("kubecatalog", "validate").code == 0


def test_catalog_in_a_submodule(plain: Shop) -> None:
    """Its own commits are judged, also from a hook of the repository around it."""
    outer = Shop(plain.root.with_name("outer"), plain.environ)
    outer.root.mkdir()
    outer.git("init", "-q")
    outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(plain.root), "the shop")
    outer.git("commit", "-qm", "shop")
    inner = Shop(outer.root / "the shop", plain.environ)
    assert inner.run("kubecatalog", "hook", "install").code == 0
    inner.write(WEB, service("web") + BROKEN)
    assert TOLD in inner.commit("-a").out
    inner.git("commit", "--no-verify", "-qam", "broken")
    hook = outer.root / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\nkubecatalog -C 'the shop' hook run\n")
    hook.chmod(0o755)
    assert TOLD in outer.commit("-a").out


def test_working_tree_of_a_bare_repository(plain: Shop) -> None:
    bare = Shop(plain.root.with_name("bare.git"), plain.environ)
    plain.git("clone", "-q", "--bare", ".", str(bare.root))
    bare.git("worktree", "add", "-q", "../linked", "main")
    linked = Shop(plain.root.with_name("linked"), plain.environ)
    assert linked.run("kubecatalog", "hook", "install").out.startswith(f"wrote {bare.root}/hooks/pre-commit and")
    linked.commits_what_is_staged()


@pytest.mark.parametrize(
    ("folder", "told"), [("base/web", DEPLOYMENT), (".kubecatalog", ".kubecatalog/lock")], ids=["tree", "work"]
)
def test_what_may_not_be_written(plain: Shop, folder: str, told: str) -> None:
    plain.write(WEB, service("web", "1.1.0"))
    places: list[Path] = [plain.root / folder, *(plain.root / folder).rglob("*")]
    for place in places:
        place.chmod(place.stat().st_mode & ~0o222)
    done = plain.run(*unprivileged("git", "commit", "-qam", "change"))
    for place in places:
        place.chmod(place.stat().st_mode | 0o200)
    assert (done.code, done.out) == (
        1,
        f"kubecatalog: {plain.root}/{told} cannot be written: Permission denied\n"
        "    nothing was changed; check permissions and free space\n",
    )
    assert plain.status() == f" M {WEB}\n"
