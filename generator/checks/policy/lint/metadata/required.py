"""Labels or annotations that the platform asks of every object."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.checks.admission.wrong import Wrong
from generator.json_types import JsonMap, as_map


def lacking(manifest: JsonMap, rule: str, field: str, wanted: Mapping[str, str]) -> Iterator[Wrong]:
    found = as_map(as_map(manifest.get("metadata")).get(field))
    for key, pattern in wanted.items():
        value = found.get(key)
        place = ("metadata", field, key)
        if value is None:
            yield Wrong(rule, f"the {field[:-1]} {key} is missing", f"add `{key}` to `{field}`", place)
        elif pattern and not re.fullmatch(pattern, str(value)):
            yield Wrong(rule, f'the {field[:-1]} {key} is "{value}", expected {pattern}', "change it", place)
