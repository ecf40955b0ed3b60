"""The package: built, installed into clean environments by pip, pipx and uv, at work there without this checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import __version__
from generator.tools.locate import CHECKOUT, tool
from tests.package.wheels import needed, wheel

SELF = f"kubecatalog-{__version__}"


def run(*argv: str | Path, environ: dict[str, str], cwd: Path) -> str:
    done = subprocess.run(argv, env=environ, cwd=cwd, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the source distribution, and the wheel that was made from it."""
    folder = tmp_path_factory.mktemp("dist")
    run(
        sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, CHECKOUT, environ=clean(folder), cwd=folder
    )
    return folder


@pytest.fixture(scope="module")
def wheels(built: Path) -> Path:
    """The same folder, with all that the package needs."""
    for package in needed("kubecatalog").values():
        wheel(package, built)
    return built


def clean(folder: Path) -> dict[str, str]:
    """No network, no settings and no folders of whoever runs the tests."""
    names = {"PATH": os.environ["PATH"], "HOME": str(folder / "home"), "LC_ALL": "C.UTF-8"}
    return {**names, "PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "UV_OFFLINE": "1"}


def by_pip(folder: Path, wheels: Path, environ: dict[str, str]) -> Path:
    run(sys.executable, "-m", "venv", "--without-pip", folder / "venv", environ=environ, cwd=folder)
    python = folder / "venv" / "bin" / "python"
    options = ("--quiet", "--no-compile", "--find-links", wheels)
    pip = (sys.executable, "-m", "pip", "--python", python)
    run(*pip, "install", *options, "kubecatalog", environ=environ, cwd=folder)
    return folder / "venv" / "bin" / "kubecatalog"


def by_uv(folder: Path, wheels: Path, environ: dict[str, str]) -> Path:
    places = {f"UV_{name}_DIR": str(folder / name) for name in ("TOOL", "TOOL_BIN", "CACHE")}
    options = ("--quiet", "--no-index", "--find-links", wheels, "--python", sys.executable)
    uv = Path(sys.executable).with_name("uv")
    run(uv, "tool", "install", *options, "kubecatalog", environ={**environ, **places}, cwd=folder)
    return folder / "TOOL_BIN" / "kubecatalog"


def by_pipx(folder: Path, wheels: Path, environ: dict[str, str]) -> Path:
    """With uv in place of pip, of which pipx would first fetch one of its own."""
    own = {
        "PIPX_HOME": str(folder / "pipx"),
        "PIPX_BIN_DIR": str(folder / "bin"),
        "UV_CACHE_DIR": str(folder / "cache"),
        "PATH": f"{Path(sys.executable).parent}:{environ['PATH']}",
    }
    options = ("--backend", "uv", "--python", sys.executable, "--pip-args", f"--no-index --find-links {wheels}")
    pipx = (sys.executable, "-m", "pipx")
    run(*pipx, "install", *options, "kubecatalog", environ={**environ, **own}, cwd=folder)
    return folder / "bin" / "kubecatalog"


def test_it_works_where_pip_installs_it(wheels: Path, tmp_path: Path) -> None:
    environ = clean(tmp_path)
    command = by_pip(tmp_path, wheels, environ)
    shop = tmp_path / "shop"
    shop.mkdir()

    def kubecatalog(*arguments: str) -> str:
        return run(command, *arguments, environ=environ, cwd=shop)

    refused = subprocess.run([command, "tools", "list"], env=environ, cwd=shop, capture_output=True, check=False)
    assert refused.returncode == 3
    assert b"kubeconform  0.8.0    missing" in refused.stdout
    assert b"hint: run `kubecatalog tools install`" in refused.stdout
    environ["PATH"] = f"{tool('sops', CHECKOUT, os.environ).parent}:{environ['PATH']}"
    kubecatalog("init")
    assert "0 skipped, 0 findings, " in kubecatalog("render")
    assert "0 skipped, 0 findings in " in kubecatalog("validate")
    assert kubecatalog("rules", "latest-tag").startswith("# latest-tag\n")
    assert kubecatalog("schema") == (CHECKOUT / "schemas/catalog/service.schema.json").read_text()


@pytest.mark.parametrize("installer", [by_uv, by_pipx])
def test_it_is_there_where_others_install_it(
    installer: Callable[[Path, Path, dict[str, str]], Path], wheels: Path, tmp_path: Path
) -> None:
    environ = clean(tmp_path)
    command = installer(tmp_path, wheels, environ)
    assert run(command, "--version", environ=environ, cwd=tmp_path) == f"kubecatalog, version {__version__}\n"
    run(command, "init", environ=environ, cwd=tmp_path)
    assert (tmp_path / ".kubecatalog/schemas/service.schema.json").is_file()


def test_the_wheel_holds_what_runs_and_nothing_else(built: Path) -> None:
    names = set(zipfile.ZipFile(built / f"{SELF}-py3-none-any.whl").namelist())
    info = f"{SELF}.dist-info"
    assert {name.partition("/")[0] for name in names} == {"generator", info}
    ours = {
        str(path.relative_to(CHECKOUT))
        for path in (CHECKOUT / "generator").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert ours <= names
    schemas = {
        f"generator/_schemas/{path.relative_to(CHECKOUT / 'schemas')}"
        for path in (CHECKOUT / "schemas").rglob("*")
        if path.is_file()
    }
    assert names - ours - schemas == {name for name in names if name.startswith(info)}
    assert schemas <= names
    assert f"{info}/licenses/LICENSE" in names


def test_the_source_distribution_builds_and_says_what_it_is(built: Path) -> None:
    """The wheel above was made from it."""
    with tarfile.open(built / f"{SELF}.tar.gz") as archive:
        names = {name.removeprefix(f"{SELF}/") for name in archive.getnames()}
    assert {"README.md", "LICENSE", "pyproject.toml", "generator/cli.py", "schemas/lock.json"} <= names
    assert not any(name.startswith(("tests/", "catalog/", ".venv")) for name in names)
