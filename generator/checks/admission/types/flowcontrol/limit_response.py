"""LimitResponse: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/priority-level-configuration-v1/#PriorityLevelConfigurationSpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, forbidden, missing
from generator.json_types import JsonMap

TYPE = "io.k8s.api.flowcontrol.v1.LimitResponse"

FIELDS = {"type": Field(one_of("Queue", "Reject"), required=True)}


def queuing(response: JsonMap) -> Iterator[Wrong]:
    kind, own = response.get("type"), response.get("queuing")
    if kind == "Queue" and own is None:
        yield missing("queuing", "add `queuing: {}` for the defaults", why="with type Queue")
    if kind == "Reject" and own is not None:
        yield forbidden("type Reject takes no queuing", "remove it, or write type Queue").below("queuing")


RULES = (queuing,)
