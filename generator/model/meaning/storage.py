"""Volumes, claims and mounts that do not fit together."""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog.suggest import did_you_mean
from generator.json_types import JsonMap, Path
from generator.language.containers import mounts_of
from generator.model.meaning.fault import Fault
from generator.model.plan import ServicePlan
from generator.resources import config_map, pod


def check(plan: ServicePlan) -> Iterator[Fault]:
    spec = plan.spec
    for name, item in spec.get("persistence", {}).items():
        if "size" not in item and "claim" not in item and not _requested(item):
            yield Fault(
                "missing-field",
                ("persistence", name),
                f'the volume "{name}" has no size',
                "add `size: 10Gi`",
                reads=("persistence",),
            )
        if name in spec.get("volumes", {}):
            message = f'"{name}" is both a volume and persistent'
            yield Fault("duplicate-volume", ("volumes", name), message, "rename one of them")
    for config in config_map.of(plan):
        for group in ("volumes", "persistence"):
            if config.mounts and config.volume in spec.get(group, {}):
                message = f'"{config.volume}" is the volume of the service\'s own files'
                yield Fault("duplicate-volume", (group, config.volume), message, "rename it")
    yield from _mounts(plan)
    yield from _others(plan)
    yield from _written(plan)


def _written(plan: ServicePlan) -> Iterator[Fault]:
    """What the image writes to, where its root file system is read-only."""
    paths = plan.spec.get("writablePaths", [])
    if not paths or not plan.spec.get("securityContext", {}).get("readOnlyRootFilesystem"):
        return
    _, mounts = pod.volumes_of(plan)
    writable = {
        mount.get("mountPath", ""): not mount.get("readOnly") and not _never_written(plan, mount["name"])
        for mount in mounts
    }
    for index, path in enumerate(paths):
        around = [mounted for mounted in writable if f"{path}/".startswith(f"{mounted.rstrip('/')}/")]
        if not around or not writable[max(around, key=len)]:
            why = "its root file system is read-only" if not around else "the volume there is read-only"
            message = f"the image writes to {path}, but {why}"
            name = path.strip("/").replace("/", "-").replace("_", "-").lower() or "data"
            hint = f"add `volumes: {{{name}: {path}}}`"
            reads = ("volumes", "persistence", "securityContext", "config", "configs")
            yield Fault("unwritable-path", ("writablePaths", index), message, hint, reads=reads)


def _never_written(plan: ServicePlan, volume: str) -> bool:
    sources = ("configMap", "downwardAPI", "image", "projected", "secret")
    own = plan.spec.get("volumes", {}).get(volume)
    persistent = volume in plan.spec.get("persistence", {})
    return any(source in own for source in sources) if own is not None else not persistent


def _requested(item: JsonMap) -> bool:
    return "storage" in item.get("resources", {}).get("requests", {})


def _mounts(plan: ServicePlan) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    named: list[tuple[Path, str, JsonMap]] = [
        (config.path, config.volume, config.fields) for config in config_map.of(plan) if config.files
    ]
    for group in ("persistence", "volumes"):
        named += [((group, name), name, item) for name, item in plan.spec.get(group, {}).items()]
    for at, name, item in named:
        for index, mount in enumerate(item.get("mount", [])):
            path = mount.get("mountPath")
            field: Path = (*at, "mount", index)
            if path is None:
                message = "the mount has no mountPath"
                reads = ("persistence", "volumes", "config", "configs")
                yield Fault("missing-field", field, message, "add `mountPath:`", reads=reads)
            elif path in seen:
                message = f'"{seen[path]}" and "{name}" are both mounted at {path}'
                yield Fault("duplicate-mount", field, message, "mount one of them elsewhere")
            seen.setdefault(path, name)


def _others(plan: ServicePlan) -> Iterator[Fault]:
    """What further containers mount."""
    declared: set[str] | None = None
    for group in ("initContainers", "containers"):
        for name, container in plan.spec.get(group, {}).items():
            seen: dict[str, str] = {}
            for at, mount in mounts_of(container):
                field: Path = (group, name, *at)
                volume, path = mount["name"], mount.get("mountPath", "")
                declared = _declared(plan) if declared is None else declared
                if volume and volume not in declared:
                    hint = did_you_mean(volume, declared) or f"add it: `volumes: {{{volume}: {{emptyDir: {{}}}}}}`"
                    message = f'there is no volume "{volume}"'
                    reads = ("volumes", "persistence", "config", "configs")
                    yield Fault("unknown-volume", field[:4], message, hint, reads=reads)
                if path and path in seen:
                    message = f'"{seen[path]}" and "{volume}" are both mounted at {path}'
                    yield Fault("duplicate-mount", (*field, "mountPath"), message, "mount one of them elsewhere")
                seen.setdefault(path, volume)


def _declared(plan: ServicePlan) -> set[str]:
    own = {*plan.spec.get("volumes", {}), *plan.spec.get("persistence", {})}
    return own | {config.volume for config, _ in config_map.volumes(plan)}
