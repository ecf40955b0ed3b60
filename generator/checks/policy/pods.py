"""A manifest -> the pod that it is or that it describes, with the places of its parts in the manifest."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from generator.json_types import Json, JsonMap, Path, as_map
from generator.resources.references.maps import maps
from generator.resources.references.pods import POD

_TEMPLATES = {**POD, "PodTemplate": ("template",)}
_ENDING = frozenset({"Job", "CronJob", "ScaledJob", "Pod", "PodTemplate"})
_ALL = ("initContainers", "containers", "ephemeralContainers")


class Container(Struct, frozen=True):
    value: JsonMap
    path: Path
    init: bool = False
    """Whether it ends before the others begin; a sidecar does not."""

    @property
    def name(self) -> str:
        return str(self.value.get("name") or "")

    @property
    def security(self) -> JsonMap:
        return as_map(self.value.get("securityContext"))


class Pod(Struct, frozen=True):
    owner: JsonMap
    """The manifest that it is described in."""
    metadata: JsonMap
    spec: JsonMap
    path: Path
    """Of the template, or empty for a Pod itself."""
    containers: tuple[Container, ...]
    """All of them, also those that initialise or debug it."""

    @property
    def kind(self) -> str:
        return str(self.owner.get("kind"))

    @property
    def security(self) -> JsonMap:
        return as_map(self.spec.get("securityContext"))

    @property
    def serves(self) -> bool:
        """Whether it is to run until somebody ends it."""
        return self.kind not in _ENDING

    @property
    def running(self) -> Iterator[Container]:
        """Those that run as long as the pod does."""
        return (container for container in self.containers if not container.init)

    def at(self, *steps: str | int) -> Path:
        """A place below its spec."""
        return (*self.path, "spec", *steps)


def pod_of(manifest: JsonMap) -> Pod | None:
    """None for a manifest of another kind, or one that takes its pods from elsewhere."""
    kind = manifest.get("kind")
    path = _TEMPLATES.get(kind) if isinstance(kind, str) else None
    if path is None:
        return None
    found = manifest
    for step in path:
        found = as_map(found.get(step))
    spec = as_map(found.get("spec"))
    return Pod(manifest, as_map(found.get("metadata")), spec, path, tuple(_containers(spec, path))) if spec else None


def texts(value: Json) -> list[str]:
    """The items of a list of texts, as far as they are; the places of others stay."""
    return [item if isinstance(item, str) else "" for item in value] if isinstance(value, list) else []


def _containers(spec: JsonMap, path: Path) -> Iterator[Container]:
    for field in _ALL:
        for position, value in maps(spec.get(field)):
            init = field == "initContainers" and value.get("restartPolicy") != "Always"
            yield Container(value, (*path, "spec", field, position), init)
