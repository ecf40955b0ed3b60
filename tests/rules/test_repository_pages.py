"""What the pages of rules about a repository show fails and passes as they say.

Examples that are one service each stand in one repository together; the others have one of their own.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from generator.checks.stages import STAGES
from generator.json_types import JsonMap
from generator.rules import RULES
from tests.conftest import Workspace
from tests.rules.blocks import FOLDER, OF_A_PLATFORM, WITHOUT_EXAMPLE, Block, examples
from tests.rules.built import PLATFORM, Built
from tests.secrets.age_keys import KeyPair, key_pair

PAGES = sorted(
    path.stem
    for path in FOLDER.iterdir()
    if path.stem in OF_A_PLATFORM or (RULES[path.stem].category not in STAGES and path.stem not in WITHOUT_EXAMPLE)
)
PARTS: Mapping[str, Callable[[str], set[str]]] = {"Fails": lambda rule: {rule}, "Passes": lambda _: set()}
"""What is told of the examples in a part of a page."""


def alone(rule: str, part: str) -> list[Block]:
    """The examples, where each is one service which nothing else belongs to."""
    files = [block for blocks in examples(rule, part) for block in blocks]
    return files if RULES[rule].category != "secret" and all(file.is_service for file in files) else []


def told(findings: Iterable[JsonMap], rule: str, *, rendered: bool = False) -> dict[str, str]:
    """The rules that an example of `rule` breaks, with a message of each; warnings of other rules aside. A tree that
    nobody rendered is not up to date. Each finding is in the category of its rule."""
    findings = list(findings)
    assert [item for item in findings if item["category"] != RULES[item["rule"]].category] == []
    return {
        item["rule"]: item["message"]
        for item in findings
        if (item["severity"] == "error" or item["rule"] == rule) and (rendered or item["category"] != "drift")
    }


@pytest.fixture(scope="module")
def keys() -> Iterator[Mapping[str, KeyPair]]:
    """By name; that of Alice is at hand."""
    pairs = {"alice": key_pair(), "bob": key_pair()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOPS_AGE_KEY", pairs["alice"].private)
        yield pairs


def test_every_page_has_examples() -> None:
    assert [(rule, part) for rule in PAGES for part in PARTS if not examples(rule, part)] == []


@pytest.mark.parametrize("environments", ["{dev: {}}", "{dev: {}, prod: {}}"])
def test_services_do_what_the_pages_say(environments: str, workspace: Workspace) -> None:
    """All in one repository and one run; with two environments where a service names any."""
    workspace.write("catalog/platform.yaml", PLATFORM.replace("{dev: {}}", environments))
    services = {
        f"{part.lower()}-{number}-{rule}": (rule, part, file)
        for rule in PAGES
        for part in PARTS
        for number, file in enumerate(alone(rule, part))
        if ("prod" in environments) == ("environments:" in file.body)
    }
    assert services
    for name, (_, _, file) in services.items():
        workspace.write(f"catalog/services/{name}.yaml", file.body)
    found: defaultdict[str, list[JsonMap]] = defaultdict(list)
    for item in json.loads(workspace.kubecatalog("validate", "--format", "json").out)["findings"]:
        found[Path(item["source"]["file"]).stem].append(item)
    said = {name: (told(found[name], rule), PARTS[part](rule)) for name, (rule, part, _) in services.items()}
    assert {name: messages for name, (messages, expected) in said.items() if messages.keys() != expected} == {}


@pytest.mark.parametrize("rule", [rule for rule in PAGES if not all(alone(rule, part) for part in PARTS)])
def test_repositories_do_what_the_page_says(rule: str, keys: Mapping[str, KeyPair], tmp_path: Path) -> None:
    for part in (part for part in PARTS if not alone(rule, part)):
        for number, blocks in enumerate(examples(rule, part)):
            assert all(block.body.startswith(f"# {block.path}") for block in blocks if block.language == "yaml")
            built = Built(Workspace(tmp_path / f"{part}-{number}"), keys, RULES[rule].category)
            found = told(built.findings(blocks), rule, rendered=built.rendered)
            assert found.keys() == PARTS[part](rule), f"{part}: {found}"
