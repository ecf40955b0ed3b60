"""`--select`, `--ignore`, `--baseline`, `--write-baseline`, `--fix` and `rules`, as they are run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.findings import CATEGORIES
from generator.json_types import JsonMap
from generator.rules import RULES, page
from tests.conftest import Result, Workspace

MANIFEST = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: a
  labels:
    number: 1  # a comment
    on-call: true
  colour: red
dta: {}
"""


@pytest.fixture
def manifests(workspace: Workspace) -> Workspace:
    workspace.write("a.yaml", MANIFEST)
    return workspace


def rules(result: Result) -> list[str]:
    return sorted(item["rule"] for item in json.loads(result.out)["findings"])


def check(workspace: Workspace, *options: str) -> Result:
    return workspace.kubecatalog("check", "--format", "json", *options, "a.yaml")


@pytest.mark.parametrize(
    ("options", "found", "code"),
    [
        ((), ["unknown-field", "unknown-field", "wrong-type", "wrong-type"], 1),
        (("--select", "wrong-type"), ["wrong-type", "wrong-type"], 1),
        (("--select", "wrong-type,unknown-field", "--ignore", "wrong-type"), ["unknown-field", "unknown-field"], 1),
        (("--ignore", "admission", "--ignore", "schema"), [], 0),
        (("--ignore", "admission", "--select", "wrong-type"), ["wrong-type", "wrong-type"], 1),
        (("--select", "probe-without-port"), [], 0),
        (("--select", "catalog", "--select", "secret"), [], 0),
    ],
)
def test_names_choose_what_is_told(manifests: Workspace, options: tuple[str, ...], found: list[str], code: int) -> None:
    result = check(manifests, *options)
    assert (rules(result), result.code) == (found, code)


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_a_name_that_there_is_not_is_told_before_anything_is_done(workspace: Workspace, option: str) -> None:
    result = workspace.kubecatalog("render", option, "unknown-fild")
    assert (result.code, result.out) == (2, "")
    assert 'did you mean "unknown-field"?' in result.err


def test_a_baseline_excuses_what_was_there_and_nothing_else(manifests: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "known.json"
    assert check(manifests, "--write-baseline", str(file)).code == 0
    assert "red" not in file.read_text()
    assert check(manifests, "--baseline", str(file)).code == 0
    manifests.write("a.yaml", f"# moved\n{MANIFEST}more: 1\n")
    result = check(manifests, "--baseline", str(file))
    assert (rules(result), result.code) == (["unknown-field"], 1)
    assert json.loads(result.out)["summary"]["known"] == 4


def test_a_baseline_is_to_shrink(manifests: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "known.json"
    check(manifests, "--write-baseline", str(file))
    manifests.write("a.yaml", MANIFEST.replace("dta: {}\n", ""))
    result = check(manifests, "--baseline", str(file))
    assert (rules(result), result.code) == (["stale-baseline"], 0)
    assert rules(check(manifests, "--baseline", str(file), "--ignore", "stale-baseline")) == []


def test_what_is_not_looked_at_is_not_stale(manifests: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "known.json"
    check(manifests, "--write-baseline", str(file))
    for option in (("--select", "wrong-type"), ("--ignore", "wrong-type"), ("--ignore", "admission")):
        assert rules(check(manifests, "--baseline", str(file), *option)) == []


def test_fewer_paths_make_nothing_stale_elsewhere(manifests: Workspace) -> None:
    other = MANIFEST.replace("name: a", "name: b")
    manifests.write("more/b.yaml", other)
    manifests.write("moreover.yaml", MANIFEST.replace("name: a", "name: c"))
    baseline = ("--baseline", "known.json")
    manifests.kubecatalog("check", "--write-baseline", "known.json", ".")
    (manifests.root / "more/b.yaml").write_text(other.replace("dta: {}\n", ""))
    assert rules(check(manifests, *baseline)) == []
    assert rules(manifests.kubecatalog("check", "--format", "json", *baseline, "more/")) == ["stale-baseline"]
    (manifests.root / "more/b.yaml").unlink()
    (manifests.root / "more/c.yaml").write_text("{apiVersion: v1, kind: ConfigMap, metadata: {name: d}}")
    assert rules(manifests.kubecatalog("check", "--format", "json", *baseline, ".")) == ["stale-baseline"]
    assert rules(manifests.kubecatalog("check", "--format", "json", *baseline, "moreover.yaml")) == []


def test_files_that_are_named_are_in_the_repository(manifests: Workspace, tmp_path: Path) -> None:
    assert check(manifests, "--write-baseline", "known.json").code == 0
    assert (manifests.root / "known.json").is_file()
    assert not Path("known.json").exists()
    assert check(manifests, "--baseline", "known.json").code == 0


OWN = """\
environments: {dev: {}}
checks: {expressions: {no-latest: {expression: "true", message: a}}}
"""


def test_the_platforms_own_rules_have_names_too(manifests: Workspace) -> None:
    manifests.write("catalog/platform.yaml", OWN)
    assert check(manifests, "--select", "no-latest").code == 0
    result = check(manifests, "--select", "no-lates")
    assert (result.code, 'did you mean "no-latest"?' in result.err) == (2, True)


def test_what_sops_encrypted_is_not_repaired(workspace: Workspace) -> None:
    before = f"{MANIFEST}sops: {{mac: a}}\n"
    workspace.write("a.yaml", before)
    assert check(workspace, "--fix").code == 1
    assert (workspace.root / "a.yaml").read_text() == before


@pytest.mark.parametrize("text", [None, "", "[]", '{"findings": [1]}', '{"findings": [{"rule": "a", "count": "x"}]}'])
def test_a_file_that_is_no_baseline_is_wrong_usage(manifests: Workspace, tmp_path: Path, text: str | None) -> None:
    file = tmp_path / "known.json"
    if text is not None:
        file.write_text(text)
    result = check(manifests, "--baseline", str(file))
    assert (result.code, result.out) == (2, "")
    assert "--write-baseline" in result.err


def test_a_baseline_that_cannot_be_written_is_told(manifests: Workspace, tmp_path: Path) -> None:
    result = check(manifests, "--write-baseline", str(tmp_path / "nowhere" / "known.json"))
    assert result.code != 0
    assert "cannot be written" in result.err


@pytest.mark.parametrize("breaks", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_repair_leaves_all_else_as_it_was(workspace: Workspace, breaks: str, mark: str) -> None:
    before = (mark + MANIFEST.replace("  colour: red\ndta: {}\n", "").replace("\n", breaks)).encode()
    (workspace.root / "a.yaml").write_bytes(before)
    result = check(workspace, "--fix")
    assert (rules(result), result.code) == ([], 0)
    after = (workspace.root / "a.yaml").read_bytes()
    assert after == before.replace(b"number: 1 ", b'number: "1" ').replace(b": true", b': "true"')


def test_rules_lists_every_one(workspace: Workspace) -> None:
    listed = workspace.kubecatalog("rules").out.splitlines()
    assert len(listed) == len(RULES)
    assert {line.split()[2] for line in listed} == set(RULES)
    found: JsonMap = json.loads(workspace.kubecatalog("rules", "--format", "json").out)
    assert {item["name"] for item in found["rules"]} == set(RULES)


@pytest.mark.parametrize("category", CATEGORIES)
def test_rules_lists_a_category(workspace: Workspace, category: str) -> None:
    listed = workspace.kubecatalog("rules", category).out.splitlines()
    assert {line.split()[2] for line in listed} == {rule.name for rule in RULES.values() if rule.category == category}


def test_rules_explains_each_with_or_without_a_page(workspace: Workspace) -> None:
    for name, rule in RULES.items():
        result = workspace.kubecatalog("rules", name)
        assert result.code == 0
        assert result.out.startswith(f"# {name}\n\n")
        assert page(name) or (rule.summary in result.out and rule.source in result.out)


def test_rules_knows_what_was_meant(workspace: Workspace) -> None:
    result = workspace.kubecatalog("rules", "unknow-field")
    assert result.code == 2
    assert 'did you mean "unknown-field"?' in result.err
