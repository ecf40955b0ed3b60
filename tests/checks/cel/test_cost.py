"""What rules can cost: in a server's own numbers, which it tells where a rule is too costly."""

from __future__ import annotations

import pytest

from generator.checks.cel import cost
from generator.checks.cel.checker import Declared, check
from generator.checks.cel.declarations import TYPE_NAMES, functions, macros
from generator.checks.cel.shapes import shape
from generator.json_types import JsonMap

SCHEMA: JsonMap = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "maxLength": 20},
        "text": {"type": "string"},
        "tags": {"type": "array", "maxItems": 10, "items": {"type": "string", "maxLength": 5}},
        "list": {"type": "array", "items": {"type": "string"}},
        "map": {"type": "object", "maxProperties": 4, "additionalProperties": {"type": "integer"}},
    },
}

COSTS = {
    "self.name == 'a'": 3,
    "self.name.size() < 3": 4,
    "self.tags.all(tag, tag.startsWith('a'))": 53,
    "self.map.all(key, self.map[key] > 1)": 35,
    "has(self.text) && self.text.matches('a+')": 314576,
    "self.tags.map(tag, tag + 'x').exists(tag, tag == 'ax')": 224,
    "'a' in self.tags": 12,
}


@pytest.mark.parametrize("text", COSTS)
def test_a_rule_costs_what_a_server_estimates(text: str) -> None:
    own = shape(SCHEMA)
    assert own is not None
    declared = Declared({**TYPE_NAMES, "self": own.type}, functions(36), macros(36))
    assert cost.most(check(text, declared), own) == COSTS[text]
