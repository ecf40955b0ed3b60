"""What is wrong with a pod is wrong in every kind that has one, at the same place of its spec."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.checks.admission import of_manifest, types
from generator.checks.admission.canonical import Canonical
from generator.checks.admission.known import Known
from generator.checks.admission.types.core.containers.images import policy_of
from generator.checks.subject import Cluster, Subject
from generator.json_types import Json, JsonMap
from tests.checks.admission.cases import Case, cases

OF_TEMPLATES = [case for case in cases() if case.name.startswith("containers: ")]

PLACES = {
    "Pod": "spec",
    "Deployment": "spec.template.spec",
    "StatefulSet": "spec.template.spec",
    "DaemonSet": "spec.template.spec",
    "ReplicaSet": "spec.template.spec",
    "Job": "spec.template.spec",
    "CronJob": "spec.jobTemplate.spec.template.spec",
}
GROUPS = {"Pod": "v1", "Job": "batch/v1", "CronJob": "batch/v1"}
OF_TEMPLATES_ALONE = ("a class that nobody looks up", "overhead of an unknown kind", "preempting at times")
"""Of a Pod, admission says more."""


def within(kind: str, template: JsonMap) -> JsonMap:
    head = {"apiVersion": GROUPS.get(kind, "apps/v1"), "kind": kind}
    metadata = {"name": "web", "namespace": "shop"}
    if kind == "Pod":
        return {**head, "metadata": {**template["metadata"], **metadata}, "spec": template["spec"]}
    spec: JsonMap = {"template": template}
    if kind in ("Job", "CronJob"):
        spec["template"] = {**template, "spec": {**template["spec"], "restartPolicy": "OnFailure"}}
    else:
        spec["selector"] = {"matchLabels": template["metadata"]["labels"]}
    if kind == "CronJob":
        spec = {"schedule": "@daily", "jobTemplate": {"spec": spec}}
    return {**head, "metadata": metadata, "spec": spec}


def moved(case: Case, kind: str) -> frozenset[tuple[str, str]]:
    to = PLACES[kind]
    metadata = "metadata" if kind == "Pod" else f"{to.removesuffix('.spec')}.metadata"
    return frozenset(
        (rule, field.replace("template.spec", to, 1).replace("template.metadata", metadata, 1))
        for rule, field in case.refused
    )


@pytest.mark.parametrize("kind", PLACES)
def test_every_kind_that_has_pods_refuses_the_same(kind: str) -> None:
    for case in OF_TEMPLATES:
        if kind == "Pod" and any(words in case.name for words in OF_TEMPLATES_ALONE):
            continue
        manifest = within(kind, case.manifest["template"])
        for minor in case.kubernetes:
            if kind == "StatefulSet" and minor in ("1.32", "1.33"):
                continue  # They did not look at a StatefulSet's pods.
            found = {(problem.fault, problem.field) for problem in of_manifest(manifest, minor)}
            assert found == moved(case, kind), (case.name, minor)


def subject(kind: str, name: str, **fields: Json) -> Subject:
    return Subject({"apiVersion": "x/v1", "kind": kind, "metadata": {"name": name}, **fields}, Path("a.yaml"))


def pod(**spec: Json) -> JsonMap:
    containers = [{"name": "web", "image": "a"}]
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {"containers": containers, **spec}}


CLUSTER = Cluster(
    "1.36",
    Path(),
    settings={
        "priorityClasses": ["told"],
        "runtimeClasses": ["told"],
        "elsewhere": [
            {"kind": "scheduling.k8s.io/PriorityClass", "name": ["far", "aw*"]},
            {"kind": "RuntimeClass", "name": "gv*"},
        ],
    },
)
KNOWN = Known.of(
    [
        subject("PriorityClass", "high", value=10, preemptionPolicy="Never"),
        subject("RuntimeClass", "vm", overhead={"podFixed": {"cpu": "250m"}}),
        subject("RuntimeClass", "broken", overhead="much", scheduling=["disk"]),
        subject("RuntimeClass", "plain", scheduling={"nodeSelector": {"disk": "ssd"}}),
    ],
    replace(CLUSTER, before=[subject("PriorityClass", "old", value=1, globalDefault=True)]),
)


@pytest.mark.parametrize(
    ("spec", "refused"),
    [
        ({"priorityClassName": "high"}, ()),
        ({"priorityClassName": "old"}, ()),
        ({"priorityClassName": "told", "priority": 3}, ()),
        ({"priorityClassName": "away"}, ()),
        ({"priorityClassName": "hihg"}, ("unknown-class spec.priorityClassName",)),
        ({"priorityClassName": "high", "priority": 10, "preemptionPolicy": "Never"}, ()),
        ({"priorityClassName": "high", "priority": 11}, ("conflicting-fields spec.priority",)),
        (
            {"priorityClassName": "high", "preemptionPolicy": "PreemptLowerPriority"},
            ("conflicting-fields spec.preemptionPolicy",),
        ),
        ({"priority": 1}, ()),
        ({"priority": 0}, ("conflicting-fields spec.priority",)),
        ({"runtimeClassName": "vm"}, ()),
        ({"runtimeClassName": "told", "overhead": {"cpu": "1"}}, ()),
        ({"runtimeClassName": "broken"}, ()),
        ({"runtimeClassName": "vm", "overhead": {"cpu": "0.25"}}, ()),
        ({"runtimeClassName": "vm", "overhead": {"cpu": "1"}}, ("conflicting-fields spec.overhead",)),
        ({"runtimeClassName": "plain", "overhead": {"cpu": "1"}}, ("forbidden-field spec.overhead",)),
        (
            {"runtimeClassName": "plain", "nodeSelector": {"disk": "hdd"}},
            ("conflicting-fields spec.nodeSelector.disk",),
        ),
        ({"runtimeClassName": "gvisor"}, ()),
        ({"runtimeClassName": "kata"}, ("unknown-class spec.runtimeClassName",)),
    ],
)
def test_a_pod_is_looked_up_in_what_its_cluster_has(spec: JsonMap, refused: tuple[str, ...]) -> None:
    found = types("1.36").problems(pod(**spec), KNOWN)
    assert tuple(f"{problem.fault} {problem.field}" for problem in found) == refused
    assert all(problem.hint for problem in found)


@pytest.mark.parametrize(
    ("image", "policy"),
    [
        ("web", "Always"),
        ("web:latest", "Always"),
        ("web:1.0", "IfNotPresent"),
        ("localhost:5000/web", "Always"),
        ("localhost:5000/web:1", "IfNotPresent"),
        (f"web@sha256:{'a' * 64}", "IfNotPresent"),
        (f"web:latest@sha256:{'a' * 64}", "Always"),
        ("WEB", "IfNotPresent"),
    ],
)
def test_an_image_is_pulled_by_its_tag(image: str, policy: str) -> None:
    assert policy_of(image) == policy


WRITTEN_OUT = {
    "imagePullPolicy": "Always",
    "terminationMessagePath": "/dev/termination-log",
    "terminationMessagePolicy": "File",
    "ports": [{"containerPort": 80, "protocol": "TCP"}],
    "env": [{"name": "A", "valueFrom": {"fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.name"}}}],
    "livenessProbe": {
        "httpGet": {"path": "/", "port": 80, "scheme": "HTTP"},
        "timeoutSeconds": 1,
        "periodSeconds": 10,
        "successThreshold": 1,
        "failureThreshold": 3,
    },
    "resources": {"requests": {"cpu": "1"}, "limits": {"cpu": "1"}},
}
BRIEF = {
    "ports": [{"containerPort": 80}],
    "env": [{"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}],
    "livenessProbe": {"httpGet": {"port": 80}},
    "resources": {"limits": {"cpu": "1"}},
}
OF_SPEC = {
    "restartPolicy": "Always",
    "dnsPolicy": "ClusterFirst",
    "schedulerName": "default-scheduler",
    "terminationGracePeriodSeconds": 30,
    "securityContext": {},
    "enableServiceLinks": True,
}


def test_a_pod_that_writes_out_the_defaults_is_the_same() -> None:
    form = Canonical(types("1.36"))
    brief = pod(containers=[{"name": "web", "image": "web", **BRIEF}])
    written_out = pod(containers=[{"name": "web", "image": "web", **WRITTEN_OUT}], **OF_SPEC)
    assert form.of(brief) == form.of(written_out)
