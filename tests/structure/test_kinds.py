"""Every kind that the generator emits, with the shortest service that gives one. The schemas judge each of them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from generator import resources
from generator.json_types import JsonMap
from tests.conftest import Workspace

EXAMPLES: JsonMap = {
    "ServiceAccount": {},
    "Role": {"rbac": [{"resources": ["configmaps"], "verbs": ["get"]}]},
    "RoleBinding": {"rbac": {"roles": ["leader-election"]}},
    "ClusterRole": {"rbac": {"clusterRules": [{"resources": ["nodes"], "verbs": ["list"]}]}},
    "ClusterRoleBinding": {"rbac": {"clusterWide": ["view"]}},
    "ConfigMap": {"config": {"values": {"key": "value"}}},
    "PersistentVolumeClaim": {"persistence": {"data": {"mount": "/data", "size": "1Gi"}}},
    "Deployment": {},
    "Rollout": {"kind": "Rollout"},
    "AnalysisTemplate": {"analysis": {"errors": {"query": "errors", "failure": "> 0"}}},
    "StatefulSet": {"kind": "StatefulSet"},
    "DaemonSet": {"kind": "DaemonSet"},
    "Job": {"kind": "Job"},
    "CronJob": {"kind": "CronJob", "schedule": "@daily"},
    "Service": {"port": 8080},
    "Ingress": {"port": 8080, "expose": "www.example.com"},
    "HTTPRoute": {"port": 8080, "gateway": "public", "expose": "www.example.com"},
    "GRPCRoute": {"port": 8080, "gateway": "public", "grpcRoutes": {"api": {}}},
    "Certificate": {"certificates": {"tls": {"issuer": "ca", "dnsNames": ["www.example.com"]}}},
    "HorizontalPodAutoscaler": {"size": "small", "autoscale": {"max": 3, "cpu": 70}},
    "ScaledObject": {
        "autoscale": {"min": 0, "max": 3, "triggers": {"lag": {"type": "kafka", "metadata": {"topic": "a"}}}}
    },
    "ScaledJob": {"kind": "ScaledJob", "autoscale": {"max": 3, "triggers": {"queue": {"type": "redis"}}}},
    "TriggerAuthentication": {"triggerAuthentications": {"queue": {"secretTargetRef": {"host": "amqp-url"}}}},
    "VerticalPodAutoscaler": {"verticalAutoscale": "Recommend"},
    "PodDisruptionBudget": {"podDisruptionBudget": {"maxUnavailable": 1}},
    "NetworkPolicy": {},
    "ServiceMonitor": {"port": 8080, "metrics": True},
    "PodMonitor": {"port": 8080, "metrics": {"via": "pod"}},
    "PrometheusRule": {"alerts": {"restarts": True}},
    "ExternalSecret": {"externalSecret": {"store": "vault", "data": {"password": "shop/orders#password"}}},
}

ANYTHING = "{elsewhere: [{kind: '*'}]}"


def test_every_kind_has_an_example() -> None:
    emitted = set()
    for path in Path(resources.__path__[0]).glob("*.py"):
        if path.stem != "environment":
            emitted |= set(
                re.findall(
                    r'(?:resource|workload|monitor)\(\s*plan,\s*(?:"[^"]*/?v[^"]*",\s*)?"([A-Z]\w+)"', path.read_text()
                )
            )
    assert emitted == EXAMPLES.keys()


@pytest.fixture
def rendered(workspace: Workspace) -> Workspace:
    workspace.write("catalog/platform.yaml", f"name: demo\nenvironments: {{dev: {{}}}}\nchecks: {ANYTHING}\n")
    for kind, fields in EXAMPLES.items():
        service = {"image": "registry.example.com/demo/app:1.0.0", **fields}
        workspace.write(f"catalog/services/{kind.lower()}.yaml", json.dumps(service))
    result = workspace.kubecatalog("render")
    assert result.code == 0, result.out
    return workspace


def test_every_example_gives_its_kind(rendered: Workspace) -> None:
    for kind in EXAMPLES:
        kinds = [manifest["kind"] for manifest in rendered.build(f"overlays/dev/{kind.lower()}")]
        assert kind in kinds
