"""Place -> what the platform file asks of Flux that cannot work with these services."""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog.load import PLATFORM_FILE
from generator.catalog.suggest import did_you_mean
from generator.delivery.flux.applied import is_tenants
from generator.delivery.flux.units import circles
from generator.delivery.place import Place
from generator.findings import Finding, Source


def misfits(place: Place) -> Iterator[Finding]:
    """Without their place in the file."""
    if "flux" not in place.environment.delivery:
        return
    for around in circles(place):
        message = f"{' and '.join(around)} wait for one another: none of them would ever be applied"
        hint = "move services so that folders depend on each other in one direction, or write `per: service`"
        yield Finding("delivery-cycle", "catalog", message, Source(PLATFORM_FILE), hint)
    cluster = place.environment.delivery["flux"]["images"].get("cluster")
    if cluster and len(place.everywhere) > 1 and cluster not in place.everywhere:
        message = f'the environment {place.environment.name} has no cluster "{cluster}", which is to commit its images'
        hint = did_you_mean(cluster, place.everywhere) or f"they are {', '.join(sorted(place.everywhere))}"
        yield Finding("unknown-cluster", "catalog", message, Source(PLATFORM_FILE), hint)
    account = place.environment.delivery["flux"].get("serviceAccountName")
    for target in place.targets.values() if account else ():
        outside = sorted({kind for _, kind, space in target.kinds if space != place.environment.namespace})
        if outside and is_tenants(target):
            message = (
                f"{target.name} has {', '.join(outside)} outside of {place.environment.namespace}, "
                f"which the service account {account} may not touch"
            )
            hint = "move them to `manifests` of the environment, which Flux applies itself"
            yield Finding("outside-tenant", "catalog", message, Source(PLATFORM_FILE), hint)
