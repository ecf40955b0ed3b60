"""Objects of a cluster that are taken over: each name, label and selector can be what it already is."""

from __future__ import annotations

import pytest
import yaml

from tests.conftest import Workspace

PLATFORM = """\
name: ppp
checks: {elsewhere: [{kind: "*"}], severity: {absent-governing-service: "off"}}
environments:
  dev:
    namespace: old-namespace
    production: true
    labels: {app.kubernetes.io/part-of: null, team: old}
    namespaceLabels: {old: namespace}
    defaultDeny: {name: old-deny}
    quotas: {old-quota: {hard: {pods: 10}}}
    limits: {name: old-limits, Container: {default: {memory: 1Gi}}}
    priorityClass: old-priority
    priorityClasses: {old-priority: {value: 7}}
"""
COMMON = """\
image: registry.example.com/old/app:1.0.0
name: old
labels: {app.kubernetes.io/name: null, app.kubernetes.io/part-of: null, app.kubernetes.io/component: null, app: old}
selector: {app: old}
containerName: old-container
serviceAccount: {name: old-account, labels: {a: old}}
rbac:
  rules: [{resources: [configmaps], verbs: [get]}]
  clusterRules: [{resources: [nodes], verbs: [get]}]
  roles: {old-leader: {name: old-leader-binding}}
  clusterRoles: {view: {name: old-view}}
  clusterWide: {view: {name: old-view-everywhere}}
  name: old-role
  bindingName: old-binding
  clusterName: old-cluster-role
  clusterBindingName: old-cluster-binding
secretName: old-secret
env: {PASSWORD: {secret: password}}
config: {name: old-config, mount: /etc/app, reload: live, files: {app.yml: "a: 1"}}
configs: {more: {name: old-more, reload: live, env: true, values: {A: b}}}
ports: {http: {containerPort: 8080}}
service: {name: old-service, labels: {old: service}}
services: {admin: {name: old-admin, ports: {http: 81}}}
expose: [{host: old.example.com, tls: old-tls}]
ingress: {name: old-ingress}
networkPolicy: {name: old-policy}
podDisruptionBudget: {name: old-budget, maxUnavailable: 1}
metrics: {name: old-monitor}
"""
DEPLOYMENT = """\
resources: {requests: {cpu: 100m}}
autoscale: {name: old-autoscaler, max: 3, cpu: 70}
persistence: {data: {mount: /data, size: 1Gi, accessModes: [ReadWriteMany], claimName: old-claim}}
"""
STATEFUL_SET = """\
kind: StatefulSet
serviceName: old-headless
persistence:
  data: {mount: /data, size: 1Gi, labels: {}}
  logs: {mount: /logs, size: 1Gi, labels: {old: claim}, annotations: {old: note}}
"""
GENERATED = ("ppp", "qqq", "app.kubernetes.io")
"""The platform's name, the service's, and the labels of the language: nobody who pins everything sees them."""


@pytest.mark.parametrize("kind", [DEPLOYMENT, STATEFUL_SET], ids=["Deployment", "StatefulSet"])
def test_a_service_can_pin_all_that_it_is_called(workspace: Workspace, kind: str) -> None:
    workspace.write("catalog/platform.yaml", PLATFORM)
    workspace.write("catalog/services/qqq.yaml", COMMON + kind)
    rendered = workspace.kubecatalog("render")
    assert rendered.code == 0, rendered.out
    for manifest in workspace.build("overlays/dev/qqq"):
        text = yaml.safe_dump(manifest)
        assert [word for word in GENERATED if word in text] == [], text
        assert manifest["metadata"]["name"].startswith("old"), text


def test_claim_templates_have_the_labels_that_they_have_in_the_cluster(workspace: Workspace) -> None:
    workspace.write("catalog/platform.yaml", PLATFORM)
    workspace.write("catalog/services/qqq.yaml", COMMON + STATEFUL_SET)
    assert workspace.kubecatalog("render").code == 0
    (spec,) = (m["spec"] for m in workspace.build("overlays/dev/qqq") if m["kind"] == "StatefulSet")
    assert spec["serviceName"] == "old-headless"
    assert [template["metadata"] for template in spec["volumeClaimTemplates"]] == [
        {"name": "data"},
        {"name": "logs", "labels": {"old": "claim"}, "annotations": {"old": "note"}},
    ]


def test_an_environment_can_pin_all_that_it_is_called(workspace: Workspace) -> None:
    workspace.write("catalog/platform.yaml", PLATFORM)
    assert workspace.kubecatalog("render").code == 0
    built = workspace.build("overlays/dev/_environment")
    assert "ppp" not in yaml.safe_dump_all(built)
    assert sorted(f"{manifest['kind']} {manifest['metadata']['name']}" for manifest in built) == [
        "LimitRange old-limits",
        "Namespace old-namespace",
        "NetworkPolicy old-deny",
        "PriorityClass old-priority",
        "ResourceQuota old-quota",
    ]
