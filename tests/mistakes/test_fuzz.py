"""Whatever stands in the catalog: findings at places that exist, never an exception.

Most examples are planned and laid out but not rendered: kustomize takes a tenth of a second, the rest a hundredth. What
those examples leave sound is rendered in a few examples of their own.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.cache.files import FileDigests
from generator.cache.index import Index
from generator.findings import Finding
from generator.inputs import Inputs
from generator.json_types import Json, JsonMap
from generator.make import Maker
from generator.pipeline import Options
from generator.workspace import Workspace as Repository
from tests.conftest import Workspace

PLATFORM = """\
name: shop
environments:
  base: {abstract: true, kubernetes: "1.36"}
  dev: {extends: base, domain: dev.example.com, defaults: {replicas: 1, labels: {stage: dev}}}
  prod:
    extends: base
    domain: example.com
    quota: {pods: 40, requests.cpu: "10"}
    limits: [{type: Container, default: {cpu: 500m}}]
    manifests: [{apiVersion: v1, kind: ConfigMap, metadata: {name: motd}, data: {text: hello}}]
defaults: {size: small, annotations: {example.com/docs: "https://{domain}/{name}"}}
profiles: {web: {port: 8080, health: /health}}
sizes: {tiny: {requests: {cpu: 10m, memory: 32Mi}}}
"""

SERVICE = """\
image: registry.example.com/shop/orders:1.4.2
profiles: [web]
owner: checkout
ports: {metrics: {containerPort: 9090, servicePort: 0}, grpc: 9000}
replicas: 3
env:
  LOG_LEVEL: info
  REGION: {config: REGION}
  PASSWORD: {secret: database-password}
  POD_IP: {field: status.podIP}
  URL: "https://{domain}/"
config:
  mount: /etc/orders
  files: {app.yml: "currency: EUR", logo.txt: {from: files/logo.txt}}
  values: {REGION: eu}
persistence: {data: {mount: /data, size: 10Gi}}
volumes: {tmp: /tmp, certs: {mount: /certs, secret: {secretName: orders-certs}}}
resources: {requests: {cpu: 100m}, limits: {memory: 512Mi}}
autoscale: {min: 2, max: 10, cpu: 70, behavior: {scaleDown: {stabilizationWindowSeconds: 60}}}
podDisruptionBudget: {maxUnavailable: 1}
expose: [{host: "orders.{domain}", paths: [/, {path: /api, port: http}], tls: true}]
dependsOn: [{service: other, ports: [http]}, {cidr: 10.0.0.0/8, ports: [443]}]
metrics: {port: http, interval: 30s}
strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1, maxUnavailable: 25%}}
topologySpreadConstraints: [zone]
tolerations: [{key: dedicated, operator: Exists}]
securityContext: {runAsUser: 1000}
containers: {proxy: {image: "registry.example.com/proxy:2", ports: {proxy: 7000}, size: small, env: {A: b}}}
initContainers: [{name: migrate, image: "registry.example.com/shop/orders:1.4.2", args: [migrate]}]
serviceAccount: {annotations: {example.com/role: orders}}
service: {type: ClusterIP, ports: {http: 80}}
services: {orders-admin: {ports: {admin: 8081}}}
patches:
  - {target: {kind: Deployment}, patch: {spec: {paused: true}}}
  - {target: {kind: Service, name: orders}, patch: [{op: add, path: /metadata/labels/a, value: b}]}
manifests: [{apiVersion: v1, kind: ConfigMap, metadata: {name: extra}, data: {a: b}}, {from: files/extra.yml}]
environments:
  dev: {replicas: 1, autoscale: null, env: {LOG_LEVEL: debug}, persistence: null}
  prod: {autoscale: {min: 4}, env: {REGION: null}}
"""

JOB = """\
kind: CronJob
image: registry.example.com/shop/nightly:1.0.0
schedule: "0 3 * * *"
timeZone: Europe/Berlin
restartPolicy: OnFailure
backoffLimit: 2
args: [--all]
"""

OTHER = "image: registry.example.com/shop/other:1.0.0\nprofiles: [web]\n"
EXTRA = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: from-file}\ndata: {a: b}\n---\n# nothing\n"

FILES = {
    "catalog/platform.yaml": PLATFORM,
    "catalog/services/orders.yaml": SERVICE,
    "catalog/services/nightly.yaml": JOB,
    "catalog/services/other.yaml": OTHER,
    "catalog/services/files/extra.yml": EXTRA,
    "catalog/services/files/logo.txt": "logo",
}
"""A valid catalog that says a little of everything."""

CATALOG = tuple(name for name in FILES if "/files/" not in name)

ODD_VALUES: tuple[Json, ...] = (
    None, True, False, 0, -1, 1.5, 10**30, -(10**400), "", " ", "a", "*", "{domain}", "{nope}", "{{x}}", "\x00", "\x85",
    "\ud7ff\ufffe", "😀" * 70, "a" * 300, "../..", "/", "0", "1e9", "yes", "<<", "$patch", "${A}", "A b:c#d", "²",
    [], {}, [None], [[[]]], {"": None}, [{}], {"name": "x"}, [{"name": "x"}, {"name": "x"}],
    {"from": "files/extra.yml"},
    {"$patch": "delete"}, {"a": {"b": [1, None, {"c": "d"}]}},
)  # fmt: skip

ODD_TEXTS = (
    "\t", "\n", " ", ":", "- ", "{", "}", "[", "]", "'", '"', "#", "&a ", "*a", "!x ", "<<: *a\n", "---\n", "...\n",
    "%YAML 1.1\n", "? ", "|\n", ">\n", "@", "`", "\r", "\u2028", "\ufeff", "\u00a0", "<<<<<<< HEAD\n", "0" * 50,
    "!!binary ", "~", "1.10",
)  # fmt: skip


def paths(value: Json, path: tuple[Json, ...] = ()) -> list[tuple[Json, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, item in items for found in paths(item, (*path, key)))]


@cache
def keys() -> tuple[str, ...]:
    """Words that mean something somewhere."""
    found = {
        step for text in FILES.values() for doc in yaml.safe_load_all(text) for path in paths(doc) for step in path
    }
    return tuple(sorted(str(step) for step in found))


def mutated(draw: Callable[[st.SearchStrategy[Json]], Json], value: Json) -> Json:
    """The same data with one change at a random place."""
    path = draw(st.sampled_from(paths(value)[1:] or [()]))
    if not path:
        return draw(st.sampled_from(ODD_VALUES))
    copy: Json = json.loads(json.dumps(value))
    parent = copy
    for step in path[:-1]:
        parent = parent[step]
    change = draw(st.sampled_from(("delete", "replace", "rename", "insert", "move", "wrap")))
    if change == "delete":
        del parent[path[-1]]
    elif change == "replace":
        parent[path[-1]] = draw(st.sampled_from(ODD_VALUES))
    elif change == "wrap":
        parent[path[-1]] = draw(st.sampled_from((lambda item: [item], lambda item: {"value": item}, str)))(
            parent[path[-1]]
        )
    elif change == "move":
        source = draw(st.sampled_from(paths(value)))
        found = value
        for step in source:
            found = found[step]
        parent[path[-1]] = found
    elif isinstance(parent, dict):
        item = parent.pop(path[-1]) if change == "rename" else draw(st.sampled_from(ODD_VALUES))
        parent[draw(st.sampled_from(keys()))] = item
    else:
        parent.insert(path[-1], draw(st.sampled_from(ODD_VALUES)))
    return copy


@st.composite
def data_mutations(draw: Callable[[st.SearchStrategy[Json]], Json]) -> dict[str, str]:
    """Catalogs in which a few values are others."""
    files = dict(FILES)
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(CATALOG))
        data = mutated(draw, yaml.safe_load(files[name]))
        files[name] = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    return files


@st.composite
def text_mutations(draw: Callable[[st.SearchStrategy[Json]], Json]) -> dict[str, str]:
    """Catalogs in which pieces of text are missing, doubled or strewn in."""
    files = dict(FILES)
    name = draw(st.sampled_from((*CATALOG, "catalog/services/files/extra.yml")))
    text = files[name]
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 30)))
        strewn = draw(st.sampled_from((*ODD_TEXTS, "", text[start:end], text[start:end] * 2)))
        text = text[:start] + strewn + text[draw(st.sampled_from((start, end))) :]
    files[name] = text
    return files


def write(root: Path, files: dict[str, str]) -> Path:
    """The last of the files."""
    path = root
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return path


def examined(root: Path) -> list[Finding]:
    """Everything of a run but kustomize and kubeconform: read, check, plan, factor, lay out."""
    scratch = root / "scratch"
    inputs = Inputs(root, Index(), FileDigests(root, {}))
    maker = Maker(Repository(root, dict(os.environ)), inputs, scratch, Options())
    found = list(inputs.findings)
    for name in inputs.entries:
        unit = maker.unit(name)
        found += unit.findings
        if not unit.broken and not maker.stopped:
            assert unit.files(inputs.catalog)
    maker.batch.close()
    return [*found, *inputs.duplicates()]


def assert_placed(root: Path, source: JsonMap) -> None:
    """The place exists: a file, a line in it, a column in that line or just behind it."""
    file = root / source["file"]
    assert file.exists()
    text = file.read_bytes().decode("utf-8", "replace").removeprefix("\ufeff")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert 1 <= source["line"] <= len(lines), source
    assert 1 <= source["column"] <= len(lines[source["line"] - 1]) + 1, source


bounded = settings(
    max_examples=int(os.environ.get("FUZZ_EXAMPLES", "150")),
    derandomize="FUZZ_EXAMPLES" not in os.environ,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


@bounded
@given(files=st.one_of(data_mutations(), text_mutations()))
def test_no_catalog_is_met_with_an_exception(root: Path, files: dict[str, str]) -> None:
    write(root, files)
    for finding in examined(root):
        assert_placed(root, finding.as_json()["source"])
        assert "\n" not in finding.hint
        assert finding.message and not finding.message.startswith("internal")


def test_no_part_of_a_file_is_met_with_an_exception(tmp_path: Path) -> None:
    """A file that ends after any of its characters, in the middle of being written."""
    write(tmp_path, {"catalog/platform.yaml": PLATFORM})
    service = write(tmp_path, {"catalog/services/nightly.yaml": JOB})
    for end in range(len(JOB)):
        service.write_text(JOB[:end])
        for finding in examined(tmp_path):
            assert_placed(tmp_path, finding.as_json()["source"])


def test_no_broken_byte_is_met_with_an_exception(tmp_path: Path) -> None:
    write(tmp_path, {"catalog/platform.yaml": PLATFORM})
    service = write(tmp_path, {"catalog/services/nightly.yaml": JOB})
    for place in range(0, len(JOB), 7):
        service.write_bytes(JOB.encode()[:place] + b"\xc3" + JOB.encode()[place:])
        found = examined(tmp_path)
        assert [finding.rule for finding in found] == ["invalid-encoding"]
        assert_placed(tmp_path, found[0].as_json()["source"])


@settings(bounded, max_examples=max(12, bounded.max_examples // 12))
@given(files=data_mutations())
def test_what_is_rendered_of_it_is_no_surprise_either(root: Path, files: dict[str, str]) -> None:
    """The whole command. An internal error would exit with 3, and so would a tree that is not what was planned."""
    write(root, files)
    result = Workspace(root).kubecatalog("validate", "--format", "json")
    assert (result.code in (0, 1), result.err) == (True, "")
    for finding in json.loads(result.out)["findings"]:
        if finding["category"] != "drift":
            assert_placed(root, finding["source"])


def test_the_catalog_that_is_mutated_is_sound(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    assert Workspace(tmp_path).kubecatalog("render").out.count("error[") == 0
