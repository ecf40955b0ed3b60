"""What a second process finds in half of the files is what one process finds in all of them."""

from __future__ import annotations

import os
import re

import pytest

from generator.checks import forked, shares
from tests.conftest import Workspace

_POD = """\
apiVersion: v1
kind: Pod
metadata: {{name: {name}, namespace: shop{more}}}
spec:
  priorityClassName: {priority}
  containers: [{{name: main, image: "example.com/main:1", envFrom: [{{configMapRef: {{name: {config}}}}}]}}]
"""
_WAIVER = ', annotations: {kubecatalog.dev/waive: "absent-config-map: made by hand (until 2999-01-31)"}'
_DEFINITION = """\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec:
  group: example.com
  names: {kind: Widget, plural: widgets}
  scope: Namespaced
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties: {spec: {type: object, properties: {size: {type: integer, format: int32}}}}
"""
_FILES = {
    "a/definition.yaml": _DEFINITION,
    "a/pod.yaml": _POD.format(name="a", priority="high", config="there", more=""),
    "b/pod.yaml": _POD.format(name="b", priority="nowhere", config="nowhere", more=""),
    "b/unread.yaml": "a: [\n",
    "c/classes.yaml": "apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: high}\nvalue: 1\n",
    "c/config.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: there, namespace: shop}\ndta: {}\n",
    "c/pod.yaml": _POD.format(name="c", priority="high", config="nowhere", more=_WAIVER),
    "c/twice.yaml": _POD.format(name="a", priority="high", config="there", more=""),
    "c/widget.yaml": "apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: a}\nspec: {size: 3000000000}\n",
}


def _found(workspace: Workspace) -> str:
    out = workspace.kubecatalog("check", "--format", "json", "shop").out
    return re.sub(r'"seconds": [0-9.]+', "", out)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="only a fork is quick enough")
def test_two_processes_find_what_one_finds(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in _FILES.items():
        workspace.write(f"shop/{name}", text)
    alone = _found(workspace)
    wanted = ("absent-config-map", "unreadable-manifest", "duplicate-object", "undecodable-value", "unknown-class")
    assert [rule for rule in wanted if f'"{rule}"' not in alone] == []
    monkeypatch.setattr(forked, "LEAST", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert _found(workspace) == alone
    monkeypatch.setattr(shares, "_work", lambda *_: os._exit(9))  # killed, as the kernel does where memory ends
    assert _found(workspace) == alone
