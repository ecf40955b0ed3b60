"""ConfigMap: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/config-map-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.types.core.configuration import data
from generator.checks.admission.types.meta import metadata
from generator.checks.admission.wrong import Wrong, conflict
from generator.json_types import JsonMap

TYPE = "io.k8s.api.core.v1.ConfigMap"

FIELDS = {"data": Field(keys=formats.key_of_data), "binaryData": Field(keys=formats.key_of_data)}


def keys(config_map: JsonMap) -> Iterator[Wrong]:
    binary = config_map.get("binaryData") or {}
    for key in config_map.get("data") or {}:
        if key in binary:
            yield conflict(f"{key} is in `binaryData`, too", "leave it in one of them").below("data", key)


def size(config_map: JsonMap) -> Iterator[Wrong]:
    text, binary = config_map.get("data") or {}, config_map.get("binaryData") or {}
    yield from data.too_much([*map(data.encoded, text.values()), *map(data.decoded, binary.values())])


RULES = (metadata.named(formats.dns_subdomain), keys, size)
