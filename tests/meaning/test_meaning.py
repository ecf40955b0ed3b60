"""Every rule of the meaning checks: a service that breaks it, what is said, and where.

`UPDATE_GOLDEN=1 pytest tests/meaning` writes what is said into `cases.yaml`, to be read before it is committed.
"""

from __future__ import annotations

import inspect
import json
import os
import pkgutil
import re
from importlib import import_module
from pathlib import Path

import pytest
import yaml

from generator.json_types import JsonMap
from generator.model import meaning
from tests.conftest import Workspace

FILE = Path(__file__).parent / "cases.yaml"
CASES: JsonMap = yaml.load(FILE.read_text(), Loader=yaml.CSafeLoader)
PLATFORM = 'environments: {dev: {kubernetes: "1.34", podSecurity: privileged}, prod: {}}\n'
IMAGE = "image: registry.example.com/demo/app:1.0.0\n"


def test_every_rule_has_a_case() -> None:
    modules = [import_module(f"{meaning.__name__}.{info.name}") for info in pkgutil.iter_modules(meaning.__path__)]
    rules = re.findall(r'Fault\(\s*"([a-z-]+)"', "".join(inspect.getsource(module) for module in modules))
    assert {*rules, "invalid-yaml"} == CASES.keys()  # the last is named by catalog.syntax


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> list[JsonMap]:
    """The findings of one catalog that holds every case."""
    workspace = Workspace(tmp_path_factory.mktemp("meaning"))
    workspace.write("catalog/platform.yaml", PLATFORM)
    services = workspace.root / "catalog" / "services"
    services.mkdir()
    (services / "large.txt").write_text("a" * 600_000)
    (services / "broken.txt").write_text("a: [\n")
    (services / "broken.toml").write_text("a = 1\nb = \n")
    (services / "dashboard.json").write_text('{"title": "Shop",\n "panels" []}\n')
    (services / "binary.bin").write_bytes(b"\xff\x00")
    (services / "nothing.txt").write_text("# not yet\n")
    (services / "only-prod.yaml").write_text(IMAGE + "environments: {dev: {enabled: false}}\n")
    for rule, case in CASES.items():
        (services / f"{rule}.yaml").write_text(("" if rule == "missing-image" else IMAGE) + case["service"])
    found: list[JsonMap] = json.loads(workspace.kubecatalog("validate", "--format", "json").out)["findings"]
    return found


@pytest.mark.parametrize("rule", CASES)
def test_the_rule_says_what_is_wrong_and_where(rule: str, findings: list[JsonMap]) -> None:
    file = f"catalog/services/{CASES[rule].get('file', f'{rule}.yaml')}"
    own = [item for item in findings if item["source"]["file"] == file]
    assert [item["rule"] for item in own] == [rule]
    (said,) = map(_line, own)
    if os.environ.get("UPDATE_GOLDEN"):
        quoted = said.replace("'", "''")
        before = FILE.read_text()
        FILE.write_text(
            re.sub(rf"(?ms)^({rule}:\n.*?\n  finding: )[^\n]*", lambda found: f"{found[1]}'{quoted}'", before, count=1)
        )
        return
    assert said == CASES[rule]["finding"]


def _line(finding: JsonMap) -> str:
    source = finding["source"]
    return f"{source['line']}:{source['column']} {finding['severity']} {finding['message']}"
