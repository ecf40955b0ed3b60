"""Overhead: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/runtime-class-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import resource_names
from generator.checks.admission.field import Field
from generator.checks.admission.types.core.containers import resource_list
from generator.checks.admission.wrong import Wrong, missing
from generator.json_types import JsonMap

TYPE = "io.k8s.api.node.v1.Overhead"

FIELDS = {"podFixed": Field(keys=resource_names.of_container)}


def amounts(overhead: JsonMap) -> Iterator[Wrong]:
    fixed = overhead.get("podFixed") or {}
    yield from (wrong.below("podFixed") for wrong in resource_list.amounts(fixed))
    if resource_list.pages_alone(fixed):
        yield missing("memory", why="(or `cpu`) beside huge pages").below("podFixed")


RULES = (amounts,)
