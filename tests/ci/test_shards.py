"""Shares of a repository: together they find what one run finds, each of it once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.errors import KubecatalogError
from generator.inputs import COMMON_UNITS
from generator.pipeline import Options, Outcome
from generator.shard import Shard, shard_of
from tests.ci.repo import cold, commit, committed, git, keys
from tests.incremental.shop import Shop


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("shards") / "shop"
    committed(root)
    return root


@pytest.fixture
def shop(rendered: Path, tmp_path: Path) -> Shop:
    shutil.copytree(rendered, tmp_path / "shop", ignore=shutil.ignore_patterns(".kubecatalog"))
    return Shop(tmp_path / "shop")


@pytest.mark.parametrize("total", [1, 2, 3, 8, 40])
def test_every_unit_is_in_exactly_one_share(total: int) -> None:
    units = [*COMMON_UNITS, *(f"service-{number}" for number in range(400))]
    for unit in units:
        assert sum(Shard(number, total).has(unit) for number in range(1, total + 1)) == 1
    assert all(Shard(1, total).has(unit) for unit in COMMON_UNITS)


def test_the_share_that_plans_all_has_fewer_of_its_own() -> None:
    units = [f"service-{number}" for number in range(4_000)]
    first, *others = (sum(Shard(number, 8).has(unit) for unit in units) for number in range(1, 9))
    assert 100 < first < 300
    assert all(450 < size < 650 for size in others)


@pytest.mark.parametrize("text", ["0/2", "3/2", "2", "2/", "a/b", "-1/2", "1/0"])
def test_what_is_no_shard(text: str) -> None:
    with pytest.raises(KubecatalogError, match="is no shard"):
        shard_of(text)


def _union(root: Path, total: int, since: str = "") -> list[Outcome]:
    return [cold(root, Options(shard=Shard(number, total), changed_since=since)) for number in range(1, total + 1)]


def test_shares_find_together_what_one_run_finds(shop: Shop) -> None:
    """References between services of different shares, drift, waivers of both kinds, orphans, changes."""
    shop.services["web"]["env"] = {"TOKEN": {"secret": "token"}, "A": "b"}
    shop.services["db"]["selector"] = {"app": "other"}
    shop.services["cache"]["waivers"] = [
        {"rule": "absent-secret", "reason": "none", "until": "2999-01-01"},
        {"rule": "latest-tag", "reason": "none", "until": "2999-01-01"},
    ]
    shop.services["api"]["expose"] = "web.{domain}"
    del shop.services["worker"]
    shop.save()
    shop.repository.write("base/web/mine.yaml", "kind: Mine\n")
    whole = cold(shop.root, Options())
    rules = {finding.rule for finding in whole.findings}
    wanted = {"unused-waiver", "absent-secret", "immutable-field", "lost-endpoints", "orphaned-file", "duplicate-route"}
    assert wanted <= rules, rules
    parts = _union(shop.root, 3)
    assert keys([finding for part in parts for finding in part.findings]) == keys(whole.findings)
    assert sum(part.services for part in parts) == whole.services
    assert sum(part.excused for part in parts) == whole.excused


def test_shares_of_what_changed(shop: Shop) -> None:
    shop.services["db"]["ports"]["sql"] = 6432
    shop.save()
    whole = cold(shop.root, Options(changed_since="main"))
    assert whole.services == 3
    assert {finding.rule for finding in whole.findings} == {"outdated-file"}
    parts = _union(shop.root, 2, "main")
    assert keys([finding for part in parts for finding in part.findings]) == keys(whole.findings)


def test_a_mistake_in_one_share_leaves_references_to_nobody(shop: Shop) -> None:
    shop.services["web"]["replicas"] = "many"
    shop.services["api"]["env"] = {"TOKEN": {"secret": "token"}}
    commit(shop.root)
    shop.save()
    whole = cold(shop.root, Options())
    parts = _union(shop.root, 3)
    of_shares = [finding for part in parts for finding in part.findings]
    assert keys(of_shares) == keys(whole.findings), "drift of a neighbour is only that of the mistake"
    assert all("drift: the catalog has errors" in part.skipped for part in parts)
    assert [finding.rule for finding in whole.findings] == ["wrong-type"]


def test_what_is_left_out_is_said(shop: Shop) -> None:
    first, second = _union(shop.root, 2)
    assert list(second.skipped) == [
        "services of shards other than 2 of 2",
        "what is between services: shard 1 tells it",
    ]
    assert first.skipped == {"services of shards other than 1 of 2": second.services}
    assert git(shop.root, "status", "--porcelain") == ""
