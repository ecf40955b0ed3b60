"""`secrets check`: the same findings as `validate`, and what is said of files that are for other people's keys."""

from __future__ import annotations

import json

import pytest
from msgspec import convert

from generator.findings import Finding, merged
from generator.json_types import JsonMap
from generator.pipeline import Options
from tests.repository import SERVICES
from tests.secrets.stages import Stages


def found(stages: Stages, *arguments: str, code: int, environ: dict[str, str] | None = None) -> JsonMap:
    done = stages.run("check", *arguments, "--format", "json", environ=environ)
    assert (done.returncode, done.stderr) == (code, b"")
    document: JsonMap = json.loads(done.stdout)
    return document


@pytest.fixture
def filled(stages: Stages) -> Stages:
    """One Secret in two environments, in one of them with a key too many."""
    (stages.root / f"{SERVICES}/orders.yaml").write_text(
        "image: registry.example.com/shop/orders:1.0.0\nport: 8080\nenv: {TOKEN: {secret: token}}\n"
    )
    stages.fill("dev/orders", {"token": "canary-dev", "other": "canary-other"})
    stages.fill("prod/orders", {"token": "canary-prod"})
    return stages


def _of_validate(stages: Stages) -> list[JsonMap]:
    found = merged(item for item in stages.repository.run(Options()).findings if item.category == "secret")
    return [json.loads(json.dumps(item.as_json())) for item in found]


def test_findings_are_those_of_validate(filled: Stages) -> None:
    expected = _of_validate(filled)
    places = {(item["rule"], item["source"]["file"]) for item in expected}
    assert places == {
        ("missing-secret-key", f"{SERVICES}/orders.yaml"),
        ("unused-secret-key", "secrets/dev/orders.sops.yaml"),
    }
    assert found(filled, code=1)["findings"] == expected


def test_what_changed_since_the_last_run_counts_and_is_left_for_the_next(filled: Stages) -> None:
    filled.repository.render()
    service = filled.root / f"{SERVICES}/orders.yaml"
    service.write_text(service.read_text().replace("secret: token", "secret: tokens"))
    index = (filled.root / ".kubecatalog/index.json").read_bytes()
    first = found(filled, code=1)["findings"]
    assert (filled.root / ".kubecatalog/index.json").read_bytes() == index
    assert [item["message"] for item in first if "prod" in item["environments"]] == [
        "the Secret has no value for the key tokens",
        "nothing uses the key token",
    ]
    assert first == _of_validate(filled)
    assert found(filled, code=1)["findings"] == first


def test_neither_kustomize_nor_kubeconform_is_run(filled: Stages) -> None:
    nothing = {**filled.environ(), "PATH": "/nonexistent"}
    expected = _of_validate(filled)
    assert found(filled, code=1, environ=nothing)["findings"] == expected


def test_only_some_environments(filled: Stages) -> None:
    findings = [convert(item, Finding) for item in found(filled, "dev", code=0)["findings"]]
    assert [(item.rule, str(item.source)) for item in findings] == [
        ("unused-secret-key", "secrets/dev/orders.sops.yaml:7:3")
    ]
    assert {item["rule"] for item in found(filled, "test", code=1)["findings"]} == {"missing-secret-key"}
    assert 'there is no environment "prd"\n    did you mean "prod"?' in filled.refused("check", "prd")


def test_a_mistake_in_the_catalog_is_not_silence(filled: Stages) -> None:
    filled.repository.write(f"{SERVICES}/cart.yaml", "imag: x\n")
    document = found(filled, "prod", code=1)
    assert document["findings"] == []
    reason = "what services with a mistake in the catalog use of Secrets; see `kubecatalog validate`"
    assert document["summary"]["skippedReasons"] == {reason: 1}


def test_files_of_other_people_are_counted(filled: Stages) -> None:
    environ = filled.environ(filled.dev)
    done = filled.run("check", "dev", "prod", "--decrypt", environ=environ)
    assert done.returncode == 0
    *_, summary, skipped = done.stdout.decode().splitlines()
    assert summary.startswith("2 encrypted files checked, 1 decrypted, 1 skipped, 1 finding in ")
    assert skipped == "skipped 1: secrets/prod/orders.sops.yaml: none of your keys is one of its recipients"


@pytest.mark.parametrize("environments", [(), ("prod",)])
def test_no_file_at_all_that_could_be_read_fails(environments: tuple[str, ...], filled: Stages) -> None:
    environ = filled.nobody if not environments else filled.environ(filled.dev)
    document = found(filled, *environments, "--decrypt", code=1, environ=environ)
    message = "no encrypted file can be decrypted with the keys that are here"
    assert [item["message"] for item in document["findings"] if item["rule"] == "no-decryption-key"] == [message]
    assert document["summary"]["decrypted"] == 0


def test_a_file_that_is_not_encrypted_is_not_decrypted(filled: Stages) -> None:
    filled.file("dev/orders").write_text("apiVersion: v1\nkind: Secret\n")
    document = found(filled, "dev", "--decrypt", code=1)
    reason = "secrets/dev/orders.sops.yaml: it is no encrypted Secret that could be read"
    assert document["summary"]["skippedReasons"] == {reason: 1}


def test_nothing_of_a_value_is_shown(filled: Stages) -> None:
    filled.fill("dev/orders", {"token": "canary-prod", "other": "canary\n"})
    done = filled.run("check", "--decrypt")
    shown = done.stdout.decode()
    assert "[shared-secret-value] the value is the same as in dev" in shown
    assert "[white-space-around-value] the value has a line break at its end" in shown
    assert "canary" not in shown + done.stderr.decode()


def test_it_is_reported_as_all_else_is(filled: Stages) -> None:
    chosen = found(filled, "--ignore", "missing-secret-key", code=0)["findings"]
    assert {item["rule"] for item in chosen} == {"unused-secret-key"}
    assert found(filled, "--select", "missing-secret-key", "--write-baseline", "known.json", code=0)["findings"] == []
    left = found(filled, "--baseline", "known.json", code=0)
    assert {item["rule"] for item in left["findings"]} == {"unused-secret-key"}
    assert left["summary"]["known"] == 1
    told = filled.run("check", "--format", "gitlab", "--select", "unused-secret-key")
    assert [item["check_name"] for item in json.loads(told.stdout)] == ["unused-secret-key"]
