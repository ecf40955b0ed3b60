"""`--changed-since`: what git says to have changed is judged, and what that may have broken, with an empty cache."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.errors import KubecatalogError
from generator.pipeline import Options, Outcome, run
from tests.ci.repo import cold, commit, committed, git, keys, workspace
from tests.incremental.shop import CONF, Shop


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("since") / "shop"
    committed(root)
    return root


@pytest.fixture
def shop(rendered: Path, tmp_path: Path) -> Shop:
    shutil.copytree(rendered, tmp_path / "shop", ignore=shutil.ignore_patterns(".kubecatalog"))
    return Shop(tmp_path / "shop")


def _judged(shop: Shop) -> Outcome:
    """What changed since `main`, which must tell all that a whole run tells."""
    shop.save()
    since = cold(shop.root, Options(changed_since="main"))
    assert keys(since.findings) == keys(cold(shop.root, Options()).findings)
    return since


def _services(outcome: Outcome) -> set[str]:
    return {
        finding.source.file.split("/")[1] for finding in outcome.findings if finding.source.file.startswith("base/")
    }


def test_nothing_changed(shop: Shop) -> None:
    outcome = _judged(shop)
    assert (outcome.services, outcome.findings) == (0, [])
    assert outcome.skipped == {"services that are as they were at main": 5}


def test_one_service(shop: Shop) -> None:
    shop.services["web"]["replicas"] = 3
    outcome = _judged(shop)
    assert (outcome.services, _services(outcome)) == (1, {"web"})


def test_a_dependency_that_is_gone_is_known_from_the_commit(shop: Shop) -> None:
    """Nothing of today says that api needed the cache, and yet the policy of the cache lets it in."""
    shop.services["api"]["dependsOn"] = ["db"]
    assert _services(_judged(shop)) == {"api", "cache"}


def test_a_service_that_is_gone(shop: Shop) -> None:
    del shop.services["worker"]
    outcome = _judged(shop)
    assert "db" in _services(outcome), "its policy lets worker in"
    assert any(finding.source.file.startswith("base/worker/") for finding in outcome.findings), "its files are left"


def test_a_file_that_a_service_names(shop: Shop) -> None:
    shop.repository.write(CONF, "port = 1\n")
    assert _services(_judged(shop)) == {"db"}


def test_a_generated_file(shop: Shop) -> None:
    path = "base/cache/service.yaml"
    shop.repository.write(path, (shop.root / path).read_text() + "# mine\n")
    assert _services(_judged(shop)) == {"cache"}


def test_the_platform_is_everything(shop: Shop) -> None:
    shop.platform["environments"]["dev"]["domain"] = "other.example.com"
    outcome = _judged(shop)
    assert (outcome.services, "services that are as they were at main" in outcome.skipped) == (5, False)


def test_a_reference_of_a_service_that_nobody_touched(shop: Shop) -> None:
    """What api says is as it was: what it names is gone."""
    shop.services["cache"]["name"] = "store"
    shop.services["worker"]["env"] = {"HOST": {"secret": "host"}}
    outcome = _judged(shop)
    assert outcome.services < 5
    assert "absent-secret" in {finding.rule for finding in outcome.findings}


def test_what_was_committed_on_the_branch_counts_and_what_came_to_main_does_not(shop: Shop) -> None:
    git(shop.root, "checkout", "--quiet", "-b", "branch")
    shop.services["web"]["replicas"] = 3
    shop.render()
    commit(shop.root)
    git(shop.root, "checkout", "--quiet", "main")
    shop.repository.write("catalog/services/cache.yaml", "image: registry.example.com/cache:2\nports: {redis: 6379}\n")
    commit(shop.root)
    git(shop.root, "checkout", "--quiet", "--detach", "branch")
    outcome = cold(shop.root, Options(changed_since="main"))
    assert (outcome.services, outcome.findings) == (1, [])


def test_what_is_known_afterwards_holds_for_a_whole_run(shop: Shop) -> None:
    shop.services["web"]["replicas"] = 3
    shop.save()
    cold(shop.root, Options(changed_since="main"))
    after = run(workspace(shop.root), Options())
    assert keys(after.findings) == keys(cold(shop.root, Options()).findings)


def test_a_shallow_clone_says_how_to_get_the_rest(shop: Shop, tmp_path: Path) -> None:
    git(shop.root, "checkout", "--quiet", "-b", "branch")
    for _ in range(2):
        commit(shop.root)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth", "1", "--branch", "branch", f"file://{shop.root}", str(clone))
    with pytest.raises(KubecatalogError, match="there is no revision origin/main") as told:
        cold(clone, Options(changed_since="origin/main"))
    assert "fetch-depth: 0" in told.value.hint
    git(clone, "fetch", "--quiet", "--depth", "1", "origin", "main:refs/remotes/origin/main")
    with pytest.raises(KubecatalogError, match="have no commit in common") as told:
        cold(clone, Options(changed_since="origin/main"))
    assert "fetch-depth: 0" in told.value.hint


def test_a_revision_that_is_only_at_the_remote(shop: Shop, tmp_path: Path) -> None:
    git(shop.root, "branch", "release")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", str(shop.root), str(clone))
    with pytest.raises(KubecatalogError, match="there is no revision release") as told:
        cold(clone, Options(changed_since="release"))
    assert told.value.hint == "there is `origin/release`"


def test_repositories_without_anything_to_compare_with(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "shop")
    with pytest.raises(KubecatalogError, match="this is no work tree of git"):
        cold(shop.root, Options(changed_since="main"))
    git(shop.root, "init", "--quiet")
    with pytest.raises(KubecatalogError, match="there is no commit yet"):
        cold(shop.root, Options(changed_since="main"))


def test_a_work_tree_of_a_bare_repository(shop: Shop, tmp_path: Path) -> None:
    bare, tree = tmp_path / "bare.git", tmp_path / "tree"
    git(tmp_path, "clone", "--quiet", "--bare", str(shop.root), str(bare))
    git(bare, "worktree", "add", "--quiet", "-b", "branch", str(tree), "main")
    assert cold(tree, Options(changed_since="main")).skipped == {"services that are as they were at main": 5}
