"""What becomes of custom resources that the cluster of an environment does not have."""

from __future__ import annotations

import json

import pytest

from generator.json_types import JsonMap
from tests.conftest import Workspace

PLATFORM = """\
name: demo
environments:
  dev: {}
  prod: {apiVersions: [v1, apps/v1, CUSTOM], missingApis: WHAT}
profiles:
  web: {port: 8080, metrics: true}
"""
SERVICE = "image: registry.example.com/demo/web:1.0.0\n"


@pytest.fixture
def findings(workspace: Workspace) -> list[JsonMap]:
    """One service that asks for what there is not in each of the ways in which it can be asked for."""
    platform = PLATFORM.replace("CUSTOM", "keda.sh/v1alpha1, cert-manager.io/v1/Issuer").replace("WHAT", "error")
    workspace.write("catalog/platform.yaml", platform)
    workspace.write("catalog/services/a.yaml", SERVICE + "port: 8080\nmetrics: {path: /m}\n")
    workspace.write("catalog/services/b.yaml", SERVICE + "profiles: [web]\n")
    workspace.write("catalog/services/c.yaml", SERVICE + "port: 80\nenvironments: {prod: {metrics: true}}\n")
    workspace.write("catalog/services/d.yaml", SERVICE + "manifests:\n- FIRST\n- SECOND\n".replace("FIRST", _ISSUER))
    text = (workspace.root / "catalog/services/d.yaml").read_text().replace("SECOND", _CERTIFICATE)
    workspace.write("catalog/services/d.yaml", text)
    found: list[JsonMap] = json.loads(workspace.kubecatalog("validate", "--format", "json").out)["findings"]
    return found


_ISSUER = "{apiVersion: cert-manager.io/v1, kind: Issuer, metadata: {name: x}, spec: {selfSigned: {}}}"
_CERTIFICATE = (
    "{apiVersion: cert-manager.io/v1, kind: Certificate, metadata: {name: x}, "
    "spec: {secretName: a, issuerRef: {name: x}, dnsNames: [a.example.com]}}"
)


def test_it_is_a_finding_at_what_asks_for_it(findings: list[JsonMap]) -> None:
    said = [
        f"{item['source']['file']}:{item['source']['line']}:{item['source']['column']} {item['message']}"
        for item in findings
    ]
    monitor = "the cluster of prod has no ServiceMonitor of monitoring.coreos.com/v1"
    assert said == [
        f"catalog/platform.yaml:6:30 {monitor}",
        f"catalog/services/a.yaml:3:10 {monitor}",
        f"catalog/services/c.yaml:3:32 {monitor}",
        "catalog/services/d.yaml:4:3 the cluster of prod has no Certificate of cert-manager.io/v1",
    ]
    assert {(item["rule"], item["category"], item["severity"]) for item in findings} == {
        ("missing-api", "catalog", "error")
    }


def test_it_is_left_out_where_the_platform_says_so(workspace: Workspace) -> None:
    workspace.write("catalog/platform.yaml", PLATFORM.replace("CUSTOM", "keda.sh/v1alpha1").replace("WHAT", "omit"))
    workspace.write("catalog/services/web.yaml", SERVICE + "profiles: [web]\n")
    assert workspace.kubecatalog("render").code == 0
    assert "ServiceMonitor" in _kinds(workspace, "dev")
    assert "ServiceMonitor" not in _kinds(workspace, "prod")


def test_a_workload_is_never_left_out(workspace: Workspace) -> None:
    workspace.write("catalog/platform.yaml", PLATFORM.replace("CUSTOM", "keda.sh/v1alpha1").replace("WHAT", "omit"))
    workspace.write("catalog/services/web.yaml", SERVICE + "kind: Rollout\n")
    said = workspace.kubecatalog("validate").out
    assert "catalog/services/web.yaml:2:7: error[missing-api] the cluster of prod has no Rollout" in said


def test_another_version_is_written_where_the_content_fits(workspace: Workspace) -> None:
    platform = PLATFORM.replace("CUSTOM", "gateway.networking.k8s.io/v1beta1").replace("WHAT", "error")
    workspace.write("catalog/platform.yaml", platform)
    workspace.write("catalog/services/web.yaml", SERVICE + "port: 8080\ngateway: public\nexpose: [www.example.com]\n")
    assert workspace.kubecatalog("render").code == 0
    versions = [m["apiVersion"] for m in workspace.build("overlays/prod/web") if m["kind"] == "HTTPRoute"]
    assert versions == ["gateway.networking.k8s.io/v1beta1"]


def _kinds(workspace: Workspace, environment: str) -> list[str]:
    return [manifest["kind"] for manifest in workspace.build(f"overlays/{environment}/web")]
