"""ConfigMap: the files and values of `config`, and of each of `configs`."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping

from msgspec import Struct

from generator.json_types import Json, JsonMap
from generator.json_types import Path as ValuePath
from generator.model import placeholders
from generator.model.plan import Resource, ServicePlan
from generator.resources.metadata import resource

KEEP_UNTIL_ROLLED = {
    "argocd.argoproj.io/compare-options": "IgnoreExtraneous",
    "argocd.argoproj.io/sync-options": "PruneLast=true",
    "kustomize.toolkit.fluxcd.io/prune": "Disabled",
}
"""A ConfigMap whose name changes with its content must outlive the pods that still mount the old one: Argo CD prunes
it after the rollout, Flux (which prunes before the rollout ends) leaves it."""

RELOADER = "configmap.reloader.stakater.com/reload"
"""The annotation of a workload that names the ConfigMaps at whose change Reloader restarts the pods
(https://docs.stakater.com/reloader/reference/annotations.html)."""

MAIN_VOLUME = "config"

_BASE64_LINE = 70
"""Kustomize breaks the text of binary data into lines of this length, and the API server ignores the breaks."""


class ConfigMap(Struct, frozen=True):
    """One of a service's ConfigMaps: what is said of it at `path`. `volume` is the name of its volume in the pods."""

    name: str
    volume: str
    path: ValuePath
    fields: JsonMap

    @property
    def rolls(self) -> bool:
        return bool(self.fields.get("reload", "rollout") == "rollout")

    @property
    def reloads(self) -> bool:
        """Whether Reloader is to restart the pods at its change."""
        return not self.rolls and bool(self.fields.get("reloader", True))

    @property
    def files(self) -> JsonMap:
        files: JsonMap = self.fields.get("files", {})
        return files

    @property
    def values(self) -> JsonMap:
        values: JsonMap = self.fields.get("values", {})
        return values

    @property
    def mounts(self) -> list[JsonMap]:
        """Where the main container sees its files."""
        return list(self.fields.get("mount", ())) if self.files else []

    def __bool__(self) -> bool:
        return bool(self.files or self.values)


def of(plan: ServicePlan) -> list[ConfigMap]:
    """The ConfigMaps of a service; those with nothing in them, which are not made, among them."""
    spec = plan.spec
    found = []
    if "config" in spec:
        found.append(ConfigMap(name_of(plan), MAIN_VOLUME, ("config",), spec["config"]))
    for name, fields in spec.get("configs", {}).items():
        found.append(ConfigMap(named(plan, name), name, ("configs", name), fields))
    return found


def named(plan: ServicePlan, name: str) -> str:
    """The ConfigMap's own name of one of `configs`; any other name as it is."""
    configs = plan.spec.get("configs", {})
    exact: str = configs[name].get("name", f"{plan.stem}-{name}") if name in configs else name
    return exact


def name_of(plan: ServicePlan) -> str:
    name: str = plan.spec.get("config", {}).get("name", f"{plan.stem}-config")
    return name


def emit(plan: ServicePlan) -> Iterator[Resource]:
    for config in of(plan):
        if config:
            yield _config_map(plan, config)


def _config_map(plan: ServicePlan, config: ConfigMap) -> Resource:
    contents = {name: content(plan, file, name) for name, file in config.files.items()}
    texts = {name: text for name, text in contents.items() if isinstance(text, str)}
    body: JsonMap = {}
    if texts or config.values:
        body["data"] = {**texts, **config.values}
    if len(texts) < len(contents):
        body["binaryData"] = {name: as_base64(raw) for name, raw in contents.items() if isinstance(raw, bytes)}
    if config.fields.get("immutable"):
        body["immutable"] = True
    notes = {**(KEEP_UNTIL_ROLLED if config.rolls else {}), **config.fields.get("annotations", {})}
    labels = config.fields.get("labels")
    return resource(plan, "v1", "ConfigMap", config.name, body, labels=labels, annotations=notes, hashed=config.rolls)


def as_base64(raw: bytes) -> str:
    text = b64encode(raw).decode()
    if len(text) < _BASE64_LINE:
        return text
    return "".join(f"{text[start : start + _BASE64_LINE]}\n" for start in range(0, len(text), _BASE64_LINE))


def content(plan: ServicePlan, file: JsonMap, name: str) -> str | bytes:
    """What a file holds: bytes where that is not UTF-8. Raises data_files' Unreadable and Unfit."""
    path = file.get("from", "")
    if path in plan.binaries:
        return plan.binaries[path]
    text: str = file["text"] if "text" in file else plan.files.get(path, "")
    values = plan.environment.values(plan.service, plan.spec) if file.get("template") else {}
    if values:
        text = placeholders.fill(text, values)
    if "data" not in file:
        return text
    from generator import data_files

    data = _filled(file["data"], values) if values else file["data"]
    return data_files.text(format_of(name, file) or "yaml", text, data)


def format_of(name: str, file: JsonMap) -> str | None:
    """The format of a file with `data`."""
    from generator import data_files

    form: str | None = file.get("format") or data_files.format_of(name)
    return form


def _filled(value: Json, values: dict[str, str]) -> Json:
    """The same data, marks of the merge rule and all, with the placeholders in its texts replaced."""
    if isinstance(value, str):
        return placeholders.fill(value, values)
    if isinstance(value, dict):
        copy = type(value)(value)
        copy.update((key, _filled(item, values)) for key, item in value.items())
        return copy
    return [_filled(item, values) for item in value] if isinstance(value, list) else value


def templates(spec: JsonMap, files: Mapping[str, str]) -> Iterator[tuple[ValuePath, str, str]]:
    """Every text in which placeholders are replaced because of `template`, at its canonical field, with the path of the
    file that it stands in, or none."""
    further = spec.get("configs", {}).items()
    configs: list[tuple[ValuePath, JsonMap]] = [
        (("config",), spec.get("config", {})),
        *((("configs", key), own) for key, own in further),
    ]
    for path, fields in configs:
        for name, file in fields.get("files", {}).items():
            if file.get("template"):
                at = (*path, "files", name)
                if "text" in file:
                    yield (*at, "text"), file["text"], ""
                if "from" in file:
                    yield (*at, "from"), files.get(file["from"], ""), file["from"]
                yield from ((place, text, "") for place, text in _strings(file.get("data"), (*at, "data")))


def _strings(value: Json, path: ValuePath) -> Iterator[tuple[ValuePath, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, (dict, list)):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _strings(item, (*path, key))


def volumes(plan: ServicePlan) -> Iterator[tuple[ConfigMap, JsonMap]]:
    """The volumes that the pods have of them: those that some container mounts."""
    if "config" not in plan.spec and "configs" not in plan.spec:
        return
    own = {*plan.spec.get("volumes", {}), *plan.spec.get("persistence", {})}
    used = mounted_by_others(plan) - own
    for config in of(plan):
        if config.mounts or (config and config.volume in used):
            source: JsonMap = {"name": config.name}
            if config.files and config.values:
                source["items"] = [{"key": name, "path": name} for name in config.files]
            if "defaultMode" in config.fields:
                source["defaultMode"] = config.fields["defaultMode"]
            yield config, {"name": config.volume, "configMap": source}


def mounted_by_others(plan: ServicePlan) -> set[str]:
    """The volumes that further containers mount."""
    containers = (*plan.spec.get("containers", {}).values(), *plan.spec.get("initContainers", {}).values())
    return {volume for container in containers for volume in container.get("volumeMounts", {})}


def reloader(plan: ServicePlan, template: JsonMap) -> JsonMap:
    """The annotation of a workload for Reloader: the ConfigMaps that its pod template refers to."""
    names = [config.name for config in of(plan) if config and config.reloads and _refers(template, config.name)]
    return {RELOADER: ",".join(names)} if names and not _has_reloader(plan) else {}


def _has_reloader(plan: ServicePlan) -> bool:
    """Whether the service itself says which ConfigMaps Reloader looks at."""
    return any(RELOADER in plan.spec.get(field, {}) for field in ("annotations", "workloadAnnotations"))


_REFERENCES = ("configMap", "configMapRef", "configMapKeyRef")


def _refers(value: Json, name: str) -> bool:
    """Whether a pod template names a ConfigMap: as a volume or variables."""
    if isinstance(value, list):
        return any(_refers(item, name) for item in value)
    if not isinstance(value, dict):
        return False
    named = (value[field].get("name") for field in _REFERENCES if isinstance(value.get(field), dict))
    return name in named or any(_refers(item, name) for item in value.values())
