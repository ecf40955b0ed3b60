"""What a cluster has no more, not yet, and not for long."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.checks import lifecycle
from generator.checks.subject import Cluster, Subject
from generator.json_types import Json, JsonMap


def told(manifest: JsonMap, version: str, later: str = "") -> list[tuple[str, str, str]]:
    cluster = Cluster(version, Path(), next_kubernetes=later)
    found = lifecycle.problems([Subject(manifest, Path("a.yaml"))], cluster)
    return [(problem.fault, problem.field, problem.hint) for _, problem in found]


@pytest.mark.parametrize(
    ("api_version", "kind", "version", "later", "rule", "hint"),
    [
        ("extensions/v1beta1", "Ingress", "1.36", "", "removed-api-version", "networking.k8s.io/v1"),
        ("apps/v1beta2", "DaemonSet", "1.32", "", "removed-api-version", "apps/v1"),
        ("policy/v1beta1", "PodSecurityPolicy", "1.36", "", "removed-api-version", "nothing takes its place"),
        ("flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema", "1.32", "", "removed-api-version", "v1"),
        ("storage.k8s.io/v1beta1", "VolumeAttributesClass", "1.37", "", "removed-api-version", "storage.k8s.io/v1"),
        ("resource.k8s.io/v1", "ResourceClaim", "1.33", "", "api-version-not-yet-served", "resource.k8s.io/v1beta2"),
        ("storage.k8s.io/v1beta1", "VolumeAttributesClass", "1.36", "", "removed-in-next-version", "storage.k8s.io/v1"),
        ("storage.k8s.io/v1beta1", "VolumeAttributesClass", "1.34", "1.37", "removed-in-next-version", "v1"),
        ("storage.k8s.io/v1beta1", "VolumeAttributesClass", "1.34", "", "deprecated-api-version", "storage.k8s.io/v1"),
        ("v1", "Endpoints", "1.33", "", "deprecated-api-version", "EndpointSlice"),
    ],
)
def test_api_versions(api_version: str, kind: str, version: str, later: str, rule: str, hint: str) -> None:
    ((fault, field, said),) = told({"apiVersion": api_version, "kind": kind}, version, later)
    assert (fault, field) == (rule, "apiVersion")
    assert hint in said


@pytest.mark.parametrize(
    ("api_version", "kind", "version"),
    [
        ("v1", "Endpoints", "1.32"),
        ("apps/v1", "Deployment", "1.37"),
        ("example.com/v1", "Widget", "1.36"),
        ("autoscaling/v1", "HorizontalPodAutoscaler", "1.37"),
    ],
)
def test_nothing_to_say(api_version: str, kind: str, version: str) -> None:
    assert told({"apiVersion": api_version, "kind": kind}, version) == []


def _pod(**spec: Json) -> JsonMap:
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": spec}


@pytest.mark.parametrize(
    ("manifest", "rule", "field"),
    [
        (_pod(serviceAccount="a"), "deprecated-field", "spec.serviceAccount"),
        (_pod(volumes=[{"name": "a", "rbd": {}}]), "removed-feature", "spec.volumes[0].rbd"),
        (_pod(volumes=[{"name": "a", "azureFile": {}}]), "deprecated-field", "spec.volumes[0].azureFile"),
        (
            _pod(nodeSelector={"beta.kubernetes.io/os": "linux"}),
            "deprecated-field",
            "spec.nodeSelector['beta.kubernetes.io/os']",
        ),
        (
            _pod(topologySpreadConstraints=[{"topologyKey": "failure-domain.beta.kubernetes.io/zone"}]),
            "deprecated-field",
            "spec.topologySpreadConstraints[0].topologyKey",
        ),
        (
            {"apiVersion": "v1", "kind": "Service", "spec": {"loadBalancerIP": "10.0.0.1"}},
            "deprecated-field",
            "spec.loadBalancerIP",
        ),
        (
            {"apiVersion": "storage.k8s.io/v1", "kind": "StorageClass", "provisioner": "kubernetes.io/rbd"},
            "removed-feature",
            "provisioner",
        ),
    ],
)
def test_fields(manifest: JsonMap, rule: str, field: str) -> None:
    assert [(fault, place) for fault, place, _ in told(manifest, "1.36")] == [(rule, field)]


def test_a_field_that_is_not_deprecated_yet() -> None:
    service = {"apiVersion": "v1", "kind": "Service", "spec": {"externalIPs": ["192.0.2.1"]}}
    assert told(service, "1.35") == []
    assert [fault for fault, _, _ in told(service, "1.36")] == ["deprecated-field"]
