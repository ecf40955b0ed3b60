"""What every check is given: manifests, and the cluster that is to take them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from msgspec import Struct, field

from generator.findings import Severity
from generator.json_types import Json, JsonMap
from generator.problems import Problem


class Subject(Struct, frozen=True, eq=False):
    """A manifest; `document` is its 0-based position in `file`. Two are the same only if they are one object."""

    manifest: JsonMap
    file: Path
    document: int = 0

    @property
    def api_version(self) -> str:
        return _text(self.manifest.get("apiVersion"))

    @property
    def kind(self) -> str:
        return _text(self.manifest.get("kind"))

    @property
    def name(self) -> str:
        return _text(self._metadata.get("name"))

    @property
    def namespace(self) -> str:
        """As written; empty where it is left to whoever applies it."""
        return _text(self._metadata.get("namespace"))

    @property
    def _metadata(self) -> JsonMap:
        metadata = self.manifest.get("metadata")
        return metadata if isinstance(metadata, dict) else {}


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""


class Cluster(Struct, frozen=True):
    """What manifests are judged for: one environment, or what `check` was told."""

    kubernetes: str
    """The minor version, such as `1.36`."""
    root: Path
    """The repository, whose own CRDs count."""
    environment: str = ""
    namespace: str = "default"
    """Of manifests that name none."""
    pod_security: str = ""
    """`baseline` or `restricted`; empty where no standard is asked for."""
    next_kubernetes: str = ""
    """The version of which `lifecycle` warns; the one after `kubernetes` where it is empty."""
    settings: JsonMap = field(default_factory=dict)
    """The platform file's `checks` for the environment."""
    severities: Mapping[str, Severity] = field(default_factory=dict)
    """Of rules that the platform weighs otherwise than the table does."""
    off: Collection[str] = ()
    """Rules that the platform does not ask for."""
    before: Sequence[Subject] | None = None
    """What the cluster has now; None where nothing says it."""
    classes: Sequence[Subject] | None = None
    """Of all that it is to take, the classes and namespaces which others may name; None where they are among what is
    judged."""


class Check(Protocol):
    """A category's module. It reports on subjects that it was given, and changes nothing."""

    def problems(self, subjects: Sequence[Subject], cluster: Cluster) -> Iterable[tuple[Subject, Problem]]: ...
