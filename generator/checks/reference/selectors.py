"""A label selector and labels -> whether it selects them.

https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.checks.reference.facts.plain import as_list
from generator.json_types import Json, JsonMap, as_map
from generator.resources.references.maps import maps


def selects(selector: JsonMap, labels: Mapping[str, str]) -> bool:
    """An empty selector selects everything."""
    for key, value in as_map(selector.get("matchLabels")).items():
        if labels.get(key) != value:
            return False
    return all(_fits(item, labels) for _, item in maps(selector.get("matchExpressions")))


def _fits(expression: JsonMap, labels: Mapping[str, str]) -> bool:
    key, operator, values = str(expression.get("key")), expression.get("operator"), as_list(expression.get("values"))
    if operator == "In":
        return labels.get(key) in values
    if operator == "NotIn":
        return labels.get(key) not in values
    return (key in labels) == (operator == "Exists")


def shown(selector: Json) -> str:
    """`app=web, tier in (a, b)`."""
    selector = as_map(selector)
    parts = [f"{key}={value}" for key, value in as_map(selector.get("matchLabels")).items()]
    for _, item in maps(selector.get("matchExpressions")):
        among = f" ({', '.join(map(str, values))})" if (values := as_list(item.get("values"))) else ""
        parts.append(f"{item.get('key')} {item.get('operator')}{among}")
    return ", ".join(parts) or "everything"
