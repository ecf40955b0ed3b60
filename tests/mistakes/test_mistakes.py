"""A catalog with more than two hundred mistakes: each is found, where it is, in one run, and nothing is touched.

`UPDATE_GOLDEN=1 pytest tests/mistakes` writes what is said into the fixtures, to be read before it is committed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import stat
from collections import Counter
from pathlib import Path

import pytest

from generator.json_types import JsonMap
from tests.conftest import Result, Workspace
from tests.mistakes import marks
from tests.mistakes.marks import Expected
from tests.mistakes.odd_files import NAMED, ODD, SERVICES

HERE = Path(__file__).parent
UPDATE = bool(os.environ.get("UPDATE_GOLDEN"))
CHECKED = ("catalog", "schema", "lifecycle", "drift", "tree")
"""The categories of what the fixture gets wrong. What other checks think of its sound services has tests elsewhere."""


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The repository of the sound service, rendered, to which the mistakes came afterwards."""
    workspace = Workspace(tmp_path_factory.mktemp("services"))
    source = HERE / "services" / "catalog"
    (workspace.root / SERVICES).mkdir(parents=True)
    (workspace.root / "README.md").write_text("image: a:1\n")
    for name in ("platform.yaml", "services/sound.yaml"):
        shutil.copy(source / name, workspace.root / "catalog" / name)
    assert workspace.kubecatalog("render").code == 0
    shutil.copytree(source, workspace.root / "catalog", dirs_exist_ok=True)
    if UPDATE:
        marks.unmark(workspace.root)
    for name, (make, _) in ODD.items():
        make(workspace.root / SERVICES / name)
    for name, make in NAMED.items():
        make(workspace.root / SERVICES / "files" / name)
    return workspace


@pytest.fixture(scope="module")
def before(services: Workspace) -> dict[str, str]:
    return snapshot(services.root)


@pytest.fixture(scope="module")
def said(services: Workspace, before: dict[str, str]) -> Result:
    assert before
    return services.kubecatalog("validate", "--format", "json")


@pytest.fixture(scope="module")
def findings(said: Result) -> list[JsonMap]:
    found: list[JsonMap] = json.loads(said.out)["findings"]
    return [finding for finding in found if finding["category"] in CHECKED]


def snapshot(root: Path) -> dict[str, str]:
    """Every file of a repository with its content, every link with its target; but for the cache."""
    found = {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if not name.startswith(".kubecatalog"):
            mode = path.lstat().st_mode
            content = hashlib.sha256(path.read_bytes()).hexdigest() if stat.S_ISREG(mode) else ""
            found[name] = f"{mode:o} {content}{os.readlink(path) if path.is_symlink() else ''}"
    return found


def distinct(findings: list[JsonMap]) -> list[Expected]:
    """What is wrong with a manifest is found in each environment; in the catalog that is one mistake."""
    return sorted({Expected.of(finding) for finding in findings})


def test_every_mistake_is_found_at_its_place_and_nothing_else(services: Workspace, findings: list[JsonMap]) -> None:
    odd = [expected for _, expected in ODD.values()]
    found = distinct(findings)
    if UPDATE:
        source = HERE / "services"
        marks.unmark(source)
        marks.mark(source, found)
        return
    missed = sorted({*marks.expected(HERE / "services"), *odd} - set(found))
    assert [missed, sorted(set(found) - {*marks.expected(HERE / "services"), *odd})] == [[], []]


def test_there_are_more_than_a_hundred_distinct_mistakes(findings: list[JsonMap]) -> None:
    found = distinct(findings)
    assert len(found) > 200
    assert len({(item.rule, item.message) for item in found}) > 180
    assert len({item.rule for item in found}) > 50


def test_no_mistake_is_told_twice(findings: list[JsonMap]) -> None:
    places = Counter((item.file, item.line, item.column) for item in distinct(findings))
    assert [place for place, count in places.items() if count > 1] == []


def test_the_run_says_that_there_are_findings_and_no_more(said: Result) -> None:
    assert (said.code, said.err) == (1, "")


def test_each_finding_has_the_shape_that_programs_rely_on(findings: list[JsonMap], services: Workspace) -> None:
    for finding in findings:
        assert finding.keys() == {
            "rule", "category", "severity", "message", "hint", "source", "manifest", "environments"
        }  # fmt: skip
        assert finding["source"].keys() == {"file", "line", "column"}
        assert finding["severity"] in ("error", "warning")
        first = finding["message"][:1]
        assert first == first.lower() or finding["message"].startswith(("Kubernetes", "YAML", "a "))
        assert os.path.lexists(services.root / finding["source"]["file"])


def test_no_secret_is_in_any_message(said: Result) -> None:
    assert "hunter2" not in said.out
    assert "987654" not in said.out


def test_text_says_the_same_as_json(services: Workspace, findings: list[JsonMap]) -> None:
    text = services.kubecatalog("validate")
    assert (text.code, text.err) == (1, "")
    lines = text.out.splitlines()
    for item in distinct(findings):
        severity = next(found["severity"] for found in findings if Expected.of(found) == item)
        start = f"{item.file}:{item.line}:{item.column}: {severity}[{item.rule}] {item.message}".replace("\n", "\\n")
        place = next(number for number, line in enumerate(lines) if line.startswith(start))
        quoted = re.match(r" +\d+ \| ", lines[place + 1])
        assert not item.hint or lines[place + (2 if quoted else 1)] == f"    {item.hint}"


@pytest.mark.parametrize("command", [("validate",), ("render",), ("render", "--check"), ("render", "--overwrite")])
def test_nothing_is_touched(services: Workspace, before: dict[str, str], command: tuple[str, ...]) -> None:
    result = services.kubecatalog(*command)
    assert (result.code, result.err) == (1, "")
    assert snapshot(services.root) == before
    assert not (services.root / ".kubecatalog" / "work").exists()


def test_a_platform_with_mistakes_hides_none_and_makes_none(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    shutil.copytree(HERE / "platform", tmp_path, dirs_exist_ok=True)
    if UPDATE:
        marks.unmark(tmp_path)
    result = workspace.kubecatalog("validate", "--format", "json")
    assert (result.code, result.err) == (1, "")
    found = distinct(json.loads(result.out)["findings"])
    if UPDATE:
        marks.unmark(HERE / "platform")
        marks.mark(HERE / "platform", found)
        return
    assert found == sorted(marks.expected(HERE / "platform"))
