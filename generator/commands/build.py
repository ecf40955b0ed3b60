"""`build`: print what one overlay renders to, from the catalog as it is now."""

from __future__ import annotations

import sys

from generator.catalog.suggest import did_you_mean
from generator.errors import FINDINGS, KubecatalogError
from generator.make import render_one
from generator.report import text
from generator.workspace import Workspace


def run(workspace: Workspace, overlay: str) -> int:
    environment, slash, unit = overlay.strip("/").removeprefix("overlays/").partition("/")
    if not slash or not unit:
        raise KubecatalogError(f'"{overlay}" is not ENVIRONMENT/SERVICE', "for example: kubecatalog build dev/orders")
    result = render_one(workspace, environment, unit)
    if result.unit is None:
        hint = did_you_mean(unit, result.known) or f"there are {', '.join(result.known)}"
        raise KubecatalogError(f'there is no service "{unit}" in {environment or "the catalog"}', hint)
    for line in text.of(result.unit.findings, workspace.root):
        print(line, file=sys.stderr)
    if result.rendered is None:
        if result.unit.broken:
            return FINDINGS
        hint = did_you_mean(environment, result.unit.resources) or _elsewhere(list(result.unit.resources))
        raise KubecatalogError(f'"{unit}" does not exist in the environment "{environment}"', hint)
    print(result.rendered.yaml(), end="")
    return 0


def _elsewhere(environments: list[str]) -> str:
    return f"it exists in {', '.join(environments)}" if environments else "it exists nowhere: nothing is enabled"
