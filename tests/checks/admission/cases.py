"""The files of `cases/` -> what each case says is wrong with which manifest, in which Kubernetes versions.

A file holds documents of this form. What a case changes of the base is a merge patch, or values by path, or both; null
removes. A case without `refused` is accepted. What is refused is all that is found: rules and the fields they are at.

    base: {apiVersion: v1, kind: Service, ...}     # accepted in every version that has the kind
    cases:
      - what: a port needs a number
        patch: {metadata: {name: other}}
        set: {"spec.ports[0].port": null}
        kubernetes: ["1.32", "1.37"]               # all that there are, where it does not say
        refused: [out-of-range spec.ports[0].port]
      - what: a manifest of its own
        manifest: {apiVersion: v1, kind: Service, ...}
"""

from __future__ import annotations

import copy
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from generator.checks.admission import knows
from generator.json_types import Json, JsonMap, parsed
from generator.schemas.locations import versions

FOLDER = Path(__file__).parent / "cases"


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    manifest: JsonMap
    kubernetes: tuple[str, ...]
    refused: frozenset[tuple[str, str]]


@functools.cache
def cases() -> tuple[Case, ...]:
    """Read once: several modules are made of them."""
    return tuple(_cases())


def _cases() -> Iterator[Case]:
    for path in sorted(FOLDER.glob("*.yaml")):
        for document in yaml.load_all(path.read_text(), Loader=yaml.CSafeLoader):
            base = document.get("base")
            if base:
                yield _case(f"{path.stem}: {base['apiVersion']} {base['kind']}", base, {})
            for case in document["cases"]:
                manifest = case["manifest"] if "manifest" in case else _changed(base, case)
                yield _case(f"{path.stem}: {case['what']}", manifest, case)


def _case(name: str, manifest: JsonMap, case: Mapping[str, Json]) -> Case:
    api_version, kind = manifest["apiVersion"], manifest["kind"]
    refused = frozenset(_place(text) for text in case.get("refused", ()))
    judged = case["kubernetes"] if "kubernetes" in case else _served(api_version, kind)
    return Case(name, manifest, tuple(judged), refused)


@functools.cache
def _served(api_version: str, kind: str) -> tuple[str, ...]:
    return tuple(minor for minor in versions() if knows(api_version, kind, minor))


def _place(text: str) -> tuple[str, str]:
    rule, _, field = text.partition(" ")
    return rule, field


def _changed(base: JsonMap, case: Mapping[str, Json]) -> JsonMap:
    manifest: JsonMap = merged(copy.deepcopy(base), case.get("patch", {}))
    for field, value in case.get("set", {}).items():
        put(manifest, field, value)
    return manifest


def merged(value: Json, patch: Json) -> Json:
    """A merge patch: maps merge, null removes, anything else replaces. https://www.rfc-editor.org/rfc/rfc7386"""
    if not isinstance(patch, dict):
        return patch
    result = dict(value) if isinstance(value, dict) else {}
    for key, item in patch.items():
        if item is None:
            result.pop(key, None)
        else:
            result[key] = merged(result.get(key), item)
    return result


def put(manifest: JsonMap, field: str, value: Json) -> None:
    """A value at a path such as `spec.ports[0].name`, with the maps that lead to it; null removes what is there."""
    *way, last = parsed(field)
    at: Json = manifest
    for step in way:
        at = at[step] if isinstance(step, int) else at.setdefault(step, {})
    if isinstance(at, list) and last == len(at):
        at.append(value)
    elif value is not None:
        at[last] = value
    else:
        del at[last]
