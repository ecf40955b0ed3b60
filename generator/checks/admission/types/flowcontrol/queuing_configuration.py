"""QueuingConfiguration: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/priority-level-configuration-v1/#PriorityLevelConfigurationSpec"""

from __future__ import annotations

import math
from collections.abc import Iterator

from generator.checks.admission.constraints import between, positive
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, out_of_range
from generator.json_types import JsonMap

TYPE = "io.k8s.api.flowcontrol.v1.QueuingConfiguration"

QUEUES, HAND = 64, 8

FIELDS = {
    "queues": Field(between(1, 10_000_000), default=QUEUES),
    "handSize": Field(positive, default=HAND),
    "queueLengthLimit": Field(positive, default=50),
}

MOST_BITS = 60
"""Of the number that deals a hand of queues."""


def hand(queuing: JsonMap) -> Iterator[Wrong]:
    queues, size = queuing.get("queues") or QUEUES, queuing.get("handSize") or HAND
    if size < 1 or queues < 1:
        return
    if size > queues:
        yield out_of_range(size, f"at most {queues}, the number of queues").below("handSize")
    elif math.ceil(math.log2(queues) * size) > MOST_BITS:
        hint = "deal fewer queues to a flow, or have fewer of them"
        most = int(MOST_BITS / math.log2(queues))
        yield out_of_range(size, f"at most {most} of {queues} queues", hint).below("handSize")


RULES = (hand,)
