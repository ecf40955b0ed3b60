"""What is said of a command that cannot be carried out as it was given: message, exit code, and nothing changed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator import __version__
from generator.commands import run
from tests.conftest import Workspace

PLATFORM = "environments: {dev: {}, prod: {}}\n"
SERVICE = "image: registry.example.com/shop/orders:1.4.2\nport: 8080\n"


@pytest.fixture
def catalog(workspace: Workspace) -> Workspace:
    """A repository with one sound service."""
    workspace.write("catalog/platform.yaml", PLATFORM)
    workspace.write("catalog/services/orders.yaml", SERVICE)
    return workspace


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rendr"], "No such command 'rendr'"),
        (["render", "--chekc"], "No such option '--chekc'"),
        (["render", "orders"], "Got unexpected extra argument (orders)"),
        (["validate", "--format", "yaml"], "'yaml' is not one of 'text', 'json'"),
        (["build"], "Missing argument 'ENV/SERVICE'"),
        (["explain"], "Missing argument 'SERVICE'"),
        (["check"], "Missing argument 'PATH...'"),
        (["new", "orders", "--port", "0"], "0 is not in the range 1<=x<=65535"),
    ],
)
def test_the_command_line_itself_is_wrong(catalog: Workspace, arguments: list[str], said: str) -> None:
    result = catalog.kubecatalog(*arguments)
    assert (result.code, result.out) == (2, "")
    assert said in result.err.replace('"', "'")
    assert result.err.startswith("Usage: kubecatalog ")


@pytest.mark.parametrize(
    ("arguments", "said", "hint"),
    [
        (["build", "orders"], '"orders" is not ENVIRONMENT/SERVICE', "for example: kubecatalog build dev/orders"),
        (["build", "dev/ordres"], 'there is no service "ordres" in dev', 'did you mean "orders"?'),
        (["build", "prd/orders"], '"orders" does not exist in the environment "prd"', 'did you mean "prod"?'),
        (["build", "dev/orders/"], "", ""),
        (["explain", "ordres"], 'there is no service "ordres"', 'did you mean "orders"?'),
        (["explain", "orders", "replcas"], 'there is no field "replcas"', 'did you mean "replicas"?'),
        (["explain", "orders", "--env", "prd"], 'there is no environment "prd"', 'did you mean "prod"?'),
        (["validate", "ordres"], 'there is no service "ordres"', 'did you mean "orders"?'),
        (["validate", "--env", "prd"], 'there is no environment "prd"', 'did you mean "prod"?'),
        (["new", "orders"], "catalog/services/orders.yaml is already there", "edit it"),
        (["new", "Big Orders"], '"Big Orders" cannot name a service', 'did you mean "big-orders"?'),
        (["new", "carts", "--image", "Carts:1"], '"Carts:1" is not an image', 'did you mean "carts:1"?'),
    ],
)
def test_something_is_named_that_does_not_exist(catalog: Workspace, arguments: list[str], said: str, hint: str) -> None:
    result = catalog.kubecatalog(*arguments)
    if not said:
        assert (result.code, result.err) == (0, "")
        return
    assert (result.code, result.out) == (2, "")
    assert result.err == f"kubecatalog: {said}\n    {hint}\n"


@pytest.mark.parametrize("command", [("validate",), ("render",), ("build", "dev/orders"), ("explain", "orders")])
def test_there_is_no_catalog(workspace: Workspace, command: tuple[str, ...]) -> None:
    result = workspace.kubecatalog(*command)
    assert (result.code, result.out) == (2, "")
    hint = "run `kubecatalog init` to start one, or name another folder with -C"
    assert result.err == f"kubecatalog: {workspace.root} has no catalog\n    {hint}\n"
    assert list(workspace.root.iterdir()) == []


@pytest.mark.parametrize("name", ["nowhere", "file", "\0", "a" * 300])
def test_the_folder_is_none(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("")
    result = Workspace(tmp_path / name).kubecatalog("validate")
    assert (result.code, result.out) == (2, "")
    assert "is not a folder" in result.err
    assert result.err.endswith("\n    name an existing one with -C\n")


def test_the_work_folder_cannot_be_made(catalog: Workspace) -> None:
    (catalog.root / ".kubecatalog").write_text("")
    result = catalog.kubecatalog("render")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"kubecatalog: {catalog.root}/.kubecatalog cannot be written: ")
    assert not (catalog.root / "base").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write everything")
def test_what_may_not_be_read_or_written(catalog: Workspace) -> None:
    service = catalog.root / "catalog/services/orders.yaml"
    service.chmod(0)
    result = catalog.kubecatalog("validate")
    assert result.code == 1
    said = "catalog/services/orders.yaml:1:1: error[unreadable-file] the file cannot be read: permission denied\n"
    assert result.out.startswith(said)
    service.chmod(0o644)
    (catalog.root / "catalog/services").chmod(0)
    assert "catalog/services:1:1: error[unreadable-file]" in catalog.kubecatalog("validate").out
    (catalog.root / "catalog/services").chmod(0o755)
    catalog.root.chmod(0o500)
    result = catalog.kubecatalog("render")
    catalog.root.chmod(0o700)
    assert (result.code, result.out) == (2, "")
    assert "cannot be written: Permission denied" in result.err


def test_the_folder_of_services_is_a_file(workspace: Workspace) -> None:
    workspace.write("catalog/platform.yaml", PLATFORM)
    workspace.write("catalog/services", SERVICE)
    result = workspace.kubecatalog("validate")
    assert (result.code, result.err) == (1, "")
    assert result.out.startswith("catalog/services:1:1: error[unreadable-file] found a file, expected a folder\n")


def test_a_generated_folder_is_a_file(catalog: Workspace) -> None:
    catalog.write("base", "mine\n")
    result = catalog.kubecatalog("render")
    assert result.code in (1, 2)
    assert "base" in result.out + result.err
    assert (catalog.root / "base").read_text() == "mine\n"
    assert not (catalog.root / "overlays").exists()


def test_an_internal_error_says_so_and_names_the_version(catalog: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise LookupError("password hunter2")

    monkeypatch.setattr(run, "run", fail)
    result = catalog.kubecatalog("render")
    assert (result.code, result.out) == (3, "")
    message, hint = result.err.splitlines()
    assert message.startswith(
        f"kubecatalog: internal error in kubecatalog {__version__}: LookupError at test_misuse.py:"
    )
    assert "report this" in hint
    assert "hunter2" not in result.err


@pytest.mark.parametrize("error", [RecursionError, MemoryError])
def test_exhaustion_is_an_internal_error_too(
    catalog: Workspace, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(run, "run", fail)
    result = catalog.kubecatalog("render")
    assert (result.code, f"internal error in kubecatalog {__version__}" in result.err) == (3, True)


def test_help_and_version(workspace: Workspace) -> None:
    assert workspace.kubecatalog("--version").out == f"kubecatalog, version {__version__}\n"
    assert workspace.kubecatalog("render", "-h").code == 0
    nothing = workspace.kubecatalog()
    assert "Usage: kubecatalog" in nothing.out + nothing.err
