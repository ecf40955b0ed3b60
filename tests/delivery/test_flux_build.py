"""What Flux makes of the reference catalog's delivery: its own libraries build every path of every environment.

`tests/flux-build` is built with Go where that is there. It is what the source, kustomize and health checks of Flux's
controllers are made of; what they decrypt with is sops itself, so that the pinned one does it here.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.cache.files import FileDigests
from generator.cache.index import Index
from generator.delivery.flux.health import EXPRESSIONS
from generator.inputs import Inputs
from generator.json_types import JsonMap
from generator.make import Maker
from generator.pipeline import Options
from generator.render.law import differences
from generator.tools.locate import CHECKOUT, tool
from generator.workspace import Workspace as Checkout
from tests.conftest import Workspace
from tests.delivery.registry import updated
from tests.delivery.test_image_updates import AFTER, PLATFORM

SOURCE = CHECKOUT / "tests/flux-build"
ENVIRONMENTS = ("dev", "prod", "staging")
SPARING = {**os.environ, "GOGC": "400"}
"""Go collects its garbage less often: a sixth of the time that building takes, and a third of what is built."""


@pytest.fixture(scope="module")
def flux_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program; Go's own cache makes it cheap the second time."""
    go = shutil.which("go") or shutil.which("go", path="/usr/local/go/bin")
    if go is None:
        pytest.skip("Flux's libraries need Go to build")
    program = tmp_path_factory.mktemp("flux") / "flux-build"
    # Without optimizing it takes two thirds of the time, of which a few small builds afterwards give nothing back.
    quick = ("-gcflags=all=-N -l -dwarf=false", "-ldflags=-s")
    command: list[str | Path] = [go, "build", "-mod=readonly", "-trimpath", *quick, "-o", program, "."]
    built = subprocess.run(command, cwd=SOURCE, env=SPARING, capture_output=True, text=True, timeout=580, check=False)
    if "dial tcp" in built.stderr or "no such host" in built.stderr:
        pytest.skip("Flux's libraries cannot be fetched")
    assert built.returncode == 0, built.stderr
    return program


def run(program: Path, told: JsonMap) -> JsonMap:
    done = subprocess.run(
        [program], input=json.dumps(told), capture_output=True, text=True, timeout=120, check=False, env=SPARING
    )
    assert done.returncode == 0, done.stderr
    answer: JsonMap = json.loads(done.stdout)
    return answer


def objects(environment: str) -> dict[str, JsonMap]:
    """What is told to Flux, by kind and name."""
    folder = CHECKOUT / "delivery/flux" / environment
    found = [yaml.safe_load(path.read_text()) for path in sorted(folder.rglob("*.yaml"))]
    return {f"{item['kind']}/{item['metadata']['name']}": item for item in found if "metadata" in item}


@pytest.fixture(scope="module")
def built(flux_build: Path) -> dict[str, JsonMap]:
    """By environment: the artifact's files, what each Kustomization applies, what fails."""
    found = {}
    for name in ENVIRONMENTS:
        own = objects(name)
        kustomizations = [item for key, item in own.items() if key.startswith("Kustomization/")]
        ignore = own[f"GitRepository/shop.{name}"]["spec"]["ignore"]
        found[name] = run(flux_build, {"root": str(CHECKOUT), "ignore": ignore, "kustomizations": kustomizations})
    return found


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_every_path_builds(built: dict[str, JsonMap], environment: str) -> None:
    names = {key.partition("/")[2] for key in objects(environment) if key.startswith("Kustomization/")}
    assert built[environment]["errors"] == {}
    assert set(built[environment]["applied"]) == names


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_artifact_holds_what_is_read_and_no_more(built: dict[str, JsonMap], environment: str) -> None:
    tops = {"/".join(Path(path).parts[:-1][:3]) for path in built[environment]["files"]}
    assert {top.partition("/")[0] for top in tops} == {"base", "overlays", "secrets", "delivery"}
    assert {
        top for top in tops if not top.startswith(("base", f"overlays/{environment}", f"secrets/{environment}"))
    } == {f"delivery/flux/{environment}"}


def test_what_is_applied_is_what_was_planned(built: dict[str, JsonMap], tmp_path: Path) -> None:
    inputs = Inputs(CHECKOUT, Index(), FileDigests(CHECKOUT, {}))
    maker = Maker(Checkout(CHECKOUT, dict(os.environ)), inputs, tmp_path, Options())
    compared = 0
    try:
        for name in inputs.files:
            for environment, resources in maker.unit(name).resources.items():
                assert list(differences(resources, built[environment]["applied"][f"shop.{environment}.{name}"])) == []
                compared += len(resources)
    finally:
        maker.batch.close()
    assert compared > 100


def test_the_order_has_no_circle_and_names_only_what_there_is(built: dict[str, JsonMap]) -> None:
    for environment in ENVIRONMENTS:
        after = {
            key.partition("/")[2]: [one["name"] for one in item["spec"].get("dependsOn", ())]
            for key, item in objects(environment).items()
            if key.startswith("Kustomization/")
        }
        done: set[str] = set()
        while ready := {name for name, others in after.items() if name not in done and set(others) <= done}:
            done |= ready
        assert done == set(after)


def test_secrets_are_decrypted_where_they_are_and_nowhere_else(built: dict[str, JsonMap]) -> None:
    """As the controller has them after kustomize: with a namespace and labels that were not there when they were
    encrypted."""
    encrypted = {
        name: [item for item in applied if "sops" in item]
        for name, applied in built["dev"]["applied"].items()
        if any("sops" in item for item in applied)
    }
    assert list(encrypted) == ["shop.dev.secrets"]
    sops = tool("sops", CHECKOUT, os.environ)
    key = (CHECKOUT / "examples/keys/dev.agekey").read_text()
    for secret in encrypted["shop.dev.secrets"]:
        plain = subprocess.run(
            [sops, "decrypt", "--input-type", "yaml", "--output-type", "json", "/dev/stdin"],
            input=yaml.safe_dump(secret, sort_keys=False, width=10**6),
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "SOPS_AGE_KEY": key},
        )
        assert plain.returncode == 0, plain.stderr
        data = json.loads(plain.stdout)
        assert data["metadata"]["namespace"] == "shop-dev"
        assert data["stringData"] and not any(value.startswith("ENC[") for value in data["stringData"].values())


def _expressions(kind: str) -> JsonMap:
    (found,) = (item for item in EXPRESSIONS if item["kind"] == kind)
    return {key: value for key, value in found.items() if key in ("current", "failed", "inProgress")}


def _condition(name: str, status: str = "True", **more: object) -> JsonMap:
    return {"type": name, "status": status, **more}


def _object(kind: str, status: JsonMap | None) -> JsonMap:
    api = next(item["apiVersion"] for item in EXPRESSIONS if item["kind"] == kind)
    head: JsonMap = {"apiVersion": api, "kind": kind, "metadata": {"name": "x", "generation": 2}}
    return {**head, **({"status": status} if status is not None else {})}


_ACCEPTED = [_condition("Accepted", observedGeneration=2), _condition("ResolvedRefs", observedGeneration=2)]
_OLD = [_condition("Accepted", observedGeneration=1), _condition("ResolvedRefs", observedGeneration=1)]
_STATUSES: tuple[tuple[str, JsonMap, str], ...] = (
    ("Rollout", {"phase": "Healthy", "observedGeneration": "2"}, "Current"),
    ("Rollout", {"phase": "Healthy", "observedGeneration": "1"}, "InProgress"),
    ("Rollout", {"phase": "Progressing", "observedGeneration": "2"}, "InProgress"),
    ("Rollout", {"phase": "Paused", "observedGeneration": "2"}, "Current"),
    ("Rollout", {"phase": "Degraded", "observedGeneration": "2"}, "Failed"),
    ("Certificate", {"conditions": [_condition("Ready", observedGeneration=2)]}, "Current"),
    ("Certificate", {"conditions": [_condition("Ready", observedGeneration=1)]}, "InProgress"),
    ("Certificate", {"conditions": [_condition("Ready", "False", observedGeneration=2)]}, "InProgress"),
    ("ExternalSecret", {"conditions": [_condition("Ready")]}, "Current"),
    ("ExternalSecret", {"conditions": [_condition("Ready", "False")]}, "InProgress"),
    ("ScaledObject", {"conditions": [_condition("Ready")]}, "Current"),
    ("ScaledObject", {"conditions": [_condition("Ready", "Unknown")]}, "InProgress"),
    ("ScaledJob", {"conditions": [_condition("Ready")]}, "Current"),
    ("HTTPRoute", {"parents": [{"conditions": _ACCEPTED}]}, "Current"),
    ("HTTPRoute", {"parents": [{"conditions": _ACCEPTED}, {"conditions": _OLD}]}, "InProgress"),
    ("HTTPRoute", {"parents": []}, "InProgress"),
    ("GRPCRoute", {"parents": [{"conditions": _ACCEPTED}]}, "Current"),
    ("Gateway", {"conditions": [_condition("Programmed")]}, "Current"),
    ("Gateway", {"conditions": [_condition("Accepted")]}, "InProgress"),
)


def test_the_expressions_tell_what_is_ready(flux_build: Path) -> None:
    checks = [{"expressions": _expressions(kind), "object": _object(kind, status)} for kind, status, _ in _STATUSES]
    assert run(flux_build, {"checks": checks})["statuses"] == [wanted for _, _, wanted in _STATUSES]
    assert {kind for kind, _, _ in _STATUSES} == {item["kind"] for item in EXPRESSIONS}


def test_what_no_controller_has_seen_yet_is_waited_for(flux_build: Path) -> None:
    """Without the expression it would be ready at once, which is why there is one."""
    kinds = [item["kind"] for item in EXPRESSIONS]
    fresh = [{"expressions": _expressions(kind), "object": _object(kind, None)} for kind in kinds]
    plain: list[Any] = [{"object": _object(kind, None)} for kind in kinds]
    assert run(flux_build, {"checks": fresh})["statuses"] == ["Error"] * len(kinds)
    assert run(flux_build, {"checks": plain})["statuses"] == ["Current"] * len(kinds)


def test_the_catalog_says_the_same_when_the_controller_has_written_it(flux_build: Path, tmp_path: Path) -> None:
    """It writes a file with its own layout: blank lines go, and some quotes and indents change. Values, comments and
    marks stay, so that the next tag is found, too."""
    workspace = Workspace(tmp_path)
    workspace.write("catalog/platform.yaml", PLATFORM)
    workspace.write("catalog/services/orders.yaml", AFTER)
    newer = {
        "flux-system:shop.dev.orders": "registry.example.com/shop/orders:main-0aa-1700000000",
        "flux-system:shop.dev.orders.containers.proxy": "registry.example.com/proxy:2.2.0",
        "flux-system:shop.prod.orders": "registry.example.com/shop/orders:1.5.0",
    }
    folder = tmp_path / "catalog"
    assert run(flux_build, {"update": {"folder": str(folder), "images": newer}})["changed"] == ["services/orders.yaml"]
    text = (folder / "services/orders.yaml").read_text()
    assert text != updated(AFTER, newer)
    assert yaml.safe_load(text) == yaml.safe_load(updated(AFTER, newer)) != yaml.safe_load(AFTER)
    comments = re.compile("#.*")
    assert comments.findall(text) == comments.findall(AFTER)
    validated = workspace.kubecatalog("validate", "--select", "catalog")
    assert (validated.code, validated.err) == (0, ""), validated.out
