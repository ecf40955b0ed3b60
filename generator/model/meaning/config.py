"""Configuration that cannot be made, does not fit into a ConfigMap, or would not reach the process."""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog.suggest import did_you_mean
from generator.json_types import JsonMap, Path
from generator.language.config import SOURCES
from generator.language.containers import mounts_of
from generator.language.env import ENV_FROM_SOURCES
from generator.model.meaning.fault import Fault
from generator.model.plan import ServicePlan
from generator.resources import config_map
from generator.resources.config_map import ConfigMap

MAX_BYTES = 1024 * 1024
"""What the API server takes for one ConfigMap
(https://kubernetes.io/docs/concepts/configuration/configmap/#motivation)."""


def check(plan: ServicePlan) -> Iterator[Fault]:
    if "config" in plan.spec or "configs" in plan.spec:
        configs = config_map.of(plan)
        for config in configs:
            yield from _config(plan, config)
        yield from _further(plan, configs)
    yield from _variables(plan)


def _config(plan: ServicePlan, config: ConfigMap) -> Iterator[Fault]:
    size = sum(len(key.encode()) + len(value.encode()) for key, value in config.values.items())
    for name, file in config.files.items():
        path = (*config.path, "files", name)
        found = list(_file(plan, file, name, path))
        yield from found
        if not found:
            try:
                content = config_map.content(plan, file, name)
            except ValueError as error:
                yield _cannot_be_made(error, file, path)
            else:
                size += len(name.encode()) + len(content.encode() if isinstance(content, str) else content)
    for name in config.values.keys() & config.files.keys():
        message = f'"{name}" is both a file and a value'
        yield Fault("duplicate-key", (*config.path, "values", name), message, "rename one of them")
    if size > MAX_BYTES:
        message = f"the configuration has {size:,} bytes; a ConfigMap holds at most {MAX_BYTES:,}"
        yield Fault("config-too-large", config.path, message, "put large files into the image or a volume")
    if not config.rolls:
        yield from _live(plan, config)
    elif config.fields.get("reloader") and "reload" not in config.fields:
        message = "Reloader is for `reload: live`; here a change of the content rolls the pods"
        yield Fault("field-without-effect", (*config.path, "reloader"), message, "remove it", "warning", own=True)


def _file(plan: ServicePlan, file: JsonMap, name: str, path: Path) -> Iterator[Fault]:
    given = [source for source in SOURCES if source in file]
    if not given:
        message = f'the file "{name}" has neither text nor `from` nor `data`'
        hint = "write the text, `{from: PATH}` or `{data: {...}}`"
        yield Fault("missing-field", path, message, hint, reads=(str(path[0]),))
    elif "text" in given and len(given) > 1:
        message = f'the file "{name}" has both text and `{given[1]}`'
        hint = "keep one of them; `data` is merged over a file that `from` names"
        yield Fault("contradicting-file", (*path, "text"), message, hint)
    elif given == ["text"] and "format" in file:
        message = "`format` says how `data` is written, and this file is a text"
        hint = "remove it, or write the content as `data`"
        yield Fault("field-without-effect", (*path, "format"), message, hint, "warning")
    elif "data" in file and config_map.format_of(name, file) is None:
        message = f'the name "{name}" does not tell the format of its data'
        yield Fault("unknown-file-format", path, message, "add `format: yaml`, json, toml, properties or dotenv")
    elif file.get("from") in plan.binaries:
        for field in ("data", "template"):
            if file.get(field):
                message = f"{file['from']} is not UTF-8 text, so nothing can be replaced in it"
                yield Fault("binary-file", (*path, field), message, f"remove `{field}`, or save the file as UTF-8")


def _cannot_be_made(error: ValueError, file: JsonMap, path: Path) -> Fault:
    """Raises what is neither Unreadable nor Unfit: a mistake of ours."""
    from generator.data_files.errors import Unfit, Unreadable

    if isinstance(error, Unreadable):
        at = (file["from"], error.line, error.column)
        return Fault("unreadable-config-file", (*path, "from"), error.message, error.hint, at=at)
    if isinstance(error, Unfit):
        return Fault("unfit-config-value", (*path, "data", *error.path), error.message, error.hint)
    raise error


def _live(plan: ServicePlan, config: ConfigMap) -> Iterator[Fault]:
    if config.fields.get("immutable"):
        message = "a ConfigMap that is immutable never changes, so nothing of it can be live"
        hint = "remove it, or `reload: live`"
        yield Fault("immutable-live-config", (*config.path, "immutable"), message, hint, "warning")
    for field, mount in () if config.reloads else _mounts(plan, config):
        if "subPath" in mount or "subPathExpr" in mount:
            message = "the kubelet never updates a mounted `subPath`, so the file would not be live"
            hint = "mount the directory, or remove `reloader: false`"
            yield Fault("live-sub-path", field, message, hint, "warning")
    if config and config.fields.get("env") and not config.reloads and not any(True for _ in _mounts(plan, config)):
        message = "environment variables never change while a process runs, and no Reloader restarts the pods"
        hint = "remove `reloader: false`, or write `reload: rollout`"
        yield Fault("unseen-change", (*config.path, "reload"), message, hint, "warning")


def _mounts(plan: ServicePlan, config: ConfigMap) -> Iterator[tuple[Path, JsonMap]]:
    """Where containers mount a ConfigMap of the service: by its volume, or by one that names it."""
    for index, mount in enumerate(config.mounts):
        yield (*config.path, "mount", index), mount
    volumes = {config.volume}
    for name, item in plan.spec.get("volumes", {}).items():
        sources = [item, *item.get("projected", {}).get("sources", [])]
        if any(source.get("configMap", {}).get("name") in (config.name, config.path[-1]) for source in sources):
            volumes.add(name)
            for index, mount in enumerate(item.get("mount", [])):
                yield ("volumes", name, "mount", index), mount
    for group in ("containers", "initContainers"):
        for name, container in plan.spec.get(group, {}).items():
            for path, mount in mounts_of(container):
                if mount["name"] in volumes and "mountPath" in mount:
                    yield (group, name, *path), mount


def _further(plan: ServicePlan, configs: list[ConfigMap]) -> Iterator[Fault]:
    for config in configs:
        if config.path[0] == "configs" and not config:
            message = "there is neither a file nor a value in it"
            yield Fault("missing-field", config.path, message, "add `files` or `values`", reads=("configs",))
    if config_map.MAIN_VOLUME in plan.spec.get("configs", {}) and "config" in plan.spec:
        message = '"config" is the volume of the files of `config`'
        field = ("configs", config_map.MAIN_VOLUME)
        yield Fault("duplicate-volume", field, message, "rename it, or move it into `config`")


def _variables(plan: ServicePlan) -> Iterator[Fault]:
    configs = {config.name: config for config in config_map.of(plan)}
    main = config_map.name_of(plan)
    for path, container in _containers(plan):
        yield from _whole(path, container)
        for name, item in container.get("env", {}).items():
            reference = item.get("config")
            field: Path = (*path, "env", name, "config")
            if isinstance(reference, dict):
                named, key = config_map.named(plan, reference.get("name", main)), reference.get("key")
                field = (*field, "key")
                if named not in configs or key is None or reference.get("optional"):
                    continue
            elif reference is not None:
                named, key = main, reference
            else:
                continue
            known = [*configs[named].files, *configs[named].values] if named in configs else []
            if key not in known:
                at = ".".join(map(str, configs[named].path)) if named in configs else "config"
                hint = did_you_mean(key, known) or f"add it under `{at}.values`"
                message = f'the configuration has no key "{key}"'
                yield Fault("unknown-config-key", field, message, hint, reads=("config", "configs"))


def _whole(path: Path, container: JsonMap) -> Iterator[Fault]:
    for index, item in enumerate(container.get("envFrom") or []):
        if not any(source in item for source in ENV_FROM_SOURCES):
            message = "it is not said what the variables come from"
            yield Fault("missing-field", (*path, "envFrom", index), message, "add `config:` or `secret:`")


def _containers(plan: ServicePlan) -> Iterator[tuple[Path, JsonMap]]:
    yield (), plan.spec
    for group in ("containers", "initContainers"):
        for name, container in plan.spec.get(group, {}).items():
            yield (group, name), container
