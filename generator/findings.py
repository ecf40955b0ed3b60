"""A finding: what is wrong, where in the catalog, where in the rendered manifest, what to do."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

from generator.json_types import JsonMap

Severity = Literal["error", "warning", "info"]
Category = Literal[
    "catalog", "schema", "admission", "update", "reference", "policy", "lifecycle", "secret", "drift", "tree"
]


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A place in a file; `file` is relative to the repository, line and column count from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Manifest:
    """A place in a rendered manifest; `document` is the 0-based position in its file or stream."""

    environment: str = ""
    apiVersion: str = ""
    kind: str = ""
    namespace: str = ""
    name: str = ""
    field: str = ""
    document: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem. `rule` is named for the fault, in kebab-case; `message` never holds a document or a secret."""

    rule: str
    category: Category
    message: str
    source: Source
    hint: str = ""
    severity: Severity = "error"
    manifest: Manifest | None = None

    def sort_key(self) -> tuple[str, int, int, str, str]:
        return (self.source.file, self.source.line, self.source.column, self.rule, self.message)

    def as_json(self) -> JsonMap:
        return asdict(self)

    @classmethod
    def from_json(cls, data: JsonMap) -> Finding:
        manifest = Manifest(**data["manifest"]) if data["manifest"] else None
        return cls(**{**data, "source": Source(**data["source"]), "manifest": manifest})
