"""Volumes, claims and configuration that do not fit together."""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog.suggest import did_you_mean
from generator.json_types import Path
from generator.model.meaning.fault import Fault
from generator.model.plan import ServicePlan
from generator.resources import config_map

MAX_CONFIG_BYTES = 1024 * 1024
"""What the API server takes for one ConfigMap
(https://kubernetes.io/docs/concepts/configuration/configmap/#motivation)."""


def check(plan: ServicePlan) -> Iterator[Fault]:
    spec = plan.spec
    for name, item in spec.get("persistence", {}).items():
        if "size" not in item:
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
    if spec.get("config", {}).get("mount") and "config" in {*spec.get("volumes", {}), *spec.get("persistence", {})}:
        group = "volumes" if "config" in spec.get("volumes", {}) else "persistence"
        yield Fault(
            "duplicate-volume", (group, "config"), '"config" is the volume of the service\'s own files', "rename it"
        )
    yield from _mounts(plan)
    yield from _config(plan)


def _mounts(plan: ServicePlan) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    config = plan.spec.get("config", {})
    if config.get("mount") and config_map.files_of(plan):
        seen[config["mount"]] = "config"
    for group in ("persistence", "volumes"):
        for name, item in plan.spec.get(group, {}).items():
            for index, mount in enumerate(item.get("mount", [])):
                path = mount.get("mountPath")
                field: Path = (group, name, "mount", index)
                if path is None:
                    yield Fault(
                        "missing-field",
                        field,
                        "the mount has no mountPath",
                        "add `mountPath:`",
                        reads=("persistence", "volumes"),
                    )
                elif path in seen:
                    message = f'"{seen[path]}" and "{name}" are both mounted at {path}'
                    yield Fault("duplicate-mount", field, message, "mount one of them elsewhere")
                seen.setdefault(path, name)


def _config(plan: ServicePlan) -> Iterator[Fault]:
    config = plan.spec.get("config", {})
    for name, item in config.get("files", {}).items():
        if "text" not in item and "from" not in item:
            message = f'the file "{name}" has neither text nor `from`'
            yield Fault(
                "missing-field",
                ("config", "files", name),
                message,
                "write the text, or `{from: PATH}`",
                reads=("config",),
            )
    for name in config.get("values", {}).keys() & config.get("files", {}).keys():
        yield Fault(
            "duplicate-key", ("config", "values", name), f'"{name}" is both a file and a value', "rename one of them"
        )
    data = config_map.data_of(plan)
    size = sum(len(key.encode()) + len(value.encode()) for key, value in data.items())
    if size > MAX_CONFIG_BYTES:
        message = f"the configuration has {size:,} bytes; a ConfigMap holds at most {MAX_CONFIG_BYTES:,}"
        yield Fault("config-too-large", ("config",), message, "put large files into the image or a volume")
    for name, item in plan.spec.get("env", {}).items():
        key = item.get("config")
        if isinstance(key, str) and key not in data:
            hint = did_you_mean(key, data) or "add it under `config.values`"
            yield Fault(
                "unknown-config-key",
                ("env", name, "config"),
                f'the configuration has no key "{key}"',
                hint,
                reads=("config",),
            )
