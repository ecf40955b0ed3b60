"""A custom resource and the schema of its definition -> what a server refuses beyond JSON Schema.

That is: items of lists that have keys or are sets, formats, and the CEL rules, which see the defaults filled in.
https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from generator.checks.admission import formats
from generator.checks.admission.custom.expressions import broken_rules
from generator.checks.admission.custom.node import Node, node
from generator.checks.admission.custom.values import defaulted
from generator.checks.admission.field import number
from generator.checks.admission.types.meta import metadata
from generator.checks.admission.wrong import Wrong
from generator.json_types import JsonMap
from generator.problems import Problem
from generator.schemas.locations import minor, schema_files

_NAMED = metadata.named(formats.dns_subdomain, any_finalizer=True)


def problems(manifest: JsonMap, version: str, root: Path) -> list[Problem]:
    """Nothing for a kind that there is no schema for: that is a finding of its own."""
    api_version, kind = manifest.get("apiVersion"), manifest.get("kind")
    if not isinstance(api_version, str) or not isinstance(kind, str):
        return []
    file = _file(api_version, kind, version, root)
    if file is None:
        return []
    return list(dict.fromkeys(wrong.problem() for wrong in of_schema(manifest, *_read(file, _minor(version)))))


def of_schema(manifest: JsonMap, schema: JsonMap, own: Node | None) -> Iterator[Wrong]:
    """`own` is the schema's node (`node`)."""
    if isinstance(manifest.get("metadata"), dict):
        yield from _NAMED(manifest)
    if own is not None:
        yield from own.wrong(manifest)
        if own.rules_below:
            yield from broken_rules(defaulted(manifest, schema), own)


def _minor(version: str) -> int:
    return number(minor(version))[1]


@lru_cache(maxsize=1024)
def _file(api_version: str, kind: str, version: str, root: Path) -> Path | None:
    files = schema_files(api_version, kind, version, root)
    return next((file for file in files if file.parent.parent.name == "crds"), None)


@lru_cache(maxsize=256)
def _read(file: Path, known: int) -> tuple[JsonMap, Node | None]:
    whole = json.loads(file.read_bytes())
    schema: JsonMap = whole["$defs"][whole["$ref"].rpartition("/")[2]]
    return schema, node(schema, known)
