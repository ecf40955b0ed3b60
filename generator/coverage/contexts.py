"""The services and environments in which fields are tried, and the manifests that they give.

A plain service of each kind of workload, and one that has the documented example of every field.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from generator.catalog.formats import FORMATS
from generator.json_types import JsonMap
from generator.language import FIELDS
from generator.language.identity import KINDS
from generator.language.resources import SIZES
from generator.model.build import Context, Fields, environment, service_plan
from generator.model.facts import facts_of
from generator.model.layers import Platform
from generator.model.neighbours import Facts
from generator.model.plan import Environment
from generator.resources import of_environment as of_environments
from generator.resources import of_service
from generator.schemas.locations import is_namespaced, schemas_dir, versions

NAME = "shop"
NEIGHBOUR = FORMATS["dns-label"].example
DEPLOYMENT = "apps/v1/Deployment"
PLATFORM: JsonMap = {
    "name": "demo",
    "environments": {
        "dev": {
            "domain": "example.com",
            "quota": {"pods": "10"},
            "limits": {"Container": {"default": {"memory": "1Gi"}}},
            "priorityClasses": {"urgent": {"value": 1000}},
        }
    },
}
LAYERS = Platform(PLATFORM)

TEXTS = {"files/app.yml": "a: b\n"}
BINARIES = {"files/other.yml": b"\xff"}
"""The files that values name, both with the path of one of two values of a path."""

UNTRIED = frozenset(("enabled", "environments", "kind", "manifests", "patches", "profiles", "workloads"))
"""Fields that choose what there is, repeat all others, or are the escape hatches."""

UNTRIED_OF_PLATFORM = frozenset(("abstract", "defaults", "extends", "kubernetes", "manifests", "patches"))

MINIMAL: JsonMap = {
    "image": "registry.example.com/demo/shop:1",
    "port": 8080,
    "persistence": {"data": {"mount": "/data"}},
}
EXAMPLES: JsonMap = {field.name: field.example for field in FIELDS.values() if field.name not in UNTRIED}
TRIGGERS: JsonMap = {"max": 3, "triggers": {"lag": {"type": "kafka", "metadata": {"topic": "orders"}}}}
NEEDS: dict[str, JsonMap] = {"ScaledJob": {"autoscale": TRIGGERS}}
"""What a kind of workload does not do without."""

FURTHER: tuple[JsonMap, ...] = tuple({"kind": kind, **NEEDS.get(kind, {})} for kind in KINDS)
"""Plain services of each kind: what they have more or other."""

OTHERS: tuple[JsonMap, ...] = (
    {},
    {"expose": EXAMPLES["expose"], "ingress": EXAMPLES["ingress"], "gateway": None},
    {"autoscale": TRIGGERS},
    {"metrics": {"via": "pod"}},
    {"rbac": {"clusterRules": [{"resources": ["nodes"], "verbs": ["list"]}], "clusterWide": ["view"]}},
)
"""What brings out kinds that the examples do not, put in place of some of them."""


def plain(other: JsonMap) -> JsonMap:
    return {**MINIMAL, "kind": "Deployment", **other}


def example(name: str) -> JsonMap:
    return {name: EXAMPLES[name]} if name in EXAMPLES else {}


def rich(other: JsonMap, without: Collection[str]) -> JsonMap:
    """A Deployment with everything `without` these fields, which make no difference to the others."""
    examples = {name: item for name, item in EXAMPLES.items() if name not in without}
    merged = {**examples, **plain(other)}
    return {name: item for name, item in merged.items() if item is not None}


def manifests(written: JsonMap, fields: Fields) -> list[JsonMap]:
    """What becomes of a service that has a neighbour on both sides."""
    where = _environment()
    spec = LAYERS.effective(written)["dev"]
    known = {NAME: facts_of(NAME, {"dev": spec}, {"dev": where}), NEIGHBOUR: _neighbour()}
    plan = service_plan(NAME, spec, where, Context(SIZES, fields, TEXTS, known, BINARIES))
    return [resource.manifest for resource in of_service(plan, _in_namespace)]


def of_environment(written: JsonMap) -> list[JsonMap]:
    """What an environment itself has."""
    plan = environment(written, "dev", versions()[-1])
    return [resource.manifest for resource in of_environments(plan, _in_namespace)]


@cache
def _environment() -> Environment:
    return environment(PLATFORM, "dev", versions()[-1])


@cache
def _neighbour() -> Facts:
    spec = LAYERS.effective({**MINIMAL, "dependsOn": [NAME]})["dev"]
    return facts_of(NEIGHBOUR, {"dev": spec}, {"dev": _environment()})


@cache
def _in_namespace(api_version: str, kind: str) -> bool | None:
    return is_namespaced(api_version, kind, schemas_dir().parent)
