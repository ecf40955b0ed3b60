"""A value of a custom resource and its schema -> the value with defaults, and as its CEL rules see it."""

from __future__ import annotations

import base64
import datetime
from collections.abc import Callable, Mapping

from generator.json_types import Json, JsonMap


def defaulted(value: Json, schema: JsonMap) -> Json:
    """A copy in which what is missing has its default; a null that may not be one counts as missing.

    https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#defaulting
    """
    if isinstance(value, dict):
        return _map(value, schema)
    items = schema.get("items")
    if isinstance(value, list) and isinstance(items, dict):
        return [defaulted(item, items) for item in value]
    return value


def _map(value: JsonMap, schema: JsonMap) -> JsonMap:
    fields: JsonMap = schema.get("properties") or {}
    others = schema.get("additionalProperties")
    result: JsonMap = {}
    for key, item in value.items():
        own = fields.get(key, others if isinstance(others, dict) else {})
        if item is not None:
            result[key] = defaulted(item, own)
    for key, own in fields.items():
        if key not in result and isinstance(own, dict) and "default" in own:
            result[key] = defaulted(own["default"], own)
    return result


def for_cel(value: Json, schema: JsonMap) -> Json:
    """Numbers, times and bytes have types of their own in CEL.

    https://kubernetes.io/docs/reference/using-api/cel/#type-system-integration
    """
    if isinstance(value, dict):
        fields: JsonMap = schema.get("properties") or {}
        others = schema.get("additionalProperties")
        rest = others if isinstance(others, dict) else {}
        return {key: for_cel(item, fields.get(key, rest)) for key, item in value.items()}
    if isinstance(value, list):
        items = schema.get("items")
        return [for_cel(item, items if isinstance(items, dict) else {}) for item in value]
    kinds = schema.get("type") or ()
    if isinstance(value, int) and not isinstance(value, bool) and "number" in kinds:
        return float(value)
    if isinstance(value, str) and (convert := _TEXTS.get(str(schema.get("format")))):
        return convert(value)
    return value


def _time(text: str) -> Json:
    try:
        return datetime.datetime.fromisoformat(text)
    except ValueError:  # its form is judged elsewhere
        return text


def _bytes(text: str) -> Json:
    try:
        return base64.b64decode(text)
    except ValueError:
        return text


_TEXTS: Mapping[str, Callable[[str], Json]] = {"date-time": _time, "byte": _bytes}
