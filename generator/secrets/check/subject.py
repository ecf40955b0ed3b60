"""An encrypted file and what it is measured by; and how a fault in it becomes a finding."""

from __future__ import annotations

from msgspec import Struct

from generator.findings import Finding, Manifest, Severity, Source
from generator.json_types import Json, Path, dotted
from generator.model.recipients import Rule
from generator.secrets.file import Place, SecretFile


class Subject(Struct, frozen=True):
    """`rule` is the creation rule of its environment; None where no rule reaches the file. `now` is in seconds."""

    file: SecretFile
    place: Place | None
    rule: Rule | None
    now: int

    @property
    def target(self) -> str:
        """As commands name it."""
        return str(self.place or "ENV/SERVICE")

    def fault(self, rule: str, message: str, path: Path, hint: str, severity: Severity = "error") -> Finding:
        """At the key of a field; at the start of the file where `path` is empty."""
        line, column = self.file.location(path, key=True) if path else (1, 1)
        return self.at(rule, message, path, hint, (line, column), severity)

    def at(
        self, rule: str, message: str, path: Path, hint: str, place: tuple[int, int], severity: Severity = "error"
    ) -> Finding:
        """At a line and column."""
        environment = self.place.environment if self.place else ""
        manifest = Manifest(environment, "v1", "Secret", name=self.file.name, field=dotted(path))
        return Finding(rule, "secret", message, Source(self.file.path, *place), hint, severity, manifest)

    def set(self, key: str) -> str:
        return f"`kubecatalog secrets set {self.target} {key}`"

    @property
    def restored(self) -> str:
        return f"take it from the last commit: `git checkout -- {self.file.path}`"

    @property
    def rotated(self) -> str:
        return f"write it anew: `kubecatalog secrets rotate {self.target}`"


def text(value: Json) -> str:
    """A setting as it is written, whatever YAML takes it for."""
    return str(getattr(value, "text", "" if value is None else value))
