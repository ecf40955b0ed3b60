"""A label selector, and labels -> whether it selects them. What has not the right type asks nothing.

https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.json_types import Json, JsonMap, as_map
from generator.resources.references.maps import maps


def is_empty(selector: JsonMap) -> bool:
    """Whether it selects everything."""
    return not selector.get("matchLabels") and not selector.get("matchExpressions")


def selects(selector: JsonMap, labels: Mapping[str, Json]) -> bool:
    """An empty selector selects everything. In both, null is an empty value."""
    wanted = selector.get("matchLabels")
    if wanted and isinstance(wanted, dict):
        for key, value in wanted.items():
            if key not in labels or (labels[key] or "") != (value or ""):
                return False
    expressions = selector.get("matchExpressions")
    return not expressions or all(_holds(expression, labels) for _, expression in maps(expressions))


def _is(labels: Mapping[str, Json], key: str, value: Json) -> bool:
    return key in labels and (labels[key] or "") == (value or "")


def _holds(expression: JsonMap, labels: Mapping[str, Json]) -> bool:
    """What asks nothing that there is holds: it is wrong in itself."""
    key, operator, values = str(expression.get("key")), expression.get("operator"), _values(expression)
    if operator in ("In", "NotIn"):
        found = any(_is(labels, key, value) for value in values)
        return not values or found == (operator == "In")
    return operator not in ("Exists", "DoesNotExist") or (key in labels) == (operator == "Exists")


def _values(expression: JsonMap) -> list[Json]:
    values = expression.get("values")
    return values if isinstance(values, list) else []


def shown(selector: Json) -> str:
    """`app=web, tier in (a, b)`."""
    selector = as_map(selector)
    parts = [f"{key}={value}" for key, value in as_map(selector.get("matchLabels")).items()]
    for _, item in maps(selector.get("matchExpressions")):
        among = f" ({', '.join(map(str, values))})" if (values := _values(item)) else ""
        parts.append(f"{item.get('key')} {item.get('operator')}{among}")
    return ", ".join(parts) or "everything"
