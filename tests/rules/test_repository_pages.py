"""What the pages of rules about a repository show fails and passes as they say.

Examples that are one service each stand in one repository together; the others have one of their own.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path

import pytest

from generator.cache import index
from generator.checks.stages import STAGES
from generator.json_types import JsonMap
from generator.model.catalog import Schemas
from generator.rules import RULES
from generator.tools.locate import CHECKOUT
from tests.conftest import Workspace
from tests.rules.blocks import OF_A_PLATFORM, WITHOUT_EXAMPLE, Block, examples
from tests.rules.built import PLATFORM, Built
from tests.secrets.age_keys import KeyPair, key_pair

PAGES = sorted(
    {rule.name for rule in RULES.values() if rule.category not in STAGES or rule.name in OF_A_PLATFORM}
    - WITHOUT_EXAMPLE
)
PARTS = ("Fails", "Passes")


def alone(rule: str, blocks: Iterable[Block]) -> bool:
    """Whether an example is one service, which nothing else belongs to."""
    return RULES[rule].category != "secret" and all(block.is_service for block in blocks)


def told(findings: Iterable[JsonMap], rule: str, *, rendered: bool) -> dict[str, str]:
    """The rules that an example of `rule` breaks, with a message of each; warnings of other rules aside. A tree that
    nobody rendered is not up to date."""
    return {
        item["rule"]: item["message"]
        for item in findings
        if (item["severity"] == "error" or item["rule"] == rule) and (rendered or item["category"] != "drift")
    }


@pytest.fixture(scope="module")
def together(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[JsonMap]]:
    """The findings by service."""
    workspace = Workspace(tmp_path_factory.mktemp("pages"))
    workspace.write("catalog/platform.yaml", PLATFORM)
    services = workspace.root / "catalog" / "services"
    services.mkdir()
    for rule in PAGES:
        for part in PARTS:
            for number, blocks in enumerate(examples(rule, part)):
                if alone(rule, blocks):
                    (services / f"{part.lower()}-{number}-{rule}.yaml").write_text(blocks[0].body)
    found: defaultdict[str, list[JsonMap]] = defaultdict(list)
    for item in json.loads(workspace.kubecatalog("validate", "--format", "json").out)["findings"]:
        found[Path(item["source"]["file"]).stem].append(item)
    return found


@pytest.fixture(autouse=True, scope="module")
def quickly() -> Iterator[None]:
    """What no example changes is read once: the catalog's schemas, and the code that the cache goes by."""
    with pytest.MonkeyPatch.context() as patch:
        compiled = cache(Schemas()._compiled)
        patch.setattr(Schemas, "_compiled", lambda self, name: compiled(name))
        code = cache(partial(index.fingerprint, CHECKOUT / ".kubecatalog"))
        patch.setattr(index, "fingerprint", lambda folder, *parts: code(*parts))
        yield


@pytest.fixture(scope="module")
def keys() -> Iterator[Mapping[str, KeyPair]]:
    """By name; that of Alice is at hand."""
    pairs = {"alice": key_pair(), "bob": key_pair()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOPS_AGE_KEY", pairs["alice"].private)
        yield pairs


def test_files_that_stand_together_say_which_they_are() -> None:
    shown = {(rule, part): blocks for rule in PAGES for part in PARTS for blocks in examples(rule, part)}
    files = ((at, block) for at, blocks in shown.items() if not alone(at[0], blocks) for block in blocks)
    assert [at for at, block in files if block.language == "yaml" and f"# {block.path}" not in block.body[:80]] == []


@pytest.mark.parametrize("rule", PAGES)
def test_examples_do_what_the_page_says(
    rule: str, together: Mapping[str, list[JsonMap]], keys: Mapping[str, KeyPair], tmp_path: Path
) -> None:
    for part, expected in (("Fails", {rule}), ("Passes", set[str]())):
        assert examples(rule, part)
        for number, blocks in enumerate(examples(rule, part)):
            if alone(rule, blocks):
                found = told(together[f"{part.lower()}-{number}-{rule}"], rule, rendered=False)
            else:
                built = Built(Workspace(tmp_path / part), keys, RULES[rule].category)
                found = told(built.findings(blocks), rule, rendered=built.rendered)
            assert found.keys() == expected, f"{part}: {found}"
