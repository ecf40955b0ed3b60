"""A service that was written by hand comes out of its catalog entry, field by field."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import pytest
import yaml

from generator.json_types import JsonMap
from generator.model.merge import ABSENT
from tests.conftest import Workspace
from tests.seed.compare import Difference, differences

FOLDER = Path(__file__).parent
EXPECTED: list[JsonMap] = list(yaml.safe_load_all((FOLDER / "expected.yaml").read_text()))
EXCEPTIONS: list[JsonMap] = yaml.safe_load((FOLDER / "exceptions.yaml").read_text())


@pytest.fixture(scope="module")
def generated(checkout: Workspace) -> list[JsonMap]:
    return checkout.build("overlays/prod/flask-microservice")


def _covers(exception: JsonMap, difference: Difference) -> bool:
    return (
        exception["kind"] in ("*", difference.kind)
        and exception.get("name", difference.name) == difference.name
        and exception["field"] == difference.field
        and exception.get("ours", ABSENT) == difference.found
    )


def test_every_expected_field_is_there(generated: list[JsonMap]) -> None:
    found = differences(EXPECTED, generated)
    assert [str(item) for item in found if not any(_covers(exception, item) for exception in EXCEPTIONS)] == []


@pytest.mark.parametrize("exception", EXCEPTIONS, ids=lambda item: str(item["field"]))
def test_every_exception_is_needed_and_gives_its_reason(exception: JsonMap, generated: list[JsonMap]) -> None:
    assert exception["reason"].endswith(".")
    assert any(_covers(exception, item) for item in differences(EXPECTED, generated))


def test_mistakes_of_the_original_are_not_repeated(generated: list[JsonMap]) -> None:
    kinds = {manifest["kind"] for manifest in generated}
    assert "Secret" not in kinds
    (deployment,) = (manifest for manifest in generated if manifest["kind"] == "Deployment")
    pod = deployment["spec"]["template"]["spec"]
    assert pod["securityContext"]["runAsUser"] == 1000, "the user is the pod's, and so that of every container"


def test_the_comparison_sees_what_is_missing_and_what_differs() -> None:
    broken = deepcopy(EXPECTED)
    deployment, service = broken[0], broken[1]
    container = deployment["spec"]["template"]["spec"]["containers"][0]
    del container["livenessProbe"]["timeoutSeconds"]
    container["env"] = [{"name": "MORE", "value": "is allowed"}, *container["env"][1:]]
    service["spec"]["ports"][0]["targetPort"] = "5000"
    broken[3]["spec"]["metrics"].reverse()
    del broken[-1]
    assert [str(item) for item in differences(EXPECTED, broken)] == [
        "Deployment flask-microservice: spec.template.spec.containers[0].env[0] is missing",
        "Deployment flask-microservice: spec.template.spec.containers[0].livenessProbe.timeoutSeconds is missing",
        "Service flask-service: spec.ports[0].targetPort is '5000', not 5000",
        "HorizontalPodAutoscaler flask-hpa: spec.metrics[0].resource.name is 'memory', not 'cpu'",
        "HorizontalPodAutoscaler flask-hpa: spec.metrics[0].resource.target.averageUtilization is 80, not 70",
        "HorizontalPodAutoscaler flask-hpa: spec.metrics[1].resource.name is 'cpu', not 'memory'",
        "HorizontalPodAutoscaler flask-hpa: spec.metrics[1].resource.target.averageUtilization is 70, not 80",
        "ConfigMap prometheus-config: all of it is missing",
    ]
