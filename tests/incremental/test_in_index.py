"""What a hook need not look at, for git has compared the working tree with its index."""

from __future__ import annotations

import subprocess
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from generator import on_disk
from generator.cache.files import Stat, scan
from generator.pipeline import Options, Outcome
from tests.incremental.shop import Shop, units
from tests.repository import told

IN_INDEX = Options(write=True, in_index=True)


def git(shop: Shop, *arguments: str) -> None:
    own = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-C", str(shop.root))
    subprocess.run(["git", *own, *arguments], check=True, capture_output=True)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    shop = Shop(tmp_path / "shop")
    assert told(shop.render().findings) == []
    (shop.root / ".gitignore").write_text(".kubecatalog/\n")
    git(shop, "init", "-q")
    git(shop, "add", "-A")
    git(shop, "commit", "-q", "-m", "one")
    return shop


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The generated files that were found in folders."""
    found: list[str] = []

    def told_of(root: Path, folders: tuple[str, ...], but_for: Collection[str]) -> Iterator[tuple[str, Stat]]:
        for path, stat in scan(root, folders, but_for):
            found.append(path)
            yield path, stat

    monkeypatch.setattr(on_disk, "scan", told_of)
    return found


def judged(shop: Shop) -> Outcome:
    shop.save()
    git(shop, "add", "-A")
    return shop.repository.run(IN_INDEX)


def test_one_edited_service_is_all_that_is_looked_at(shop: Shop, looked_at: list[str]) -> None:
    shop.services["web"]["replicas"] = 3
    assert judged(shop).written == ["base/web/deployment.yaml"]
    assert units(looked_at) == {"web"}
    assert judged(shop).written == []
    whole = shop.render()
    assert (told(whole.findings), whole.written, whole.deleted) == ([], [], [])


def test_whatever_else_is_staged_is_looked_at(shop: Shop) -> None:
    deployment, policy = shop.root / "base/api/deployment.yaml", shop.root / "base/db/network-policy.yaml"
    deployment.write_text(deployment.read_text() + "# mine\n")
    policy.unlink()
    (shop.root / "base/cache/more.yaml").write_text("a: 1\n")
    (shop.root / "base/notes.txt").write_text("ours\n")
    outcome = judged(shop)
    assert {finding.source.file: finding.rule for finding in outcome.findings} == {
        "base/api/deployment.yaml": "edited-file",
    }
    git(shop, "checkout", "HEAD", "base/api")
    assert judged(shop).written == ["base/db/network-policy.yaml"]


def test_what_was_committed_by_hand_is_looked_at(shop: Shop) -> None:
    deployment = shop.root / "base/api/deployment.yaml"
    deployment.write_text(deployment.read_text() + "# mine\n")
    git(shop, "commit", "-qam", "two")
    shop.services["web"]["replicas"] = 3
    outcome = judged(shop)
    assert [finding.source.file for finding in outcome.findings] == ["base/api/deployment.yaml"]
    assert outcome.written == []
