"""Arrows run one way: a module imports only from its own layer and those below it."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "generator"

LAYERS: tuple[tuple[str, ...], ...] = (
    (
        "generator",
        "generator.json_types",
        "generator.yaml_tags",
        "generator.yaml_scalars",
        "generator.errors",
        "generator.files",
        "generator.findings",
        "generator.problems",
        "generator.quantity",
        "generator.secret_types",
    ),
    ("generator.rules",),
    ("generator.tools",),
    ("generator.secrets.age_recipients", "generator.secrets.shapes"),
    ("generator.schemas",),
    ("generator.model.merge",),
    ("generator.language",),
    ("generator.catalog",),
    ("generator.data_files",),
    ("generator.model", "generator.model.meaning.fault"),
    ("generator.resources",),
    ("generator.model.meaning",),
    ("generator.tree",),
    ("generator.cache", "generator.git", "generator.workspace", "generator.render"),
    ("generator.secrets", "generator.delivery", "generator.importer", "generator.starter"),
    ("generator.inputs", "generator.unit", "generator.on_disk"),
    ("generator.checks",),
    ("generator.review",),
    ("generator.shard", "generator.revision"),
    ("generator.affected",),
    ("generator.pipeline", "generator.make", "generator.part", "generator.deliver"),
    ("generator.hook",),
    ("generator.coverage",),
    ("generator.report",),
    ("generator.commands",),
    (
        "generator.cli",
        "generator.cli_secrets",
        "generator.cli_hook",
        "generator.cli_tools",
        "generator.cli_completion",
        "generator.cli_reporting",
        "generator.cli_part",
        "generator.cli_review",
    ),
    ("generator.__main__", "generator.docs"),
)
"""The lowest first. The longest name that fits decides, so a module can lie elsewhere than its package."""

HEAVY = (
    *("yaml", "jsonschema", "rich", "ruamel", "subprocess", "bcrypt", "cryptography", "pyrage"),
    *("generator.catalog", "generator.model", "generator.secrets"),
)
"""What `--help` must not wait for."""


def _modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


MODULES = dict(_modules())


def _layer(module: str) -> int | None:
    fits = [(len(name), place) for place, names in enumerate(LAYERS) for name in names if _within(module, name)]
    return max(fits)[1] if fits else None


def _within(module: str, name: str) -> bool:
    return module == name or (module.startswith(f"{name}.") and name != "generator")


def _imports(path: Path) -> Iterator[tuple[str, int]]:
    """Each module of ours that a file imports, also for types only or inside of a function, with the line."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names if _within(alias.name, "generator"))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "generator":
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in MODULES else str(node.module), node.lineno


@pytest.mark.parametrize("module", MODULES)
def test_imports_run_one_way(module: str) -> None:
    own = _layer(module)
    assert own is not None, f"{module} is in no layer: add it to LAYERS"
    wrong = [
        f"{module}:{line} imports {other}, which lies above it"
        for other, line in _imports(MODULES[module])
        if (place := _layer(other)) is None or place > own
    ]
    assert wrong == []


def test_every_layer_exists_or_is_planned() -> None:
    planned = {"generator.secrets", "generator.delivery", "generator.importer"}
    packages = {module.rpartition(".")[0] for module in MODULES}
    assert {name for names in LAYERS for name in names} - MODULES.keys() - packages - planned == set()


def test_help_imports_nothing_heavy() -> None:
    script = (
        "import sys\n"
        "from generator.cli import main\n"
        "try:\n"
        "    main(['--help'])\n"
        "except SystemExit:\n"
        "    print('\\n'.join(sys.modules), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=PACKAGE.parent
    )
    assert "Usage: kubecatalog" in done.stdout
    loaded = set(done.stderr.split())
    assert [name for name in HEAVY if name in loaded] == []


def test_set_up_needs_nothing_but_python() -> None:
    """A checkout is set up before anything is installed."""
    names = sorted(name for name in MODULES if _within(name, "generator.tools") and name != "generator.tools.bootstrap")
    script = f"import sys; sys.path.insert(0, {str(PACKAGE.parent)!r}); import {', '.join(names)}"
    subprocess.run([sys.executable, "-I", "-S", "-c", script], check=True)
