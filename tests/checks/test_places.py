"""Where `check` says that something is wrong: in a stream, and in what a kustomization builds of."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from generator.catalog.yaml_source import locate
from generator.checks.origins import Origin, built
from generator.checks.places import Stream
from generator.json_types import parsed
from generator.report import text
from generator.tools.locate import CHECKOUT, tool
from tests.conftest import Workspace

DEPLOYMENT = """\
# a comment
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replica: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "web:1"}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: wbe}
  ports: [{port: 80}]
"""
BASE = """\
resources: [deploy.yaml]
configMapGenerator:
  - {name: one, literals: [a=b]}
  - name: two
    literals: [a=b]
    options: {labels: {bad: "a b"}}
"""
PROD = """\
namePrefix: prod-
buildMetadata: [managedByLabel]
resources: [../base]
patches:
  - patch: '{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {minReadySeconds: -5}}'
"""


@pytest.fixture
def shop(workspace: Workspace) -> Workspace:
    workspace.write("base/deploy.yaml", DEPLOYMENT)
    workspace.write("base/kustomization.yaml", BASE)
    workspace.write("prod/kustomization.yaml", PROD)
    return workspace


def test_what_a_kustomization_builds_is_told_where_it_is_written(shop: Workspace) -> None:
    findings = json.loads(shop.kubecatalog("check", "--format", "json", ".").out)["findings"]
    assert sorted((item["rule"], item["source"]["file"], item["source"]["line"]) for item in findings) == [
        ("malformed-value", "base/kustomization.yaml", 4),
        ("out-of-range", "prod/kustomization.yaml", 1),  # a patch makes it so
        ("service-without-pods", "base/deploy.yaml", 18),
        ("unknown-field", "base/deploy.yaml", 8),
    ]


def test_asking_for_it_changes_nothing_else(shop: Workspace, tmp_path: Path) -> None:
    kustomize = tool("kustomize", CHECKOUT, os.environ)
    written = (shop.root / "base" / "deploy.yaml").resolve()
    output, origins = built(kustomize, shop.root / "prod", tmp_path / "around", os.environ)
    assert [origin and (origin.file.name, origin.kind) for origin in origins] == [
        *[("kustomization.yaml", "ConfigMapGenerator")] * 2,
        *[("deploy.yaml", "")] * 2,
    ]
    assert origins[2] == Origin(written)
    (shop.root / "prod" / "kustomization.yaml").write_text(f"{PROD}openapi: {{version: v1.21.2}}\n")
    assert built(kustomize, shop.root / "prod", tmp_path / "none", os.environ) == (output, ())


@pytest.mark.parametrize(
    "text",
    [
        "a: {b: 1}\n---\na:\n  b: 2\n--- {a: {b: 3}}\n---\n# nothing\n---\na: {b: 4}\n",
        "# first\n\n---\na: {b: 1}\n---\na:\n  b: |\n    ---x\n---\n'a': {b: 3}",
        "a: {b: 1}\r\n---\r\na:\r\n  b: 2\r\n",
        "%YAML 1.1\n---\na: {b: 1}\n...\n---\na: {b: 2}\n",
        "a: {b: 1}\n...\na: {b: 2}\n",
        "\ufeffa: {b: 1}\n---\na: {b: 2}\n",
        '{"a": {"b": 1}}',
        "",
    ],
)
def test_a_document_alone_is_where_it_is_in_its_stream(text: str) -> None:
    for document in range(5):
        for field in ("a.b", "a", "c", ""):
            expected = locate(text.encode(), parsed(field), document=document)
            assert Stream(text.encode()).place(document, parsed(field), key=False) == expected, (document, field)


_TOLD = """\
apiVersion: v1
kind: Pod
metadata: {name: main, namespace: shop}
spec:
  containers: [{name: main, image: "example.com/main:1", envFrom: [{secretRef: {name: a}}, {secretRef: {name: b}}]}]
"""


def test_what_is_not_told_is_only_counted(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(6):
        twice = f"---\n{_TOLD.replace('main:1', 'main')}" if number == 4 else ""
        workspace.write(f"shop/{number}.yaml", f"{_TOLD}{twice}".replace("name: main, n", f"name: main-{number}, n"))
    workspace.write("shop/9.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: main}\ndta: {}\n")
    everything = _findings(workspace)
    assert everything[1].startswith("shop/9.yaml:4:1: error[unknown-field]")  # the worst first
    for most in (1, 2, len(everything) // 2):
        monkeypatch.setattr(text, "MOST", most)
        *found, left = _findings(workspace)
        assert found == everything[:most]
        assert left == f"... and {len(everything) - most} more; `--format json` lists all"


def _findings(workspace: Workspace) -> list[str]:
    """The first lines of findings, and the one that says how many are left."""
    lines = workspace.kubecatalog("check", "shop").out.split("\n")
    return [line for line in lines if line and not line.startswith(" ") and "skipped" not in line]
