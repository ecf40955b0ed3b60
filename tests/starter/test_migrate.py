"""Catalogs of other versions: what is said of them, what `migrate` makes of them, and what it shows before.

The language has not changed yet, so the steps here are made up: two fields that were called otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from generator import __version__
from generator.catalog import migrations, versions
from generator.catalog.migrations import Change, Kind, Step, renamed
from generator.errors import KubecatalogError
from generator.json_types import JsonMap
from generator.tools.locate import CHECKOUT
from tests.conftest import Workspace

PLATFORM = """\
# Of the shop.
name: shop   # a name
environments:
  dev: {baseDomain: dev.example.com}   # for developers
  prod:
    # the real one
    baseDomain: example.com
"""
SERVICE = """\
image: registry.example.com/shop/orders:1.0.0
count: 3   # as many as there are zones
environments:
  dev: {count: 1}
"""


def _found(data: JsonMap, path: tuple[str, ...], old: str, new: str) -> Change | None:
    return renamed((*path, old), new, f"`{old}` is called `{new}`") if old in data else None


def _domains(kind: Kind, data: JsonMap) -> Iterator[Change | None]:
    for name, environment in data.get("environments", {}).items():
        if kind == "platform":
            yield _found(environment, ("environments", name), "baseDomain", "domain")


def _counts(kind: Kind, data: JsonMap) -> Iterator[Change | None]:
    if kind == "service":
        yield _found(data, (), "count", "replicas")
        for name, environment in data.get("environments", {}).items():
            yield _found(environment, ("environments", name), "count", "replicas")


STEPS = (
    Step("The domain of an environment.", lambda kind, data: next(filter(None, _domains(kind, data)), None)),
    Step("The number of pods.", lambda kind, data: next(filter(None, _counts(kind, data)), None)),
)


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kubecatalog whose language is two steps further."""
    monkeypatch.setattr(migrations, "STEPS", STEPS)


@pytest.fixture
def shop(workspace: Workspace) -> Workspace:
    workspace.write("catalog/platform.yaml", PLATFORM)
    workspace.write("catalog/services/orders.yaml", SERVICE)
    return workspace


TOLD = [
    "catalog/platform.yaml:4:9: `baseDomain` is called `domain` (language 2)",
    "catalog/platform.yaml:7:5: `baseDomain` is called `domain` (language 2)",
    "catalog/services/orders.yaml:2:1: `count` is called `replicas` (language 3)",
    "catalog/services/orders.yaml:4:9: `count` is called `replicas` (language 3)",
]


@pytest.mark.usefixtures("newer")
@pytest.mark.parametrize("command", [("validate",), ("render",), ("build", "dev/orders"), ("explain", "orders")])
def test_an_older_catalog_is_told_exactly_what_to_change(shop: Workspace, command: tuple[str, ...]) -> None:
    result = shop.kubecatalog(*command)
    assert (result.code, result.out) == (3, "")
    said = f"kubecatalog: catalog/platform.yaml:2:1: the catalog is in language 1, and kubecatalog {__version__} reads"
    lines = result.err.splitlines()
    assert lines[0] == f"{said} language 3"
    assert lines[1] == "    `kubecatalog migrate` changes this, with comments kept:"
    assert [line.strip() for line in lines[2:]] == TOLD


@pytest.mark.usefixtures("newer")
def test_migrating_keeps_comments_and_gives_a_catalog_that_renders(shop: Workspace) -> None:
    result = shop.kubecatalog("migrate")
    assert (result.code, result.err) == (0, "")
    assert result.out.splitlines() == [
        *TOLD,
        "wrote catalog/platform.yaml, catalog/services/orders.yaml; next: kubecatalog render --check",
    ]
    wanted = PLATFORM.replace("baseDomain", "domain").replace("name: shop", "language: 3\nname: shop")
    assert (shop.root / "catalog/platform.yaml").read_text() == wanted
    assert (shop.root / "catalog/services/orders.yaml").read_text() == SERVICE.replace("count", "replicas")
    assert shop.kubecatalog("render").code == 0
    again = shop.kubecatalog("migrate")
    assert again.out == f"the catalog is in language 3, and {__version__} may work on it: nothing to change\n"


@pytest.mark.usefixtures("newer")
def test_what_would_change_is_shown_first(shop: Workspace) -> None:
    result = shop.kubecatalog("migrate", "--check", "--diff")
    assert result.code == 1
    lines = result.out.splitlines()
    assert lines[:4] == TOLD
    assert "-count: 3   # as many as there are zones" in lines
    assert "+replicas: 3   # as many as there are zones" in lines
    assert "+language: 3" in lines
    assert "  added    base/orders/deployment.yaml" in lines
    assert "+  replicas: 3" in lines
    assert (shop.root / "catalog/platform.yaml").read_text() == PLATFORM
    assert sorted(path.name for path in shop.root.iterdir()) == ["catalog"]


@pytest.mark.usefixtures("newer")
def test_an_older_catalog_that_says_nothing_otherwise_works(shop: Workspace) -> None:
    shop.write("catalog/platform.yaml", PLATFORM.replace("baseDomain", "domain"))
    shop.write("catalog/services/orders.yaml", SERVICE.replace("count", "replicas"))
    assert shop.kubecatalog("render").code == 0
    assert shop.kubecatalog("migrate", "--check").code == 1  # it could say its language
    assert shop.kubecatalog("migrate").code == 0
    assert shop.kubecatalog("migrate", "--check").code == 0


@pytest.mark.usefixtures("newer")
def test_only_the_steps_from_its_own_language_on(shop: Workspace) -> None:
    shop.write("catalog/platform.yaml", "language: 2\n" + PLATFORM.replace("baseDomain", "domain"))
    result = shop.kubecatalog("migrate")
    assert result.out.splitlines()[:-1] == TOLD[2:]
    assert (shop.root / "catalog/platform.yaml").read_text().startswith("language: 3\n# Of the shop.\n")


@pytest.mark.usefixtures("newer")
def test_a_file_that_cannot_be_changed_stops_all_of_it(shop: Workspace) -> None:
    shop.write("catalog/services/carts.yaml", SERVICE + "replicas: 2\n")
    result = shop.kubecatalog("migrate")
    assert result.code == 2
    assert result.err == (
        "kubecatalog: catalog/services/carts.yaml:2:1: replicas is there already\n"
        "    `count` is called `replicas`; keep one of the two by hand\n"
    )
    assert (shop.root / "catalog/platform.yaml").read_text() == PLATFORM


@pytest.mark.usefixtures("newer")
@pytest.mark.parametrize("text", ["image: [\n", "image: a\n  b: c\n"])
def test_a_file_that_is_no_yaml(shop: Workspace, text: str) -> None:
    shop.write("catalog/services/carts.yaml", text)
    result = shop.kubecatalog("migrate")
    assert result.code == 2
    assert result.err.startswith("kubecatalog: catalog/services/carts.yaml:")
    assert (shop.root / "catalog/platform.yaml").read_text() == PLATFORM


def test_a_newer_language(shop: Workspace) -> None:
    shop.write("catalog/platform.yaml", "name: shop\nlanguage: 7\nfuture: {}\nenvironments: {dev: {}}\n")
    for command in ("render", "validate", "migrate"):
        result = shop.kubecatalog(command)
        assert (result.code, result.out) == (3, "")
        assert result.err.startswith(
            "kubecatalog: catalog/platform.yaml:2:11: the catalog is in language 7, and kubecatalog "
            f"{__version__} knows the languages up to 1\n    upgrade kubecatalog"
        )


def test_a_newer_release_is_asked_for(shop: Workspace) -> None:
    shop.write("catalog/platform.yaml", 'name: shop\nrequires: ">=99.1"\nenvironments: {dev: {}}\n')
    for command in ("render", "migrate"):
        result = shop.kubecatalog(command)
        assert result.code == 3
        said = f"catalog/platform.yaml:2:11: the catalog asks for kubecatalog >=99.1, and this is {__version__}"
        assert result.err.startswith(f"kubecatalog: {said}\n")


def test_an_older_release_made_the_tree(workspace: Workspace) -> None:
    """Nothing is rendered with the newer one until somebody has seen what it changes."""
    workspace.write(
        "catalog/platform.yaml", 'name: shop\nrequires: "<0.0.9"   # as CI has it\nenvironments: {dev: {}}\n'
    )
    workspace.write("catalog/services/orders.yaml", "image: registry.example.com/shop/orders:1.0.0\n")
    stopped = workspace.kubecatalog("render")
    assert stopped.code == 3
    assert (
        "    install one of those, or see with `kubecatalog migrate --check` what this one would change" in stopped.err
    )
    assert not (workspace.root / "base").exists()
    shown = workspace.kubecatalog("migrate", "--check")
    assert shown.code == 1
    assert f'+requires: "{versions.this_release()}"   # as CI has it' in shown.out.replace("'", '"')
    assert "  added    base/orders/deployment.yaml" in shown.out
    assert not (workspace.root / "base").exists()
    assert workspace.kubecatalog("migrate").code == 0
    assert workspace.kubecatalog("render").code == 0
    current = workspace.kubecatalog("migrate", "--check")
    assert (current.code, current.out) == (0, "rendering it changes 0 files of the tree\n")


def test_files_changed_by_hand_are_told_before_anything_is_compared(workspace: Workspace) -> None:
    workspace.write("catalog/platform.yaml", "name: shop\nenvironments: {dev: {}}\n")
    workspace.write("catalog/services/orders.yaml", "image: registry.example.com/shop/orders:1.0.0\n")
    assert workspace.kubecatalog("render").code == 0
    file = workspace.root / "base/orders/deployment.yaml"
    file.write_text(file.read_text() + "# by hand\n")
    result = workspace.kubecatalog("migrate", "--check")
    assert result.code == 1
    assert "base/orders/deployment.yaml:1:1: error[edited-file]" in result.out


def test_diff_without_check(workspace: Workspace) -> None:
    result = workspace.kubecatalog("migrate", "--diff")
    assert result.code == 2
    assert "--diff shows what --check finds: give both" in result.err


@pytest.mark.parametrize(
    ("wanted", "version", "fits"),
    [
        (">=0.7", "0.7.0", True),
        (">=0.7", "0.6.9", False),
        (">=0.7, <0.9", "0.8.12", True),
        (">=0.7,<0.9", "0.9", False),
        ("==1.2", "1.2.0", True),
        ("!=1.2.3", "1.2.3", False),
        ("<=1.10", "1.9.1", True),
        (">1", "1.0.1", True),
        (">=0.8", "0.8.0.dev3", True),
        (">=0.8", "0.8.0rc1", True),
    ],
)
def test_releases_are_compared_by_their_numbers(wanted: str, version: str, fits: bool) -> None:
    assert versions.admits(wanted, version) is fits


def test_this_release_is_one_of_its_own() -> None:
    assert versions.admits(versions.this_release(), __version__)
    major, minor, *_ = __version__.split(".")
    assert not versions.admits(versions.this_release(), f"{major}.{int(minor) + 1}.0")


@pytest.mark.parametrize("text", [">=", "0.7", ">=0.7;<1", "latest", "~=0.7"])
def test_what_is_no_choice_of_releases(workspace: Workspace, text: str) -> None:
    workspace.write("catalog/platform.yaml", f'name: shop\nrequires: "{text}"\nenvironments: {{dev: {{}}}}\n')
    result = workspace.kubecatalog("validate")
    assert result.code == 1
    assert "catalog/platform.yaml:2:11: error[invalid-releases]" in result.out


def test_a_step_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    again = Step("Nothing.", lambda kind, data: Change(("name",), "the same", lambda text: text))
    monkeypatch.setattr(migrations, "STEPS", (again,))
    monkeypatch.setattr(migrations, "_MOST", 3)
    with pytest.raises(KubecatalogError, match=r"platform\.yaml:1:1: the same is changed again and again"):
        migrations.migrated({"catalog/platform.yaml": "name: shop\n"}, 1)


def test_every_step_of_the_language_is_told_in_the_pages() -> None:
    page = (CHECKOUT / "docs/upgrading.md").read_text()
    assert [step.summary for step in migrations.STEPS if step.summary not in page] == []
    assert f"The language is in version {migrations.newest()}" in page
