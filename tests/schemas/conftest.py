"""The pinned kubeconform, and manifests judged by it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from generator.checks.kubeconform import SchemaResult, validate
from generator.tools.locate import CHECKOUT, tool

Judge = Callable[..., list[SchemaResult]]


@pytest.fixture(scope="session")
def kubeconform() -> Path:
    return tool("kubeconform", CHECKOUT, os.environ)


@pytest.fixture
def judge(kubeconform: Path, tmp_path: Path) -> Judge:
    """Text of manifests -> results; `root` is the repository that they are in."""

    def judged(text: str, *, version: str = "1.36", name: str = "manifests.yaml") -> list[SchemaResult]:
        file = tmp_path / name
        file.write_text(dedent(text))
        return list(validate({file: version}, kubeconform=kubeconform, root=tmp_path))

    return judged
