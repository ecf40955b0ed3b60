"""Who reviews what: the last rule that fits a path decides, as forges have it."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import PurePosixPath

import pytest

from tests.conftest import Workspace

PLATFORM = """\
name: shop
environments: {dev: {}, prod: {production: true}}
profiles: {web: {owner: team-web}}
"""
IMAGE = "image: registry.example.com/shop/app:1.0.0\n"


@pytest.fixture
def shop(workspace: Workspace) -> Workspace:
    workspace.write("catalog/platform.yaml", PLATFORM)
    workspace.write("catalog/services/cart.yaml", f"{IMAGE}owner: team-cart\n")
    workspace.write("catalog/services/front.yaml", f"{IMAGE}profiles: [web]\n")
    workspace.write("catalog/services/group/defaults.yaml", "{}\n")
    workspace.write("catalog/services/group/mail.yaml", f"{IMAGE}owner: '@other/mail'\n")
    workspace.write("catalog/services/odd.yaml", f"{IMAGE}owner: The Odd Ones\n")
    workspace.write("catalog/services/nobody.yaml", IMAGE)
    return workspace


def owner(text: str, path: str) -> str:
    """The last rule that fits. A pattern that ends in a slash is a folder with all in it, one that starts with it is
    from the top; `*` does not reach over a slash."""
    found = ""
    for line in text.splitlines():
        if line and not line.startswith("#"):
            pattern, who = line.split()
            if _fits(pattern, path):
                found = who
    return found


def _fits(pattern: str, path: str) -> bool:
    if pattern == "*":
        return True
    wanted, parts = pattern.strip("/").split("/"), PurePosixPath(path).parts
    if not pattern.endswith("/") and len(wanted) != len(parts):
        return False
    return len(parts) >= len(wanted) and all(fnmatchcase(part, want) for part, want in zip(parts, wanted, strict=False))


@pytest.mark.parametrize(
    ("path", "who"),
    [
        ("README.md", "@shop/platform"),
        ("catalog/platform.yaml", "@shop/platform"),
        ("catalog/services/cart.yaml", "@shop/team-cart"),
        ("base/cart/deployment.yaml", "@shop/team-cart"),
        ("overlays/dev/cart/kustomization.yaml", "@shop/team-cart"),
        ("overlays/prod/cart/kustomization.yaml", "@shop/platform"),
        ("catalog/services/front.yaml", "@shop/team-web"),
        ("catalog/services/group/mail.yaml", "@other/mail"),
        ("catalog/services/odd.yaml", "@shop/platform"),
        ("base/nobody/deployment.yaml", "@shop/platform"),
        ("secrets/dev/cart.sops.yaml", "@shop/platform"),
        (".sops.yaml", "@shop/platform"),
    ],
)
def test_each_path_has_its_owner(shop: Workspace, path: str, who: str) -> None:
    made = shop.kubecatalog("init", "--codeowners", "@shop/platform")
    assert made.code == 0
    assert 'the owner of odd, "The Odd Ones", is no name of a team: @shop/platform has its files' in made.out
    assert owner((shop.root / "CODEOWNERS").read_text(), path) == who


def test_our_part_is_kept_up_to_date_and_no_other(shop: Workspace) -> None:
    shop.kubecatalog("init", "--codeowners", "@shop/platform")
    file = shop.root / "CODEOWNERS"
    before = file.read_text()
    file.write_text(f"/docs/ @writers\n{before}/base/cart/ @auditors\n")
    shop.write("catalog/services/cart.yaml", f"{IMAGE}owner: team-two\n")
    assert "wrote CODEOWNERS" in shop.kubecatalog("init", "--codeowners", "@shop/platform").out
    text = file.read_text()
    assert text == f"/docs/ @writers\n{before.replace('team-cart', 'team-two')}/base/cart/ @auditors\n"
    assert owner(text, "base/cart/service.yaml") == "@auditors"
    assert "kept  CODEOWNERS\n" in shop.kubecatalog("init", "--codeowners", "@shop/platform").out


@pytest.mark.parametrize("place", ["CODEOWNERS", ".github/CODEOWNERS", ".gitlab/CODEOWNERS", "docs/CODEOWNERS"])
def test_a_file_of_somebody_else_is_kept(shop: Workspace, place: str) -> None:
    shop.write(place, "* @them\n")
    made = shop.kubecatalog("init", "--codeowners", "@shop/platform")
    assert f"kept  {place}: add these lines" in made.out
    assert "        /catalog/services/cart.yaml" in made.out
    assert (shop.root / place).read_text() == "* @them\n"


def test_nobody_asked(shop: Workspace) -> None:
    shop.kubecatalog("init")
    assert not (shop.root / "CODEOWNERS").exists()


@pytest.mark.parametrize("who", ["platform", "@", "a team", "shop/platform"])
def test_an_owner_that_is_none(shop: Workspace, who: str) -> None:
    made = shop.kubecatalog("init", "--codeowners", who)
    assert made.code == 2
    assert made.err == f'kubecatalog: "{who}" is nobody whom a forge knows\n    write `@shop/platform`, or `@alice`\n'
    assert not (shop.root / "Makefile").exists()
