"""EnvVar: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#environment-variables"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, conflict
from generator.json_types import JsonMap

TYPE = "io.k8s.api.core.v1.EnvVar"

FIELDS = {"name": Field(formats.env_name, required=True)}


def one_value(variable: JsonMap) -> Iterator[Wrong]:
    if variable.get("value") and variable.get("valueFrom"):
        yield conflict("value and valueFrom exclude one another", "remove one of them").below("valueFrom")


RULES = (one_value,)
