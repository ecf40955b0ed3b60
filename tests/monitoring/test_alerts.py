"""What alerts select, and that each one of the library can be had."""

from __future__ import annotations

import re

import pytest
import yaml

from generator.json_types import JsonMap
from generator.language.alert_library import LIBRARY
from generator.resources import prometheus_rule
from tests.conftest import Workspace

IMAGE = "registry.example.com/demo/app:1.0.0"


def _pods(workspace: Workspace, fields: JsonMap, name: str = "app") -> re.Pattern[str]:
    """The regular expression of the pods' names in the alert about restarts."""
    (rule,) = _rules(workspace, {**fields, "alerts": {"restarts": True}}, name)
    (first, *others) = re.findall(r'pod=~"([^"]*)"', rule["expr"])
    assert set(others) == {first}
    return re.compile(first)


def _rules(workspace: Workspace, fields: JsonMap, name: str = "app") -> list[JsonMap]:
    workspace.write("catalog/platform.yaml", "name: demo\nenvironments: {dev: {}}\n")
    workspace.write(f"catalog/services/{name}.yaml", yaml.safe_dump({"image": IMAGE, **fields}))
    result = workspace.kubecatalog("build", f"dev/{name}")
    assert result.code == 0, result.out + result.err
    manifests = [item for item in yaml.safe_load_all(result.out) if item["kind"] == "PrometheusRule"]
    return [rule for manifest in manifests for group in manifest["spec"]["groups"] for rule in group["rules"]]


@pytest.mark.parametrize(
    ("fields", "pod"),
    [
        ({}, "app-7d9f8c6b5-x2k4p"),
        ({"kind": "StatefulSet"}, "app-12"),
        ({"kind": "DaemonSet"}, "app-x2k4p"),
        ({"kind": "Job"}, "app-x2k4p"),
        ({"kind": "Job"}, "app-3-x2k4p"),
        ({"kind": "CronJob", "schedule": "@daily"}, "app-29384756-x2k4p"),
    ],
)
def test_alerts_select_the_pods_of_the_workload(workspace: Workspace, fields: JsonMap, pod: str) -> None:
    assert _pods(workspace, fields).fullmatch(pod)


@pytest.mark.parametrize(
    ("fields", "pod"),
    [
        ({}, "app-migrate-x2k4p"),  # of a Job app-migrate
        ({}, "app-worker-7d9f8c6b5-x2k4p"),
        ({}, "app-db-x2k4p"),
        ({}, "my-app-7d9f8c6b5-x2k4p"),
        ({"kind": "StatefulSet"}, "app-db-0"),
        ({"kind": "DaemonSet"}, "app-agent-x2k4p"),
    ],
)
def test_alerts_leave_the_pods_of_other_workloads_alone(workspace: Workspace, fields: JsonMap, pod: str) -> None:
    assert not _pods(workspace, fields).fullmatch(pod)


def test_names_that_kubernetes_cuts_are_found(workspace: Workspace) -> None:
    name = "a" * 60
    pod = f"{name}-7d9f8c6b5-"[:58] + "x2k4p"
    assert _pods(workspace, {}, name).fullmatch(pod)


def test_every_alert_can_be_had(workspace: Workspace) -> None:
    rules = _rules(
        workspace,
        {
            "port": 8080,
            "size": "small",
            "metrics": True,
            "persistence": {"data": {"mount": "/data", "size": "1Gi"}},
            "alerts": {name: True for name in LIBRARY if name != "deadline"},
            "workloads": {"nightly": {"kind": "CronJob", "schedule": "@daily", "alerts": {"deadline": "26h"}}},
        },
    )
    assert {rule["alert"] for rule in rules} == {alert.title for alert in LIBRARY.values()}
    assert all(rule["labels"]["severity"] and rule["annotations"]["summary"] for rule in rules)


def test_what_only_the_platform_asks_for_is_left_out_where_it_means_nothing(workspace: Workspace) -> None:
    workspace.write(
        "catalog/platform.yaml",
        "environments: {dev: {}}\ndefaults: {alerts: {errorRate: true, volume: true, restarts: true}}\n",
    )
    workspace.write("catalog/services/app.yaml", f"image: {IMAGE}\n")
    result = workspace.kubecatalog("build", "dev/app")
    assert result.code == 0, result.out
    assert re.findall(r"alert: (\w+)", result.out) == ["Restarts"]


@pytest.mark.parametrize(
    ("written", "meant"), [("500ms", "0.5"), ("1h30m", "5400"), ("26h", "93600"), ("0.1%", "0.001"), ("100%", "1")]
)
def test_thresholds_become_numbers(written: str, meant: str) -> None:
    assert prometheus_rule.number(written) == meant
