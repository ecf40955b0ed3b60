"""Data over what a file holds: the last step of the one merge rule, at which null removes."""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.model.merge import is_fresh


def merged(file: JsonMap, data: JsonMap) -> JsonMap:
    """Nulls of the file itself, and of lists, stay."""
    below: JsonMap = {} if is_fresh(data) else file
    result = {key: value for key, value in below.items() if key not in data}
    for key, value in data.items():
        if value is not None:
            result[key] = _over(below.get(key), value)
    return result


def _over(below: Json, above: Json) -> Json:
    if not isinstance(above, dict):
        return above
    return merged(below if isinstance(below, dict) else {}, above)
