"""A finding: what is wrong, where in the catalog, where in the rendered manifest, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

from msgspec import Struct, to_builtins
from msgspec.structs import replace

from generator.json_types import JsonMap

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""The worst first."""

Category = Literal[
    "catalog", "schema", "admission", "update", "reference", "policy", "lifecycle", "secret", "drift", "tree"
]
CATEGORIES: tuple[Category, ...] = get_args(Category)


class Source(Struct, frozen=True, order=True):
    """A place in a file; `file` is relative to the repository, line and column count from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Manifest(Struct, frozen=True):
    """A place in a rendered manifest; `document` is the 0-based position in its file or stream."""

    environment: str = ""
    apiVersion: str = ""
    kind: str = ""
    namespace: str = ""
    name: str = ""
    field: str = ""
    document: int | None = None


class Finding(Struct, frozen=True):
    """One problem. `rule` is named for the fault, in kebab-case; `message` never holds a document or a secret."""

    rule: str
    category: Category
    message: str
    source: Source
    hint: str = ""
    severity: Severity = "error"
    manifest: Manifest | None = None
    environments: tuple[str, ...] = ()
    """All in which it holds, of findings that were put together (`merged`)."""

    @property
    def hides_values(self) -> bool:
        """Whether its line must not be shown: it may hold a secret."""
        return self.category == "secret" or (self.manifest is not None and self.manifest.kind == "Secret")

    def sort_key(self) -> tuple[int, str, int, int, str, str]:
        """What is worst comes first, then what comes first in its file."""
        place = (self.source.file, self.source.line, self.source.column)
        return (SEVERITIES.index(self.severity), *place, self.rule, self.message)

    def as_json(self) -> JsonMap:
        data: JsonMap = to_builtins(self)
        return data


def merged(findings: Iterable[Finding]) -> list[Finding]:
    """The same fault of one line of the catalog once, in order; it names the environments in which it holds."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        where = finding.manifest and (finding.manifest.kind, finding.manifest.name, finding.manifest.field)
        groups.setdefault((finding.source, finding.rule, finding.message, finding.severity, where), []).append(finding)
    found = [replace(first, environments=_environments([first, *others])) for first, *others in groups.values()]
    return sorted(found, key=Finding.sort_key)


def _environments(findings: Iterable[Finding]) -> tuple[str, ...]:
    named = {finding.manifest.environment for finding in findings if finding.manifest}
    return tuple(sorted(named - {""}))
