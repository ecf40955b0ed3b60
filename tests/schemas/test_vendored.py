"""What lies in `schemas/`: every schema compiles and is strict, in kubeconform and in our own validator alike.

A schema that does not compile, or refers to nothing, is for kubeconform a kind without a schema: it says no more.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from generator.checks.kubeconform import SchemaResult, validate
from generator.json_types import Json, JsonMap
from generator.schemas import locations, sources, validator
from generator.schemas.explain import explain

NOWHERE = Path("/nowhere")
RESOURCES = [
    (f"{group}/{version}", kind)
    for key, entry in locations.custom_resources(NOWHERE).items()
    for group, _, kind in [key.rpartition("/")]
    for version in entry["versions"]
]
GO_ONLY = {
    r"^((?i)sun|mon|tues|wednes|thurs|fri|satur)day(?:((:(sun|mon|tues|wednes|thurs|fri|satur)day)$)|$)",
    "^((?i)january|february|march|april|may|june|july|august|september|october|november|december|1[0-2]|[1-9])"
    "(?:((:((?i)january|february|march|april|may|june|july|august|september|october|november|december|1[0-2]|[1-9]))$)"
    "|$)",
    "^(?i)(abort|warn)?$",
}
"""Patterns that Python cannot read; what breaks one of them is explained in kubeconform's words."""


def minimal(api_version: str, kind: str, **more: Json) -> JsonMap:
    return {"apiVersion": api_version, "kind": kind, "metadata": {"name": "minimal"}, **more}


def judged(kubeconform: Path, folder: Path, documents: dict[str, list[JsonMap]]) -> dict[str, list[SchemaResult]]:
    """`documents` by Kubernetes version."""
    files = {folder / f"v{version}.yaml": version for version in documents}
    for file, version in files.items():
        file.write_text(yaml.safe_dump_all(documents[version]))
    found: dict[str, list[SchemaResult]] = {version: [] for version in documents}
    for result in validate(files, kubeconform=kubeconform, root=folder):
        found[files[result.file]].append(result)
    return found


@pytest.fixture(scope="module")
def bare(kubeconform: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[SchemaResult]]:
    """A minimal object of every kind of every version, and of every custom resource with the newest."""
    documents = {version: [minimal(*kind) for kind in locations.kinds(version)] for version in locations.versions()}
    documents[locations.versions()[-1]] += [minimal(*kind) for kind in RESOURCES]
    return judged(kubeconform, tmp_path_factory.mktemp("bare"), documents)


def test_every_kind_has_a_schema_that_compiles(bare: dict[str, list[SchemaResult]]) -> None:
    for version, results in bare.items():
        expected = [*locations.kinds(version), *(RESOURCES if version == locations.versions()[-1] else [])]
        assert sorted((result.api_version, result.kind) for result in results) == sorted(expected)
        assert [(result.kind, result.problems) for result in results if result.status not in ("valid", "invalid")] == []


def test_a_minimal_object_lacks_nothing_but_fields(bare: dict[str, list[SchemaResult]]) -> None:
    results = [result for found in bare.values() for result in found]
    assert {problem.fault for result in results for problem in result.problems} == {"missing-field"}
    assert all(result.problems for result in results if result.status == "invalid")


def test_our_own_validator_agrees_on_what_is_valid(bare: dict[str, list[SchemaResult]]) -> None:
    for version, results in bare.items():
        for result in results:
            if result.status == "valid":
                (schema, *_) = locations.schema_files(result.api_version, result.kind, version, NOWHERE)
                assert explain(minimal(result.api_version, result.kind), schema) == []


def test_an_unknown_field_and_wrong_metadata_are_refused_for_every_kind(kubeconform: Path, tmp_path: Path) -> None:
    newest = locations.versions()[-1]
    documents = [
        {**minimal(*kind, shop=1), "metadata": {"name": "minimal", "labels": ["a"], "colour": "red"}}
        for kind in (*locations.kinds(newest), *RESOURCES)
    ]
    results = judged(kubeconform, tmp_path, {newest: documents})[newest]
    assert len(results) == len(documents)
    for result in results:
        found = {(problem.field, problem.message) for problem in result.problems}
        assert found >= {
            ("shop", "unknown field shop"),
            ("metadata.labels", "expected map, found a list"),
            ("metadata.colour", "unknown field colour"),
        }, f"{result.kind}: {found}"


def parts(schema: Json) -> Iterator[JsonMap]:
    if isinstance(schema, dict):
        yield schema
        schema = list(schema.values())
    for item in schema if isinstance(schema, list) else []:
        yield from parts(item)


@pytest.fixture(scope="module")
def every_schema() -> dict[str, JsonMap]:
    folder = locations.schemas_dir()
    paths = [*folder.glob("kubernetes/*/*.json"), *folder.glob("crds/*/*.json")]
    return {path.relative_to(folder).as_posix(): json.loads(path.read_bytes()) for path in paths}


def test_every_reference_leads_somewhere(every_schema: dict[str, JsonMap]) -> None:
    assert {name for name in every_schema if validator.unusable(locations.schemas_dir() / name)} == set()


def test_every_pattern_can_be_read(every_schema: dict[str, JsonMap]) -> None:
    patterns = {part["pattern"] for schema in every_schema.values() for part in parts(schema) if is_pattern(part)}
    assert {pattern for pattern in patterns if not is_readable(pattern)} == GO_ONLY


def is_pattern(part: JsonMap) -> bool:
    return isinstance(part.get("pattern"), str)


def is_readable(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def test_files_are_small_marked_and_without_prose(every_schema: dict[str, JsonMap]) -> None:
    for name, schema in every_schema.items():
        assert (locations.schemas_dir() / name).stat().st_size < 1_500_000, name
        assert schema["$schema"] == "http://json-schema.org/draft-07/schema#", name
        assert not any("$id" in part or isinstance(part.get("description"), str) for part in parts(schema)), name


def test_the_everyday_kinds_refer_to_the_small_file(every_schema: dict[str, JsonMap]) -> None:
    for version in locations.versions():
        folder = f"kubernetes/v{version}"
        small, full = (
            every_schema[f"{folder}/{name}"]["$defs"] for name in ("_definitions.json", "_definitions_all.json")
        )
        assert small.items() <= full.items()
        assert every_schema[f"{folder}/deployment-apps-v1.json"]["$ref"] == (
            "_definitions.json#/$defs/io.k8s.api.apps.v1.Deployment"
        )
        assert every_schema[f"{folder}/node-v1.json"]["$ref"] == (
            "_definitions_all.json#/$defs/io.k8s.api.core.v1.Node"
        )  # fmt: skip


def test_what_a_server_knows_beyond_the_schema_is_kept(every_schema: dict[str, JsonMap]) -> None:
    listeners = every_schema["crds/gateway.networking.k8s.io/gateway_v1.json"]["$defs"]["Gateway"]["properties"]["spec"]
    listeners = listeners["properties"]["listeners"]
    assert listeners["x-kubernetes-list-map-keys"] == ["name"]
    assert listeners["x-kubernetes-list-type"] == "map"
    assert {"rule", "message"} <= set(listeners["x-kubernetes-validations"][0])
    names = listeners["items"]["properties"]["allowedRoutes"]["properties"]["namespaces"]["properties"]
    assert names["from"]["default"] == "Same"
    containers = locations.definitions("1.36")["io.k8s.api.core.v1.PodSpec"]["properties"]["containers"]
    assert containers["x-kubernetes-patch-merge-key"] == "name"


def test_the_versions_are_those_of_the_table() -> None:
    assert locations.versions() == sources.KUBERNETES_VERSIONS
    assert len({entry["source"] for entry in locations.custom_resources(NOWHERE).values()}) == len(sources.MODULES)
