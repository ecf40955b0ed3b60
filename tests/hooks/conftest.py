"""The hooks, installed as their users install them: by pre-commit, by prek, by `kubecatalog hook install`.

pre-commit and prek clone this repository as it is on the disk and let pip and uv build and install it, with all that it
needs, into an environment of its own. That takes seconds and a network, so it happens once for all workers, and the
packages come as wheels that are made again from what is installed here. Repositories are copies of one, too.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from filelock import FileLock

from generator.tools.locate import CHECKOUT
from tests.hooks import wheels
from tests.hooks.shop import API, IDENTITY, PLATFORM, WEB, Shop, service

BIN = Path(sys.executable).parent
_PACKAGE = ("generator", "schemas", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
_BUILD = ("hatchling", "editables")

CONFIGURATION = """\
repos:
  - repo: {source}
    rev: v0.1.0
    hooks: [{{id: {hook}}}]
"""

NewShop = Callable[..., Shop]


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder of all workers."""
    folder = tmp_path_factory.getbasetemp()
    folder = folder.parent if os.environ.get("PYTEST_XDIST_WORKER") else folder
    return folder / "hooks"


@pytest.fixture(scope="session")
def environ(shared: Path) -> Mapping[str, str]:
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT", "PYTHON"))}
    return {
        **kept,
        **IDENTITY,
        "HOME": str(shared / "home"),
        "XDG_CACHE_HOME": str(shared / "home" / ".cache"),
        "XDG_CONFIG_HOME": str(shared / "home" / ".config"),
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "PRE_COMMIT_HOME": str(shared / "pre-commit"),
        "PREK_HOME": str(shared / "prek"),
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(shared / "wheels"),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_COMPILE": "0",  # which means that it does not: Python itself compiles what is used, once
        "UV_OFFLINE": "1",
        "UV_NO_INDEX": "1",
        "UV_FIND_LINKS": str(shared / "wheels"),
        "UV_PYTHON": sys.executable,
    }


@pytest.fixture(scope="session")
def source(shared: Path, environ: Mapping[str, str]) -> Iterator[Path]:
    """A repository with the package as it is here."""
    shared.mkdir(exist_ok=True)
    with FileLock(shared / "lock"):
        source = shared / "source"
        if not source.exists():
            _prepare(shared, source, environ)
    yield source


def _prepare(shared: Path, source: Path, environ: Mapping[str, str]) -> None:
    tools = shared / "home" / ".cache" / "kubecatalog"
    tools.mkdir(parents=True)
    (tools / "bin").symlink_to(CHECKOUT / ".tools" / "bin")
    wheels.write(shared / "wheels", "kubecatalog", *_BUILD)
    made = source.with_name("source.new")
    for name in _PACKAGE:
        if (CHECKOUT / name).is_dir():
            shutil.copytree(CHECKOUT / name, made / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(CHECKOUT / name, made / name)
    (made / ".gitignore").write_text("__pycache__/\n")
    shop = Shop(made, environ)
    for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "package"), ("tag", "v0.1.0")):
        shop.git(*arguments)
    made.rename(source)


@pytest.fixture(scope="session")
def template(shared: Path, environ: Mapping[str, str], source: Path) -> Path:
    """A repository with a catalog of two services, rendered and committed, and no hook."""
    with FileLock(shared / "lock"):
        template = shared / "template"
        if not template.exists():
            shop = Shop(template.with_name("template.new"), environ)
            shop.write("catalog/platform.yaml", PLATFORM)
            shop.write(WEB, service("web"))
            shop.write(API, service("api"))
            shop.write(".gitignore", ".kubecatalog/\n")
            done = shop.run(str(BIN / "kubecatalog"), "render")
            assert done.code == 0, done.out
            for arguments in (("init", "-q", "-b", "main"), ("add", "-A"), ("commit", "-qm", "start")):
                shop.git(*arguments)
            shop.root.rename(template)
    return template


@pytest.fixture
def plain(template: Path, environ: Mapping[str, str], tmp_path: Path) -> Shop:
    """With the hook that kubecatalog itself writes."""
    shop = Shop(_copy(template, tmp_path / "shop"), {**environ, "PYTHONPATH": str(CHECKOUT)})
    done = shop.run("kubecatalog", "hook", "install")
    assert done.code == 0, done.out
    return shop


@pytest.fixture(params=["pre-commit", "prek"])
def framework(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def new_shop(shared: Path, template: Path, source: Path, environ: Mapping[str, str], tmp_path: Path) -> NewShop:
    """With a hook that pre-commit or prek runs; installed once, but where the folder has a name of its own."""

    def made(framework: str, hook: str = "kubecatalog", name: str = "") -> Shop:
        with FileLock(shared / "lock"):  # pre-commit has one of its own, which says so on the terminal
            if name:
                return hooked(framework, hook, tmp_path / name)
            ready = shared / f"{framework}-{hook}"
            if not ready.exists():
                hooked(framework, hook, ready.with_suffix(".new")).root.rename(ready)
        return Shop(_copy(ready, tmp_path / "shop"), environ)

    def hooked(framework: str, hook: str, root: Path) -> Shop:
        shop = Shop(_copy(template, root), environ)
        shop.write(".pre-commit-config.yaml", CONFIGURATION.format(source=source.as_uri(), hook=hook))
        shop.git("add", "-A")
        done = shop.run(framework, "install", "--install-hooks" if framework == "pre-commit" else "--prepare-hooks")
        assert done.code == 0, done.out
        shop.git("commit", "--no-verify", "-qm", "hook")
        return shop

    return made


def _copy(template: Path, to: Path) -> Path:
    subprocess.run(["cp", "-a", template, to], check=True)
    return to
