"""The files of `cases/` -> pairs of manifests, and what a server refuses of each change.

A file holds documents of this form: a base, and what a case changes of it to make the old manifest (`before`) and the
new one (`after`, on top of the old). Values go by path; null removes. What is not `refused` is accepted.

    base: {apiVersion: v1, kind: Service, ...}
    cases:
      - what: a headless Service stays headless
        before: {spec.clusterIP: None}
        after: {spec.clusterIP: 10.0.0.10}
        kubernetes: ["1.32", "1.37"]               # all that there are, where it does not say
        refused: [immutable-field spec.clusterIP]
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from generator.json_types import Json, JsonMap
from generator.schemas.locations import versions
from tests.checks.admission.cases import put

FOLDER = Path(__file__).parent / "cases"


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    old: JsonMap
    new: JsonMap
    kubernetes: tuple[str, ...]
    refused: frozenset[tuple[str, str]]


def cases() -> Iterator[Case]:
    for path in sorted(FOLDER.glob("*.yaml")):
        for document in yaml.load_all(path.read_text(), Loader=yaml.CSafeLoader):
            for case in document["cases"]:
                yield _case(f"{path.stem}: {case['what']}", document["base"], case)


def _case(name: str, base: JsonMap, case: Mapping[str, Json]) -> Case:
    old = _changed(base, case.get("before", {}))
    new = _changed(old, case["after"])
    refused = frozenset((rule, field) for rule, _, field in (text.partition(" ") for text in case.get("refused", ())))
    return Case(name, old, new, tuple(case.get("kubernetes", versions())), refused)


def _changed(base: JsonMap, values: Mapping[str, Json]) -> JsonMap:
    manifest = copy.deepcopy(base)
    for field, value in values.items():
        put(manifest, field, copy.deepcopy(value))
    return manifest
