"""Where things lie in a repository: what a run reads and writes, and a unit's base and overlays."""

from __future__ import annotations

GENERATED = ("base", "overlays", "delivery", "secrets", ".sops.yaml")
INPUTS = ("catalog", "secrets", "schemas/crds", ".sops.yaml")
"""What a run reads of a repository beside what it has generated."""


def base_folder(unit: str) -> str:
    return f"base/{unit}"


def overlay_folder(environment: str, unit: str) -> str:
    return f"overlays/{environment}/{unit}"
