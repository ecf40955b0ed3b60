"""The shapes of random values that the catalog can ask for."""

from __future__ import annotations

from generator.json_types import Json, JsonMap

GENERATE: JsonMap = {"type": ["object", "string"]}


def expanded(value: Json) -> Json:
    return value
