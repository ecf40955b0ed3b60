"""One module a kind that changes under rules of its own; `KINDS` says which."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from msgspec import Struct

from generator.checks.admission.wrong import Wrong
from generator.checks.update.change import Change
from generator.checks.update.kinds import (
    claim,
    config,
    custom_resource_definition,
    job,
    lists,
    pod,
    service,
    stateful_set,
    volume,
)
from generator.json_types import JsonMap

Refused: TypeAlias = Callable[[Change], Iterable[Wrong]]


def _nothing(live: JsonMap) -> None:
    pass


def _nothing_settled(live: JsonMap, applied: JsonMap) -> None:
    pass


def _as_it_is(applied: JsonMap) -> JsonMap:
    return applied


class Kind(Struct, frozen=True):
    """What a kind asks of a change.

    `prepare` adds to an object what the server chose when it was created, `settle` does to a merged object what the
    server does before it looks at it, and `presentable` takes away again what only the server knows.
    """

    refused: Refused
    prepare: Callable[[JsonMap], None] = _nothing
    settle: Callable[[JsonMap, JsonMap], None] = _nothing_settled
    presentable: Callable[[JsonMap], JsonMap] = _as_it_is


KINDS: Mapping[tuple[str, str], Kind] = {
    claim.KIND: Kind(claim.refused, claim.prepare, claim.settle),
    custom_resource_definition.KIND: Kind(custom_resource_definition.refused),
    job.KIND: Kind(job.refused, job.prepare, presentable=job.presentable),
    pod.KIND: Kind(pod.refused),
    service.KIND: Kind(service.refused, service.prepare, service.settle, service.presentable),
    stateful_set.KIND: Kind(stateful_set.refused),
    volume.KIND: Kind(volume.refused),
    ("", "Node"): Kind(lists.node),
    ("storage.k8s.io", "CSINode"): Kind(lists.csi_node),
    ("", "ResourceQuota"): Kind(lists.quota),
    ("networking.k8s.io", "ServiceCIDR"): Kind(lists.service_cidr),
    **{kind: Kind(config.refused, config.prepare, config.settle) for kind in config.KINDS},
}
