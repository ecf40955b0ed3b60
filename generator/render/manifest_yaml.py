"""Rendered YAML -> documents, each with its own text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from generator.json_types import JsonMap


class ManifestLoader(yaml.CSafeLoader):
    """Reads plain scalars as JSON does. Kustomize quotes every string that any YAML reader takes for something else."""


ManifestLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"true|false", "tf"),
    ("int", r"-?(0|[1-9][0-9]*)", "-0123456789"),
    ("float", r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?", "-0123456789"),
    ("null", r"null|~|", "n~"),
):
    ManifestLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^({_pattern})$"), [*_first, *([""] if _tag == "null" else [])])


def documents(output: bytes) -> Iterator[tuple[str, JsonMap]]:
    """Each document of kustomize's output: its text and its data."""
    text = output.decode()
    for part in text.removeprefix("---\n").split("\n---\n"):
        data = yaml.load(part, Loader=ManifestLoader)  # noqa: S506 - a safe loader with fewer types
        if isinstance(data, dict):
            yield part if part.endswith("\n") else f"{part}\n", data
