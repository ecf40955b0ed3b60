"""IPBlock: https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/#NetworkPolicySpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import addresses
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, out_of_range
from generator.json_types import Json, JsonMap

TYPE = "io.k8s.api.networking.v1.IPBlock"

FIELDS = {"cidr": Field(addresses.cidr, required=True), "except": Field(items=addresses.cidr)}


def excepted(block: JsonMap) -> Iterator[Wrong]:
    """What is left out is a part, and not all of it."""
    whole = block.get("cidr")
    for position, part in enumerate(block.get("except") or ()):
        if not _is_part(part, whole):
            yield out_of_range(part, f"a part of {whole}").below("except", position)


def _is_part(part: Json, whole: Json) -> bool:
    inner, outer = addresses.network(part), addresses.network(whole)
    if inner is None or outer is None:
        return True
    return inner.prefixlen > outer.prefixlen and inner.network_address in outer


RULES = (excepted,)
