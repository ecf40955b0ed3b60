"""Persistent volumes that pods cannot share, and claims of other services that there are not."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from msgspec.structs import replace

from generator.catalog.suggest import did_you_mean
from generator.json_types import JsonMap, Path
from generator.model.meaning.amounts import amount
from generator.model.meaning.fault import Fault
from generator.model.neighbours import Facts
from generator.model.plan import ServicePlan

_ONE_NODE = {"ReadWriteOnce", "ReadWriteOncePod"}
_ROLLING = ("Deployment", "Rollout")


def check_modes(plan: ServicePlan) -> Iterator[Fault]:
    """What the access and volume modes of the volumes of one workload do not allow."""
    policy = "persistentVolumeClaimRetentionPolicy"
    volumes = plan.spec.get("persistence", {}).values()
    if policy in plan.spec and plan.spec["kind"] == "StatefulSet" and all("claim" in item for item in volumes):
        message, hint = "there is no claim that could be kept or deleted", "add `persistence:`, or remove it"
        yield Fault("retention-without-claims", (policy,), message, hint, "warning", own=True, reads=("persistence",))
    for name, item in plan.spec.get("persistence", {}).items():
        field: Path = ("persistence", name)
        yield from _claimed(item, field)
        block = item.get("volumeMode") == "Block"
        if block and item.get("mount"):
            message = "a block volume is a device, and is not mounted"
            yield Fault("mounted-block-volume", (*field, "mount"), message, "write `device: /dev/xvda` in its place")
        if "device" in item and not block and "claim" not in item:
            message = f'the volume "{name}" is a file system, and no device'
            hint = "add `volumeMode: Block`"
            yield Fault("device-of-file-system", (*field, "device"), message, hint, reads=("persistence",))
        yield from _sharing(plan, field, item)


def _claimed(item: JsonMap, field: Path) -> Iterator[Fault]:
    """What the API server refuses of a claim."""
    modes, size = item.get("accessModes"), item.get("size")
    if modes == []:
        message = "it is not said how the volume may be mounted"
        yield Fault("missing-field", (*field, "accessModes"), message, "write `[ReadWriteOnce]`, or remove it")
    elif modes and "ReadWriteOncePod" in modes and len(modes) > 1:
        message = "a volume of one pod only has no other access mode"
        yield Fault("contradicting-modes", (*field, "accessModes"), message, "keep `ReadWriteOncePod` alone")
    if size is not None and not amount(str(size)):
        yield Fault("empty-volume", (*field, "size"), "the volume has no size", "write a size above 0")


def _sharing(plan: ServicePlan, field: Path, item: JsonMap) -> Iterator[Fault]:
    """Pods of one workload that want the same volume at the same time."""
    modes = set(item.get("accessModes", [] if "claim" in item else ["ReadWriteOnce"]))
    kind = plan.spec["kind"]
    if not modes or not modes <= _ONE_NODE or (kind not in _ROLLING and kind != "DaemonSet"):
        return
    several = kind == "DaemonSet" or _pods(plan) > 1
    if not several and not _surges(plan):
        return
    one_pod = modes == {"ReadWriteOncePod"}
    who = f"the pods of a {kind}" if several else "the old pod and the new one of an update"
    message = f"{who} share this volume, which {'one pod' if one_pod else 'one node'} can mount at a time"
    if several:
        hint = "set `accessModes: [ReadWriteMany]`, or `kind: StatefulSet` for a volume for each pod"
    else:
        hint = "set `strategy: Recreate`, `accessModes: [ReadWriteMany]`, or `kind: StatefulSet`"
    reads = ("accessModes", "kind", "replicas", "autoscale", "scale", "strategy")
    yield Fault("unshareable-volume", field, message, hint, "error" if one_pod else "warning", reads=reads)


def _pods(plan: ServicePlan) -> int:
    autoscale = plan.spec.get("autoscale") or {}
    return int(max(plan.spec.get("replicas", 1), autoscale.get("max", 1), autoscale.get("min", 1)))


def _surges(plan: ServicePlan) -> bool:
    """Whether an update starts new pods before it stops old ones."""
    strategy = plan.spec.get("strategy", {})
    surge = strategy.get("rollingUpdate", {}).get("maxSurge", "25%")
    return strategy.get("type") != "Recreate" and surge not in (0, "0%")


def check(plan: ServicePlan, facts: Mapping[str, Facts], known: Collection[str]) -> Iterator[Fault]:
    """`plan` is that of the service as a whole, `known` the names of all services."""
    yield from _of_others(plan.spec, plan.environment.name, facts, known)
    for name, own in plan.spec.get("workloads", {}).items():
        for fault in _of_others(own, plan.environment.name, facts, known):
            yield replace(fault, field=("workloads", name, *fault.field))


def _of_others(spec: JsonMap, environment: str, facts: Mapping[str, Facts], known: Collection[str]) -> Iterator[Fault]:
    for volume, item in spec.get("persistence", {}).items():
        if "claim" not in item:
            continue
        field: Path = ("persistence", volume, "claim")
        owner, wanted = item["claim"].get("service"), item["claim"].get("name", volume)
        if owner is None:
            if "exact" not in item["claim"]:
                message = "whose claim it is, is not said"
                yield Fault("missing-field", field, message, "add `service:`", reads=("persistence",))
        elif owner not in known:
            hint = did_you_mean(owner, known) or "name the claim itself: `claim: NAME`"
            yield Fault("unknown-service", (*field, "service"), f'there is no service "{owner}"', hint)
        elif owner not in facts:
            continue  # its own file is broken, which is reported there
        elif environment not in facts[owner]:
            message = f'the service "{owner}" does not exist in {environment}'
            yield Fault("absent-dependency", (*field, "service"), message, "enable it there", reads=("enabled",))
        else:
            yield from _claim(owner, wanted, facts[owner][environment].get("claims", {}), field)


def _claim(owner: str, wanted: str, claims: JsonMap, field: Path) -> Iterator[Fault]:
    if wanted not in claims:
        hint = did_you_mean(wanted, claims) or (f"it has {', '.join(claims)}" if claims else "it has none")
        message = f'the service "{owner}" has no persistent volume "{wanted}"'
        yield Fault("unknown-volume", field, message, hint)
    elif not claims[wanted]:
        message = f'each pod of "{owner}" has its own volume "{wanted}"'
        yield Fault("unknown-volume", field, message, f"name the claim of one of them: `claim: {wanted}-{owner}-0`")
