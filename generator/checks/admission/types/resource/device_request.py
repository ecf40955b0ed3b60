"""DeviceRequest: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/resource-claim-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.types.resource.names import repeated_names
from generator.checks.admission.wrong import Wrong, conflict, too_many
from generator.json_types import JsonMap

_GROUP = "io.k8s.api.resource"

TYPE = f"{_GROUP}.v1.DeviceRequest"

ALSO = (f"{_GROUP}.v1beta2.DeviceRequest",)

FIELDS = {"name": Field(formats.dns_label, required=True)}

_MOST = 8


def one_way(request: JsonMap) -> Iterator[Wrong]:
    exactly, first = request.get("exactly") is not None, request.get("firstAvailable") or ()
    if not exactly and not first:
        yield Wrong("missing-field", "one of exactly, firstAvailable must be set", "add the one that you mean")
    elif exactly and first:
        yield conflict("exactly and firstAvailable exclude one another", "keep one of them").below("firstAvailable")
    yield from few_alternatives(request)


def few_alternatives(request: JsonMap) -> Iterator[Wrong]:
    first = request.get("firstAvailable") or ()
    if len(first) > _MOST:
        yield too_many(len(first), _MOST, "requests").below("firstAvailable")
    yield from (wrong.below("firstAvailable") for wrong in repeated_names(first))


RULES = (one_way,)
