"""A custom resource's API version -> whether its definition calls it deprecated.

https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#version-deprecation
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import JsonMap
from generator.problems import Problem


def problems(api_version: str, kind: str, resources: JsonMap) -> Iterator[Problem]:
    """`resources` are those that there are schemas of, by group and kind."""
    group, _, version = api_version.rpartition("/")
    entry = resources.get(f"{group}/{kind}")
    if entry and version in entry.get("deprecated", ()):
        others = [name for name in entry["versions"] if name not in entry["deprecated"]]
        hint = f"write {group}/{others[-1]}" if others else "remove it"
        yield Problem("deprecated-api-version", "apiVersion", f"{kind} of {api_version} is deprecated", hint)
