"""NetworkPolicyPeer: https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/#NetworkPolicySpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong, conflict, missing
from generator.json_types import JsonMap

TYPE = "io.k8s.api.networking.v1.NetworkPolicyPeer"

SELECTORS = ("podSelector", "namespaceSelector")


def someone(peer: JsonMap) -> Iterator[Wrong]:
    selected = any(peer.get(field) is not None for field in SELECTORS)
    block = peer.get("ipBlock") is not None
    if not selected and not block:
        hint = "add one of them; `podSelector: {}` is every pod of the namespace"
        yield missing("podSelector", hint, why="(or `namespaceSelector`, or `ipBlock`)")
    if selected and block:
        yield conflict("ipBlock excludes selectors", "make two peers of it").below("ipBlock")


RULES = (someone,)
