"""DeviceClassSpec: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/device-class-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import resource_names
from generator.checks.admission.field import IGNORED, Field, since
from generator.checks.admission.types.resource.names import MOST
from generator.checks.admission.wrong import Wrong, too_many
from generator.json_types import JsonMap

_GROUP = "io.k8s.api.resource"

TYPE = f"{_GROUP}.v1.DeviceClassSpec"

ALSO = (f"{_GROUP}.v1beta1.DeviceClassSpec", f"{_GROUP}.v1beta2.DeviceClassSpec")

FIELDS = {"extendedResourceName": since("1.36", Field(resource_names.extended, keeps=True), before=IGNORED)}


def few_enough(spec: JsonMap) -> Iterator[Wrong]:
    for field in ("selectors", "config"):
        if (count := len(spec.get(field) or ())) > MOST:
            yield too_many(count, MOST, field).below(field)


RULES = (few_enough,)
