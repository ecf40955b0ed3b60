"""Estates that everybody knows: all that the originals deploy comes of a catalog with a third of their lines."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
import yaml

from generator.json_types import Json, JsonMap
from generator.tools.locate import CHECKOUT
from tests.conftest import Workspace

Facts: TypeAlias = Iterator[tuple[str, Json]]

EXAMPLES = CHECKOUT / "examples"
ESTATES: JsonMap = yaml.safe_load((Path(__file__).parent / "estates.yaml").read_text())
OURS = ("Namespace", "NetworkPolicy", "ServiceAccount")
"""Kinds that the catalog adds to every service, whatever the originals have."""


@pytest.fixture(scope="module", params=ESTATES)
def estate(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Workspace]:
    """An estate by name, rendered in a copy."""
    root = tmp_path_factory.mktemp(request.param)
    shutil.copytree(EXAMPLES / request.param / "catalog", root / "catalog")
    copy = Workspace(root)
    rendered = copy.kubecatalog("render")
    assert (rendered.code, rendered.err) == (0, ""), rendered.out
    return request.param, copy


def test_it_is_valid(estate: tuple[str, Workspace]) -> None:
    _, copy = estate
    validated = copy.kubecatalog("validate")
    assert validated.code == 0, validated.out
    assert "0 skipped, 0 findings" in validated.out


def test_everything_that_the_originals_deploy_is_there(estate: tuple[str, Workspace]) -> None:
    name, copy = estate
    for environment, expected in ESTATES[name]["deploys"].items():
        built = deployed(copy, environment)
        for key, facts in expected.items():
            assert key in built, f"{key} in {environment}"
            found = essence(built[key])
            assert {fact: found.get(fact) for fact in facts} == facts, f"{key} in {environment}"


def test_what_is_added_is_known(estate: tuple[str, Workspace]) -> None:
    name, copy = estate
    first, expected = next(iter(ESTATES[name]["deploys"].items()))
    added = deployed(copy, first).keys() - expected.keys()
    assert {key.partition("/")[0] for key in added} <= {*OURS}


def test_the_catalog_has_a_third_of_the_lines(estate: tuple[str, Workspace]) -> None:
    name, copy = estate
    assert 3 * in_catalog(copy) <= by_hand(name)


def test_a_further_environment_takes_a_few(estate: tuple[str, Workspace]) -> None:
    _, copy = estate
    _, second, third = environments(copy)
    assert added_by(second, copy) <= 3
    assert added_by(third, copy) <= 20


def test_the_page_counts_right(estate: tuple[str, Workspace]) -> None:
    name, copy = estate
    first, *further = environments(copy)
    counted = {
        f"by hand, for `{first}` alone": by_hand(name),
        "this catalog, for all three": in_catalog(copy),
        **{f"of these only for `{other}`": added_by(other, copy) for other in further},
    }
    page = (EXAMPLES / name / "README.md").read_text()
    assert {what: int(number) for what, number in re.findall(r"^\| (.+) \| (\d+) \|$", page, re.M)} == counted


def by_hand(estate: str) -> int:
    """The lines that the originals have for one environment."""
    return sum(original["lines"] for original in ESTATES[estate]["originals"].values())


def in_catalog(copy: Workspace) -> int:
    return sum(len(lines(file)) for file in files(copy))


def added_by(environment: str, copy: Workspace) -> int:
    """The lines that would not be there without an environment."""
    return sum(len(only_for(environment, file)) for file in files(copy))


def environments(copy: Workspace) -> list[str]:
    return [*yaml.safe_load((copy.root / "catalog/platform.yaml").read_text())["environments"]]


def files(copy: Workspace) -> list[Path]:
    return sorted((copy.root / "catalog").rglob("*.yaml"))


def lines(file: Path) -> set[int]:
    """The numbers of the lines that say something."""
    text = file.read_text().splitlines()
    return {number for number, line in enumerate(text) if line.strip() and not line.strip().startswith("#")}


def only_for(environment: str, file: Path) -> set[int]:
    root = yaml.compose(file.read_text())
    every = _child(root, "environments")
    own = _child(every[1], environment) if every else None
    if not every or not own:
        return set()
    key, value = every if len(every[1].value) == 1 else own
    end = value.end_mark.line + (1 if value.end_mark.column else 0)
    return lines(file) & set(range(key.start_mark.line, end))


def _child(node: yaml.Node | None, name: str) -> tuple[yaml.Node, yaml.Node] | None:
    """The key and the value of that name in a mapping."""
    return next(((key, value) for key, value in node.value if key.value == name), None) if node else None


def deployed(copy: Workspace, environment: str) -> dict[str, JsonMap]:
    """What an environment's overlays build to, by `Kind/name`."""
    folders = sorted(path.name for path in (copy.root / "overlays" / environment).iterdir())
    built = [manifest for folder in folders for manifest in copy.build(f"overlays/{environment}/{folder}")]
    return {f"{manifest['kind']}/{manifest['metadata']['name']}": manifest for manifest in built}


def essence(manifest: JsonMap) -> JsonMap:
    """What `estates.yaml` knows of a manifest."""
    spec = manifest.get("spec", {})
    return dict(ESSENCE[manifest["kind"]](spec)) if manifest["kind"] in ESSENCE else {**manifest, **spec}


def _service(spec: JsonMap) -> Facts:
    yield "type", spec["type"]
    yield "headless", spec.get("clusterIP") == "None"
    yield "ports", {port["port"]: port["targetPort"] for port in spec["ports"]}
    yield "nodes", [port["nodePort"] for port in spec["ports"] if "nodePort" in port]
    yield "pods", spec["selector"]


def _network_policy(spec: JsonMap) -> Facts:
    yield "from", [_peer(peer) for rule in spec.get("ingress", []) for peer in rule.get("from", [{}])]


def _claim(spec: JsonMap) -> Facts:
    yield "size", spec["resources"]["requests"]["storage"]


def _gateway(spec: JsonMap) -> Facts:
    yield "class", spec["gatewayClassName"]
    yield "listeners", {listener["name"]: listener["port"] for listener in spec["listeners"]}


def _route(spec: JsonMap) -> Facts:
    yield "parents", [parent["name"] for parent in spec["parentRefs"]]
    yield "paths", sorted(match["path"]["value"] for rule in spec["rules"] for match in rule["matches"])
    yield "backends", {ref["name"]: ref["port"] for rule in spec["rules"] for ref in rule["backendRefs"]}


def _peer(peer: JsonMap) -> Json:
    """The pods that may connect by their labels (`{}` for all beside it), or their namespace, or `anywhere`."""
    if "podSelector" in peer:
        return peer["podSelector"].get("matchLabels", {})
    return peer["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"] if peer else "anywhere"


def _workload(spec: JsonMap) -> Facts:
    pod = spec["template"]["spec"]
    (container,) = pod["containers"]
    yield "image", container["image"]
    yield "replicas", spec["replicas"]
    yield "ports", sorted(port["containerPort"] for port in container.get("ports", []))
    yield "env", {item["name"]: _value(item) for item in container.get("env", [])}
    volumes = {volume["name"]: _volume(volume) for volume in pod.get("volumes", [])}
    claims = {claim["metadata"]["name"]: _template(claim["spec"]) for claim in spec.get("volumeClaimTemplates", [])}
    yield (
        "mounts",
        {item["mountPath"]: {**volumes, **claims}[item["name"]] for item in container.get("volumeMounts", [])},
    )
    yield "annotations", spec["template"]["metadata"].get("annotations")
    yield "account", pod["serviceAccountName"]
    yield "strategy", spec.get("strategy", {}).get("type")
    yield "names", spec.get("serviceName")
    yield "grace", pod.get("terminationGracePeriodSeconds")
    yield "user", pod["securityContext"].get("runAsUser")
    yield from container.get("resources", {}).items()
    yield "capabilities", container["securityContext"].get("capabilities", {}).get("add")
    yield "stop", _command(container.get("lifecycle", {}).get("preStop"))
    yield "ready", _command(container.get("readinessProbe"))
    yield "alive", _command(container.get("livenessProbe"))
    apart = pod.get("affinity", {}).get("podAntiAffinity", {}).get("requiredDuringSchedulingIgnoredDuringExecution")
    yield "apart", apart and apart[0]["topologyKey"]


def _value(variable: JsonMap) -> str:
    source = variable.get("valueFrom", {})
    if "secretKeyRef" in source:
        return f"secret {source['secretKeyRef']['name']}/{source['secretKeyRef']['key']}"
    return f"field {source['fieldRef']['fieldPath']}" if "fieldRef" in source else str(variable["value"])


def _volume(volume: JsonMap) -> str:
    claim = volume.get("persistentVolumeClaim")
    return f"claim {claim['claimName']}" if claim else "emptyDir" if "emptyDir" in volume else "other"


def _template(spec: JsonMap) -> str:
    size: str = spec["resources"]["requests"]["storage"]
    return f"{size} of {spec['storageClassName']}" if "storageClassName" in spec else size


def _command(probe: JsonMap | None) -> str:
    return " ".join((probe or {}).get("exec", {}).get("command", []))


ESSENCE: dict[str, Callable[[JsonMap], Facts]] = {
    "Deployment": _workload,
    "StatefulSet": _workload,
    "Service": _service,
    "NetworkPolicy": _network_policy,
    "PersistentVolumeClaim": _claim,
    "Gateway": _gateway,
    "HTTPRoute": _route,
}
