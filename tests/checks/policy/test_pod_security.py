"""Pods and the Pod Security Standards of every version, with the checks that Kubernetes' own implementation fails."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.checks import policy
from generator.checks.policy.pod_security import minor_of
from generator.checks.subject import Cluster, Subject
from generator.json_types import Json, JsonMap, as_map

ROWS = [json.loads(line) for line in (Path(__file__).parent / "pod_security.jsonl").read_text().splitlines()]
RESTRICTED: JsonMap = {
    "allowPrivilegeEscalation": False,
    "capabilities": {"drop": ["ALL"]},
    "runAsNonRoot": True,
    "seccompProfile": {"type": "RuntimeDefault"},
}


def refused(manifest: JsonMap, level: str, version: str) -> list[tuple[str, str]]:
    cluster = Cluster(version, Path(), pod_security=level)
    found = policy.problems([Subject(manifest, Path("pod.yaml"))], cluster)
    return [(problem.fault, problem.field) for _, problem in found if problem.fault.startswith("pod-security-")]


@pytest.mark.parametrize("row", ROWS, ids=[str(line + 1) for line in range(len(ROWS))])
def test_the_checks_that_fail(row: Json) -> None:
    found = refused(row["object"], row["level"], row["kubernetes"])
    assert sorted({fault for fault, _ in found}) == row["refused"]


def test_places_lead_to_what_is_there_or_missing() -> None:
    for row in ROWS:
        for _, field in refused(row["object"], row["level"], row["kubernetes"]):
            head = field.partition(".")[0]
            assert head in as_map(row["object"]) or head == "spec"


def test_the_place_in_a_template() -> None:
    container = {"name": "web", "image": "web:1", "securityContext": {**RESTRICTED, "privileged": True}}
    manifest = {
        "kind": "CronJob",
        "spec": {"jobTemplate": {"spec": {"template": {"spec": {"containers": [container]}}}}},
    }
    place = "spec.jobTemplate.spec.template.spec.containers[0].securityContext.privileged"
    assert refused(manifest, "restricted", "1.36") == [("pod-security-privileged", place)]


def test_the_version_of_the_standard_may_differ_from_that_of_the_cluster() -> None:
    sysctls = [{"name": "net.ipv4.tcp_rmem", "value": "1"}]
    pod = {"kind": "Pod", "spec": {"securityContext": {"sysctls": sysctls}, "containers": [{"name": "a"}]}}
    assert refused(pod, "baseline", "1.36") == []
    assert refused(pod, "baseline:v1.31", "1.36") == [("pod-security-sysctls", "spec.securityContext.sysctls[0].name")]


@pytest.mark.parametrize(("text", "minor"), [("1.36", (1, 36)), ("v1.30.2", (1, 30)), ("latest", (9999, 0))])
def test_versions(text: str, minor: tuple[int, int]) -> None:
    assert minor_of(text) == minor
