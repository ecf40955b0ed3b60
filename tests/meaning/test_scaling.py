"""Autoscalers and disruption budgets: what is refused in which form, and what is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.json_types import JsonMap
from tests.conftest import Workspace

IMAGE = "registry.example.com/demo/app:1.0.0"
SIDECAR = {"proxy": {"image": IMAGE}}
SIZED = {"proxy": {"image": IMAGE, "size": "small"}}
BLOCKING = "blocking-budget: no pod can be evicted, so that no node can be drained"
KAFKA: JsonMap = {"type": "kafka"}
HPA: JsonMap = {
    "apiVersion": "autoscaling/v2",
    "kind": "HorizontalPodAutoscaler",
    "metadata": {"name": "other"},
    "spec": {"maxReplicas": 3, "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "app"}},
}


def _by_usage(usage: JsonMap, container: str) -> list[JsonMap]:
    source = {"name": "cpu", "container": container, "target": usage}
    return [{"type": "ContainerResource", "containerResource": source}]


def _by_events(**more: object) -> JsonMap:
    return {"max": 3, "triggers": {"lag": KAFKA}, **more}


CASES: dict[str, tuple[JsonMap, str]] = {
    "a-sidecar-without-request": (
        {"size": "small", "containers": SIDECAR, "autoscale": {"max": 3, "cpu": 70}},
        'autoscale-without-request: the autoscaler goes by cpu, of which the container "proxy" requests nothing',
    ),
    "a-native-sidecar-without-request": (
        {
            "size": "small",
            "initContainers": {"proxy": {"image": IMAGE, "restartPolicy": "Always"}, "first": {"image": IMAGE}},
            "autoscale": {"max": 3, "memory": 70},
        },
        'autoscale-without-request: the autoscaler goes by memory, of which the container "proxy" requests nothing',
    ),
    "a-container-of-its-own": (
        {"size": "small", "containers": SIDECAR, "autoscale": {"max": 3, "containers": {"proxy": {"cpu": 70}}}},
        'autoscale-without-request: the autoscaler goes by cpu, of which the container "proxy" requests nothing',
    ),
    "a-metric-of-a-list": (
        {"containers": SIDECAR, "autoscale": {"max": 3, "metrics": _by_usage({"averageUtilization": 70}, "proxy")}},
        'autoscale-without-request: the autoscaler goes by cpu, of which the container "proxy" requests nothing',
    ),
    "a-metric-of-no-container": (
        {"containers": SIZED, "autoscale": {"max": 3, "metrics": _by_usage({"averageValue": "1"}, "prox")}},
        'unknown-container: the pod has no container "prox"',
    ),
    "a-trigger-without-request": (
        {"autoscale": {"max": 3, "triggers": {"busy": {"type": "cpu", "metadata": {"value": 70}}}}},
        "autoscale-without-request: the autoscaler goes by cpu, of which the container requests nothing",
    ),
    "all-sized": ({"size": "small", "containers": SIZED, "autoscale": {"max": 3, "cpu": 70, "memory": 80}}, ""),
    "a-limit-is-a-request": ({"resources": {"limits": {"cpu": "1"}}, "autoscale": {"max": 3, "cpu": 70}}, ""),
    "an-average-needs-no-request": ({"autoscale": {"max": 3, "cpu": "500m", "memory": "1Gi"}}, ""),
    "a-metric-of-nothing": (
        {"autoscale": {"max": 3, "metrics": {"rate": {}}}},
        'invalid-metric: the metric "rate" is about nothing',
    ),
    "a-metric-of-two": (
        {"autoscale": {"max": 3, "metrics": {"rate": {"pods": 1, "external": 1}}}},
        'invalid-metric: the metric "rate" is about pods and external',
    ),
    "an-object-without-name": (
        {"autoscale": {"max": 3, "metrics": {"rate": {"object": {"kind": "Service", "value": 1}}}}},
        "invalid-metric: the metric has no `describedObject.name`",
    ),
    "two-targets": (
        {"autoscale": {"max": 3, "metrics": {"rate": {"external": {"value": 1, "averageValue": 1}}}}},
        "invalid-metric: a metric of `external` has averageValue or value as its target, and only one",
    ),
    "no-pods-by-usage": (
        {"size": "small", "autoscale": {"min": 0, "max": 3, "cpu": 70}},
        "scale-to-zero: a HorizontalPodAutoscaler cannot go down to 0 pods by what pods use",
    ),
    "no-pods-by-a-queue": (
        {"autoscale": {"min": 0, "max": 3, "metrics": {"queue": {"external": 30}}}},
        "scale-to-zero: a HorizontalPodAutoscaler goes down to 0 pods only where the cluster has the feature gate "
        "HPAScaleToZero",
    ),
    "no-pods-by-events": ({"autoscale": _by_events(min=0)}, ""),
    "no-idle-pods": ({"autoscale": _by_events(min=2, idle=0)}, ""),
    "an-hpa-of-its-own": (
        {"size": "small", "autoscale": {"max": 3, "cpu": 70}, "manifests": [HPA], "name": "app"},
        "two-autoscalers: the HorizontalPodAutoscaler scales app, which `autoscale` does already",
    ),
    "an-hpa-of-another": ({"size": "small", "autoscale": {"max": 3, "cpu": 70}, "manifests": [HPA]}, ""),
    "half-a-fallback": (
        {"autoscale": _by_events(fallback={"replicas": 2})},
        "missing-field: the fallback has no failureThreshold",
    ),
    "a-scaled-job-by-cpu": (
        {"kind": "ScaledJob", "size": "small", "autoscale": _by_events(cpu=70)},
        "field-of-other-kind: a ScaledJob has no `autoscale.cpu`",
    ),
    "a-strategy-of-jobs": (
        {"autoscale": _by_events(scalingStrategy={"strategy": "accurate"})},
        "field-of-other-kind: a Deployment has no `autoscale.scalingStrategy`",
    ),
    "a-scaled-job-without-autoscale": ({"kind": "ScaledJob"}, "missing-triggers: a ScaledJob needs triggers"),
    "a-daemon-set": (
        {"kind": "DaemonSet", "size": "small", "autoscale": {"max": 3, "cpu": 70}},
        "field-of-other-kind: a DaemonSet has no `autoscale`, only a Deployment or a Rollout or a StatefulSet or a "
        "ScaledJob has",
    ),
    "an-authentication-of-the-cluster": (
        {
            "autoscale": {
                "max": 3,
                "triggers": {
                    "lag": {**KAFKA, "authenticationRef": {"name": "a", "kind": "ClusterTriggerAuthentication"}}
                },
            }
        },
        "",
    ),
    "vertical-by-the-other": (
        {
            "size": "small",
            "autoscale": {"max": 3, "cpu": 70},
            "verticalAutoscale": {"mode": "Recreate", "resourcePolicy": {"*": {"controlledResources": ["memory"]}}},
        },
        "",
    ),
    "vertical-of-the-other": (
        {
            "containers": SIZED,
            "autoscale": {"max": 3, "containers": {"proxy": {"cpu": 70}}},
            "verticalAutoscale": {"mode": "Auto", "resourcePolicy": {"proxy": {"mode": "Off"}}},
        },
        "",
    ),
    "vertical-in-kubernetes-own-form": (
        {
            "size": "small",
            "autoscale": {"max": 3, "cpu": 70},
            "verticalAutoscale": {"updatePolicy": {"updateMode": "Initial"}},
        },
        "vertical-and-horizontal: it changes what is requested of cpu, by which `autoscale` changes the number of pods",
    ),
    "vertical-with-nothing-else": ({"verticalAutoscale": "Recreate"}, ""),
    "a-policy-of-no-container": (
        {"verticalAutoscale": {"resourcePolicy": {"containerPolicies": [{"containerName": "prox"}]}}},
        'unknown-container: the pod has no container "prox"',
    ),
    "all-must-stay": (
        {"replicas": 2, "podDisruptionBudget": {"minAvailable": 2}},
        f"{BLOCKING}: 2 must stay, and the number of pods is 2",
    ),
    "all-of-the-least-must-stay": (
        {"autoscale": {"min": 2, "max": 9, "cpu": "1"}, "podDisruptionBudget": {"minAvailable": "100%"}},
        f"{BLOCKING}: 100% must stay, and the least number of pods is 2",
    ),
    "none-may-be-gone": (
        {"replicas": 2, "podDisruptionBudget": {"maxUnavailable": "0%"}},
        f"{BLOCKING}: none may be gone",
    ),
    "some-must-stay": ({"replicas": 3, "podDisruptionBudget": {"minAvailable": "50%"}}, ""),
    "no-pods": ({"replicas": 0, "podDisruptionBudget": {"minAvailable": 1}}, ""),
    "of-other-pods": (
        {
            "podDisruptionBudget": {
                "minAvailable": 3,
                "selector": {"matchLabels": {"app.kubernetes.io/part-of": "demo"}},
            }
        },
        "",
    ),
    "neither": (
        {"podDisruptionBudget": {"unhealthyPodEvictionPolicy": "AlwaysAllow"}},
        "missing-field: the disruption budget says neither how many pods must stay nor how many may go",
    ),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What is said of each case, by its name."""
    workspace = Workspace(tmp_path_factory.mktemp("scaling"))
    workspace.write("catalog/platform.yaml", "name: demo\nenvironments: {dev: {}}\n")
    for name, (fields, _) in CASES.items():
        workspace.write(f"catalog/services/{name}.yaml", json.dumps({"image": IMAGE, **fields}))
    found: dict[str, list[str]] = {name: [] for name in CASES}
    for item in json.loads(workspace.kubecatalog("validate", "--format", "json").out)["findings"]:
        found[Path(item["source"]["file"]).stem].append(f"{item['rule']}: {item['message']}")
    return found


@pytest.mark.parametrize("name", CASES)
def test_what_is_said(name: str, told: dict[str, list[str]]) -> None:
    assert told[name] == [said for said in (CASES[name][1],) if said]
