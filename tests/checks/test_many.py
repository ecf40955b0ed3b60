"""What is found in many rendered overlays, by two processes, is what is found in few."""

from __future__ import annotations

import os
import re

import pytest

from generator.checks import alike, forked, many, rendered
from tests.conftest import Workspace

_PLATFORM = """\
name: shop
environments:
  dev: {kubernetes: "1.36"}
  old: {kubernetes: "1.34"}
  prod: {extends: dev, production: true, podSecurity: {enforce: restricted}}
"""
_SERVICE = """\
image: registry.example.com/shop/{name}:latest
port: 8080
patches:
  - target: {{kind: Deployment}}
    patch:
      spec: {{minReadySeconds: {seconds}, template: {{spec: {{priorityClassName: {priority}, hostPID: true}}}}}}
"""


def _found(workspace: Workspace) -> str:
    out = workspace.kubecatalog("validate", "--format", "json").out
    return re.sub(r'"seconds": [0-9.]+', "", out)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="only a fork is quick enough")
def test_of_many_is_found_what_is_found_of_few(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace.write("catalog/platform.yaml", _PLATFORM)
    for name, priority, seconds in (
        ("a", "nowhere", "1"),
        ("b", "system-node-critical", "-1"),
        ("c", "nowhere", "ten"),
    ):
        text = _SERVICE.format(name=name, priority=priority, seconds=seconds)
        workspace.write(f"catalog/services/{name}.yaml", text)
    few = _found(workspace)
    wanted = ("pod-security-host-namespaces", "out-of-range", "wrong-type")
    assert [rule for rule in wanted if f'"{rule}"' not in few] == []
    for module in (alike, forked):
        monkeypatch.setattr(module, "LEAST", 0)
    monkeypatch.setattr(rendered, "_MANY", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    forget = workspace.root / ".kubecatalog" / "index.json"
    forget.unlink()
    assert _found(workspace) == few
    forget.unlink()
    monkeypatch.setattr(many, "_work", lambda *_: os._exit(9))  # killed, as the kernel does where memory ends
    assert _found(workspace) == few
