"""What kubeconform says of manifests that are the same but for their namespace is what it says of each."""

from __future__ import annotations

import re

import pytest

from generator.checks import alike
from tests.conftest import Workspace

_SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: {name}
  namespace: {namespace}
spec:
  ports:
  - port: {port}
"""
_SECOND = """\
---
apiVersion: v1
kind: ConfigMap
metadata:
  labels:
    namespace: deep
  name: second
  namespace: {namespace}
data:
  text: |
    metadata:
      namespace: {data}
"""
_LIST = """\
apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: ConfigMap, metadata: {name: in-a-list}, dta: {}}
"""
_FILES = {
    **{
        f"{namespace}/{name}.yaml": _SERVICE.format(name=name, namespace=namespace, port=port)
        for namespace in ("dev", "prod", "no", "null")  # of which the last two are no strings
        for name, port in (("good", 80), ("bad", "'eighty'"), ("other", 81))
    },
    "dev/two.yaml": _SERVICE.format(name="two", namespace="dev", port=1) + _SECOND.format(namespace="dev", data="a"),
    "prod/two.yaml": _SERVICE.format(name="two", namespace="prod", port="x")
    + _SECOND.format(namespace="prod", data="b"),
    "odd/ends.yaml": _SERVICE.format(name="ends", namespace="odd", port="1e") + "...\n",
    "odd/list.yaml": _LIST,
    "odd/nothing.yaml": "# only a comment\n",
    "odd/prefix.yaml": "apiVersion: v1\nkind: Pod\nmetadata:\n  generateName: prefix-\n  namespace: odd\nspc: {}\n",
    "odd/twice.yaml": _SERVICE.format(name="twice", namespace="odd", port=1) + "spec: {}\n",
    "odd/unread.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: [\n",
    "odd/windows.yaml": _SERVICE.format(name="windows", namespace="odd", port="y").replace("\n", "\r\n"),
}


def _found(workspace: Workspace) -> str:
    out = workspace.kubecatalog("check", "--format", "json", "shop").out
    return re.sub(r'"seconds": [0-9.]+', "", out)


def test_one_of_those_that_are_alike_speaks_for_all(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in _FILES.items():
        workspace.write(f"shop/{name}", text)
    each = _found(workspace)
    refused = ["dev/bad", "prod/bad", "no/bad", "no/good", "prod/two", "odd/list", "odd/prefix", "odd/windows"]
    assert [name for name in refused if f'"shop/{name}.yaml"' not in each] == []
    monkeypatch.setattr(alike, "LEAST", 0)
    assert _found(workspace) == each
    monkeypatch.setattr(alike, "_BUNDLE", 1)
    assert _found(workspace) == each
    monkeypatch.setattr(alike, "_written", _no_space)
    assert _found(workspace) == each


def _no_space(*_: object) -> None:
    raise OSError(28, "No space left on device")
