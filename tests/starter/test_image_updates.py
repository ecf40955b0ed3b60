"""What `init` writes where services ask Flux for newer images: a job that renders what Flux commits."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.conftest import Workspace

PLATFORM = """\
name: shop
delivery:
  repository: https://git.example.com/shop/deploy.git
  flux: {images: {push: {branch: "images-{environment}"}, commit: {author: {name: bot, email: bot@example.com}}}}
environments:
  dev: {cluster: dev}
  prod: {cluster: prod, delivery: {flux: {images: {push: {branch: release/images.prod}}}}}
"""
SERVICE = """\
image: registry.example.com/shop/orders:1.4.2 # {"$imagepolicy": "flux-system:shop.dev.orders"}
imageUpdate: ">=1.4.0 <2.0.0"
"""
GITHUB, GITLAB = ".github/workflows/kubecatalog-render.yaml", ".gitlab/kubecatalog-render.yml"


@pytest.fixture
def shop(workspace: Workspace) -> Workspace:
    workspace.write("catalog/platform.yaml", PLATFORM)
    workspace.write("catalog/services/orders.yaml", SERVICE)
    return workspace


def git(root: Path, *arguments: str) -> str:
    who = [item for name in ("user.name", "user.email") for item in ("-c", f"{name}=Ada")]
    done = subprocess.run(["git", *who, *arguments], cwd=root, capture_output=True, text=True, check=True)
    return done.stdout


def test_the_job_is_on_the_branches_that_flux_pushes_to(shop: Workspace) -> None:
    told = "Flux commits to images-dev, release/images.prod, and"
    assert f"{told} nothing here renders what it commits\n" in shop.kubecatalog("doctor").out
    made = shop.kubecatalog("init")
    assert f"wrote {GITHUB}\n" in made.out
    assert f"{told} a job renders\n" in shop.kubecatalog("doctor").out
    workflow = yaml.safe_load((shop.root / GITHUB).read_text())
    assert workflow[True]["push"]["branches"] == ["images-dev", "release/images.prod"]
    jobs = yaml.safe_load((shop.root / GITLAB).read_text())
    [rule] = jobs["kubecatalog-render"]["rules"]
    pattern = rule["if"].rpartition("=~ /")[2].rstrip("/").replace("\\/", "/")
    fits = ["images-dev", "release/images.prod"]
    assert [
        name for name in (*fits, "main", "release/imagesXprod", "my-images-dev") if re.search(pattern, name)
    ] == fits
    assert yaml.safe_load((shop.root / ".gitlab-ci.yml").read_text())["include"] == [{"local": GITLAB}]
    for options in (
        ("vendor.github-workflows", GITHUB),
        ("vendor.gitlab-ci", "--data-transform", "gitlab-ci", GITLAB, ".gitlab-ci.yml"),
    ):
        command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", *options]
        done = subprocess.run(command, cwd=shop.root, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def test_nobody_asked(shop: Workspace) -> None:
    shop.write("catalog/services/orders.yaml", SERVICE.partition("imageUpdate")[0])
    shop.kubecatalog("init")
    assert not any((shop.root / path).exists() for path in (GITHUB, GITLAB))
    assert "include" not in (shop.root / ".gitlab-ci.yml").read_text()
    shown = shop.kubecatalog("init", "--show", GITHUB)
    assert yaml.safe_load(shown.out)[True]["push"]["branches"] == ["main", "images-*"]


def test_an_include_and_a_branch_that_are_missing_are_told(shop: Workspace) -> None:
    shop.write(".gitlab-ci.yml", "kubecatalog: {script: [kubecatalog validate]}\n")
    shop.write(GITLAB, "kubecatalog: {}  # on images-dev\n")
    told = shop.kubecatalog("init", "--forge", "gitlab").out
    assert f"kept  {GITLAB}: it does not name release\\/images\\.prod\n" in told
    assert f"      .gitlab-ci.yml lacks `include: [{{local: {GITLAB}}}]`\n" in told


@pytest.mark.parametrize("path", [GITHUB, GITLAB])
def test_the_job_commits_the_tree_of_a_newer_image_once(shop: Workspace, path: str, tmp_path: Path) -> None:
    """Its own commands, as a runner has them run; git and kubecatalog are the real ones."""
    shop.kubecatalog("init")
    assert shop.kubecatalog("render").code == 0
    remote = tmp_path / "remote.git"
    git(tmp_path, "init", "--quiet", "--bare", str(remote))
    git(shop.root, "init", "--quiet", "--initial-branch", "images-dev")
    git(shop.root, "remote", "add", "origin", str(remote))
    shop.write("catalog/services/orders.yaml", SERVICE.replace("1.4.2", "1.5.0"))  # as Flux does
    git(shop.root, "add", "-A")
    git(shop.root, "commit", "--quiet", "--message", "Update images of dev")
    git(shop.root, "push", "--quiet", "--set-upstream", "origin", "images-dev")
    for rendered in (True, False):
        before = git(remote, "rev-parse", "images-dev")
        assert shop.kubecatalog("render").code == 0
        subprocess.run(["bash", "-e", "-c", script(shop.root / path, remote)], cwd=shop.root, env=environ(), check=True)
        assert (git(remote, "rev-parse", "images-dev") != before) == rendered
    assert git(remote, "log", "--format=%s", "images-dev").splitlines() == [
        "Render what Flux updated",
        "Update images of dev",
    ]
    assert "orders:1.5.0" in git(remote, "show", "images-dev:base/orders/deployment.yaml")


def script(file: Path, remote: Path) -> str:
    """What follows the rendering, with another place to push to than the forge's."""
    jobs = yaml.safe_load(file.read_text())
    if "jobs" in jobs:
        return next(str(step["run"]) for step in jobs["jobs"]["render"]["steps"] if "git push" in step.get("run", ""))
    lines: list[str] = jobs["kubecatalog-render"]["script"]
    after = "\n".join(lines[lines.index("kubecatalog render") + 1 :])
    return re.sub(r'"https://oauth2:[^"]*"', f"'{remote}'", after)


def environ() -> dict[str, str]:
    return {**os.environ, "CI_COMMIT_BRANCH": "images-dev", "CI_DEFAULT_BRANCH": "images-dev", "CI_SERVER_HOST": "h"}
