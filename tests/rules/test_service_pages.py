"""What the pages of rules of the catalog show fails and passes as they say: all of them in one small repository.

A block `yaml service` is a whole file of a service, for the platform below.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import generator.rules
from generator.rules import RULES, page
from tests.conftest import Workspace

FOLDER = Path(generator.rules.__file__).parent / "pages"
RULES_WITH_PAGES = sorted(path.stem for path in FOLDER.iterdir() if RULES[path.stem].category == "catalog")
PLATFORM = """\
environments: {dev: {}, prod: {}}
profiles: {web: {port: 8080}}
"""
_BLOCK = re.compile(r"^```yaml service\n(.*?)^```$", re.MULTILINE | re.DOTALL)

Told = Mapping[str, set[str]]


def examples(rule: str, part: str) -> Iterator[tuple[str, str]]:
    """The name of a service and its file."""
    text = page(rule).partition(f"\n## {part}\n")[2].partition("\n## ")[0]
    for number, body in enumerate(_BLOCK.findall(text)):
        yield f"{part.lower()}-{number}-{rule}", body


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """The rules that are told of each service."""
    workspace = Workspace(tmp_path_factory.mktemp("pages"))
    workspace.write("catalog/platform.yaml", PLATFORM)
    services = workspace.root / "catalog" / "services"
    services.mkdir()
    for rule in RULES_WITH_PAGES:
        for name, body in (*examples(rule, "Fails"), *examples(rule, "Passes")):
            (services / f"{name}.yaml").write_text(body)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for item in json.loads(workspace.kubecatalog("validate", "--format", "json").out)["findings"]:
        found[Path(item["source"]["file"]).stem].add(f"{item['category']} {item['rule']}")
    return found


@pytest.mark.parametrize("rule", RULES_WITH_PAGES)
def test_examples_do_what_the_page_says(rule: str, told: Told) -> None:
    fails, passes = list(examples(rule, "Fails")), list(examples(rule, "Passes"))
    assert fails
    assert passes
    assert all(told[name] == {f"catalog {rule}"} for name, _ in fails), [told[name] for name, _ in fails]
    assert all(not any(said.startswith("catalog ") for said in told[name]) for name, _ in passes), [
        told[name] for name, _ in passes
    ]
