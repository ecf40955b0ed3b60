"""ResourceSliceSpec of v1beta1, in which an empty name and a switch that is off are left out.

https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/resource-slice-v1beta1/
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.field import since
from generator.checks.admission.types.resource import resource_slice_spec
from generator.checks.admission.wrong import Wrong
from generator.json_types import JsonMap

TYPE = "io.k8s.api.resource.v1beta1.ResourceSliceSpec"

FIELDS = resource_slice_spec.FIELDS

_BY_VALUE = ("nodeName", "allNodes")


def somewhere(spec: JsonMap) -> Iterator[Wrong]:
    yield from resource_slice_spec.somewhere(_said(spec))


def somewhere_or_each(spec: JsonMap) -> Iterator[Wrong]:
    yield from resource_slice_spec.somewhere_or_each(_said(spec))


def _said(spec: JsonMap) -> JsonMap:
    return {field: value for field, value in spec.items() if value or field not in _BY_VALUE}


RULES = (since("1.36", somewhere_or_each, before=somewhere), *resource_slice_spec.OF_DEVICES)
