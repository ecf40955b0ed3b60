"""ServiceCIDRSpec: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/service-cidr-v1/#ServiceCIDRSpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import addresses
from generator.checks.admission.field import Field
from generator.checks.admission.formats import size
from generator.checks.admission.wrong import Wrong, conflict
from generator.json_types import JsonMap

TYPE = "io.k8s.api.networking.v1.ServiceCIDRSpec"

ALSO = ("io.k8s.api.networking.v1beta1.ServiceCIDRSpec",)

FIELDS = {"cidrs": Field(size(2, "ranges"), items=addresses.canonical_cidr, required=True)}


def families(spec: JsonMap) -> Iterator[Wrong]:
    """Two ranges are one of each IP family."""
    found = [addresses.network(cidr) for cidr in spec.get("cidrs") or ()]
    if len(found) == 2 and found[0] and found[1] and found[0].version == found[1].version:
        hint = "keep one of them, or make one IPv4 and one IPv6"
        yield conflict("the ranges are of one IP family", hint).below("cidrs")


RULES = (families,)
