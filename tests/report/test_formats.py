"""Each form of a report says every finding, in the shape that its readers rely on, whatever a finding says."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from generator.findings import Finding, Manifest, Source
from generator.json_types import JsonMap
from generator.report import FORMS, Report, github, lines, sarif
from generator.rules import RULES

ODD = 'a <b> & "c", 100%: \x1b[31m\nd \ud800 é'
"""What a form may have to escape."""

FINDINGS = (
    Finding("unknown-field", "admission", "unknown field x", Source("a b/é.yaml", 3, 5), 'did you mean "y"?'),
    Finding("stuck-rollout", "catalog", ODD, Source("catalog/services/a.yaml", 2, 1), ODD),
    Finding("unspread-pods", "policy", "m", Source("-"), "", "warning", Manifest("dev", "v1", "Pod", "n", "p", "spec")),
    Finding("own-expression", "policy", "m", Source("/etc/x.yaml"), "", "info"),
)


def report(*findings: Finding) -> Report:
    return Report.of(findings, {"checked": 1}, ["1 manifest checked"], Path("/nowhere"))


def said(form: str, *findings: Finding) -> str:
    return "\n".join(lines(report(*findings), form))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("findings", [FINDINGS, ()], ids=["some", "none"])
def test_every_form_names_every_rule(form: str, findings: tuple[Finding, ...]) -> None:
    text = said(form, *findings)
    assert all(finding.rule in text for finding in findings)
    assert "\x1b" not in text


def test_json_has_findings_and_numbers() -> None:
    found = json.loads(said("json", *FINDINGS))
    assert [item["rule"] for item in found["findings"]] == [
        *("unknown-field", "stuck-rollout", "unspread-pods", "own-expression")
    ]
    wanted = {"checked": 1, "findings": 4, "errors": 2, "warnings": 1, "info": 1, "known": 0}
    assert found["summary"] == wanted


def run_of(text: str) -> JsonMap:
    log = json.loads(text)
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def test_sarif_has_what_its_schema_and_github_want() -> None:
    run = run_of(said("sarif", *FINDINGS))
    rules = run["tool"]["driver"]["rules"]
    assert run["tool"]["driver"]["name"] == "kubecatalog"
    assert len({rule["id"] for rule in rules}) == len(rules) == 4
    for rule in rules:
        assert all(rule[name]["text"] for name in ("shortDescription", "fullDescription", "help"))
        assert rule.get("helpUri", "https://").startswith("https://")
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]
        region = result["locations"][0]["physicalLocation"]["region"]
        assert min(region.values()) >= 1
    marks = [result["partialFingerprints"]["kubecatalog/v1"] for result in run["results"]]
    assert len(set(marks)) == 4
    assert all(invocation["executionSuccessful"] for invocation in run["invocations"])


def test_sarif_writes_paths_as_uris() -> None:
    run = run_of(said("sarif", *FINDINGS))
    artifacts = [result["locations"][0]["physicalLocation"]["artifactLocation"] for result in run["results"]]
    assert [artifact["uri"] for artifact in artifacts] == [
        *("a%20b/%C3%A9.yaml", "catalog/services/a.yaml", "stdin", "file:///etc/x.yaml")
    ]
    assert ["uriBaseId" in artifact for artifact in artifacts] == [True, True, True, False]


def test_sarif_keeps_to_what_github_shows_and_says_so() -> None:
    many = [Finding("unknown-field", "admission", "m", Source("a.yaml", line)) for line in range(1, sarif.MOST + 3)]
    run = run_of(said("sarif", *many))
    assert len(run["results"]) == sarif.MOST
    notes = [note["message"]["text"] for note in run["invocations"][0]["toolExecutionNotifications"]]
    assert any(note.startswith("2 more findings") for note in notes)


def test_of_a_whole_estate_each_form_stays_within_what_its_reader_takes() -> None:
    """More findings than GitHub takes, of every rule there is, with messages that no compression makes short.

    https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning
    """
    names = list(RULES)
    many = [
        Finding(
            names[number % len(names)],
            RULES[names[number % len(names)]].category,
            hashlib.shake_128(b"%d" % number).hexdigest(300),
            Source(f"manifests/{number % 700}.yaml", number + 1),
        )
        for number in range(26_000)
    ]
    text = said("sarif", *many)
    run = run_of(text)
    assert len(gzip.compress(text.encode(), 1)) < 10 * 1024 * 1024
    assert len(run["results"]) <= 25_000
    rules = run["tool"]["driver"]["rules"]
    assert len(rules) <= 25_000
    for rule in rules:
        texts = rule["shortDescription"]["text"], rule["fullDescription"]["text"]
        assert len(rule["id"]) <= 255
        assert max(map(len, texts)) <= 1024
        assert len(rule["properties"]["tags"]) <= 20
    many = many[:3000]
    tests = ElementTree.fromstring(said("junit", *many).encode())
    assert (len(tests.findall(".//testcase")), tests.get("tests")) == (len(many), str(len(many)))
    issues = json.loads(said("gitlab", *many))
    assert len({issue["fingerprint"] for issue in issues}) == len(many)


def test_a_fingerprint_outlives_another_line_and_message() -> None:
    first, second = (
        run_of(said("sarif", Finding("unknown-field", "admission", message, Source("a.yaml", line))))["results"][0]
        for message, line in (("m", 1), ("other", 9))
    )
    assert first["partialFingerprints"] == second["partialFingerprints"]


def test_junit_fails_for_errors_alone() -> None:
    root = ElementTree.fromstring("\n".join(lines(report(*FINDINGS), "junit")))
    assert (root.tag, root.get("tests"), root.get("failures")) == ("testsuites", "4", "2")
    suites = {str(suite.get("name")): suite for suite in root}
    assert list(suites) == ["catalog", "admission", "policy"]
    for suite in suites.values():
        cases = suite.findall("testcase")
        assert int(suite.get("tests") or 0) == len(cases)
        assert int(suite.get("failures") or 0) == len(suite.findall("testcase/failure"))
    failure = suites["catalog"].find("testcase/failure")
    assert failure is not None
    assert failure.get("message") == 'a <b> & "c", 100%: \ufffd[31m\nd \ufffd é'


def test_junit_of_nothing_is_a_test_that_passed() -> None:
    root = ElementTree.fromstring("\n".join(lines(report(), "junit")))
    assert [(case.get("name"), list(case)) for case in root.iter("testcase")] == [("1 manifest checked", [])]


def test_gitlab_has_what_code_quality_wants() -> None:
    found = json.loads(said("gitlab", *FINDINGS))
    assert [item["severity"] for item in found] == ["critical", "critical", "minor", "info"]
    assert len({item["fingerprint"] for item in found}) == 4
    assert all(item["description"] and item["check_name"] for item in found)
    assert all(item["location"]["path"] and item["location"]["lines"]["begin"] >= 1 for item in found)
    assert json.loads(said("gitlab")) == []


def test_github_escapes_what_its_log_would_obey() -> None:
    commands = said("github", *FINDINGS).splitlines()
    assert commands[0] == (
        '::error file=a b/é.yaml,line=3,col=5,title=unknown-field::unknown field x%0Adid you mean "y"?'
    )
    assert commands[1].startswith("::error file=catalog/services/a.yaml,line=2,col=1,title=stuck-rollout::a <b> & ")
    assert "100%25: \\x1b[31m\\nd" in commands[1]
    assert [line.split()[0] for line in commands[2:4]] == ["::warning", "::notice"]
    assert commands[4:] == ["1 manifest checked"]


def test_github_shows_ten_of_a_kind_and_logs_the_rest() -> None:
    many = [Finding("unknown-field", "admission", "m", Source("a.yaml", line)) for line in range(1, 15)]
    text = said("github", *many).splitlines()
    assert sum(line.startswith("::error") for line in text) == github.SHOWN
    assert sum(line.startswith("a.yaml:") for line in text) == 4


@pytest.mark.parametrize("evil", ["##[add-path]/tmp", "::add-mask::x"])
def test_github_takes_no_command_from_a_file(evil: str) -> None:
    many = [Finding("unknown-field", "admission", evil, Source("a.yaml", line)) for line in range(1, 15)]
    text = said("github", *many).splitlines()
    start = next(number for number, line in enumerate(text) if line.startswith("::stop-commands::"))
    assert text[-1] == f"::{text[start].rpartition('::')[2]}::"
    assert all(evil in line for line in text[start + 1 : -2])


def test_text_quotes_no_line_of_a_secret(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("kind: Secret\nvalue: hunter2\nother: 1\n")
    place = Manifest(kind="Secret", name="s")
    found = [
        Finding("unknown-field", "admission", "m", Source("a.yaml", 2, 3), manifest=place),
        Finding("plaintext-value", "secret", "m", Source("a.yaml", 2, 1)),
        Finding("unknown-field", "admission", "m", Source("a.yaml", 3, 2)),
    ]
    text = "\n".join(lines(Report.of(found, {}, [], tmp_path), "text"))
    assert "hunter2" not in text
    assert "3 | other: 1" in text
