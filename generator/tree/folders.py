"""Where a unit's base and overlays lie in the repository."""

from __future__ import annotations


def base_folder(unit: str) -> str:
    return f"base/{unit}"


def overlay_folder(environment: str, unit: str) -> str:
    return f"overlays/{environment}/{unit}"
