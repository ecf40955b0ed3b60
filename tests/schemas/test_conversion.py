"""A definition as upstream writes it -> the strict schema, one rule of the API server a test."""

from __future__ import annotations

import pytest

from generator.json_types import Json, JsonMap
from generator.schemas import crd, kubernetes, layout

OBJECT: JsonMap = {"type": "object"}


def test_a_structural_object_is_closed_and_prose_is_dropped() -> None:
    schema = {
        "type": "object",
        "description": "a shop",
        "properties": {"description": {"type": "string", "description": "its sign", "example": "open"}},
        "required": ["description"],
    }
    assert crd.structural(schema) == {
        "type": "object",
        "properties": {"description": {"type": "string"}},
        "required": ["description"],
        "additionalProperties": False,
    }


@pytest.mark.parametrize(
    ("schema", "additional"),
    [
        (OBJECT, False),
        ({**OBJECT, "x-kubernetes-preserve-unknown-fields": True}, None),
        ({**OBJECT, "properties": {}, "x-kubernetes-preserve-unknown-fields": True}, None),
        ({**OBJECT, "additionalProperties": True}, True),
        ({**OBJECT, "additionalProperties": {"type": "string"}}, {"type": ["string", "null"]}),
        ({**OBJECT, "additionalProperties": OBJECT}, {"type": ["object", "null"], "additionalProperties": False}),
        ({"x-kubernetes-preserve-unknown-fields": True}, None),
    ],
)
def test_where_unknown_fields_are_allowed(schema: JsonMap, additional: Json) -> None:
    assert crd.structural(schema).get("additionalProperties") == additional


def test_a_null_is_as_good_as_an_absent_field_but_not_in_a_list_or_for_a_required_one() -> None:
    schema = {
        "type": "object",
        "properties": {
            "a": {"type": "string"},
            "b": {"type": "string", "enum": ["x"]},
            "c": {"type": "array", "items": {"type": "string"}},
            "d": {"type": "string", "nullable": True},
        },
        "required": ["a", "d"],
    }
    assert crd.structural(schema)["properties"] == {
        "a": {"type": "string"},
        "b": {"type": ["string", "null"], "enum": ["x", None]},
        "c": {"type": ["array", "null"], "items": {"type": "string"}},
        "d": {"type": ["string", "null"]},
    }


def test_a_required_field_with_a_default_may_be_missing() -> None:
    schema = {"type": "object", "properties": {"a": {"type": "integer", "default": 1}}, "required": ["a"]}
    assert crd.structural(schema) == {
        "type": "object",
        "properties": {"a": {"type": ["integer", "null"], "default": 1}},
        "additionalProperties": False,
    }


def test_integer_or_string() -> None:
    plain = {"x-kubernetes-int-or-string": True, "anyOf": [{"type": "integer"}, {"type": "string"}], "pattern": "^a$"}
    assert crd.structural(plain) == {
        "x-kubernetes-int-or-string": True,
        "type": ["integer", "string"],
        "pattern": "^a$",
    }


def test_a_union_judges_values_and_closes_nothing() -> None:
    schema = {
        "type": "object",
        "properties": {"a": {"type": "string"}, "b": {"type": "string"}},
        "oneOf": [{"required": ["a"], "properties": {"a": {"description": "x", "minLength": 1}}}, {"required": ["b"]}],
        "not": {"required": ["c"], "title": "none"},
    }
    result = crd.structural(schema)
    assert result["oneOf"] == [{"required": ["a"], "properties": {"a": {"minLength": 1}}}, {"required": ["b"]}]
    assert result["not"] == {"required": ["c"]}


def test_a_union_is_chosen_by_a_default_too() -> None:
    schema = {
        "type": "object",
        "properties": {"type": {"type": "string", "default": "A"}},
        "oneOf": [{"properties": {"type": {"enum": ["A"]}}}, {"properties": {"type": {"not": {"enum": ["A"]}}}}],
    }
    first, second = crd.structural(schema)["oneOf"]
    assert "required" not in first
    assert second["required"] == ["type"]


def test_exclusive_bounds_are_numbers() -> None:
    schema = {"type": "number", "minimum": 0, "exclusiveMinimum": True, "maximum": 9, "exclusiveMaximum": False}
    assert crd.structural(schema) == {"type": "number", "exclusiveMinimum": 0, "maximum": 9}


def test_an_embedded_resource_has_a_type_and_metadata() -> None:
    schema = {**OBJECT, "x-kubernetes-embedded-resource": True, "x-kubernetes-preserve-unknown-fields": True}
    result = crd.structural(schema)
    assert result["required"] == ["apiVersion", "kind"]
    assert result["properties"]["metadata"] == {"$ref": "#/$defs/ObjectMeta"}
    assert "additionalProperties" not in result


def test_the_root_knows_its_type_and_keeps_limits_on_metadata() -> None:
    limits = {"type": "object", "properties": {"name": {"type": "string", "maxLength": 8}}}
    result = crd.root({"type": "object", "properties": {"metadata": limits, "spec": OBJECT}}, "example.com/v1", "Shop")
    assert result["properties"]["apiVersion"] == {"type": "string", "enum": ["example.com/v1"]}
    assert result["properties"]["kind"] == {"type": "string", "enum": ["Shop"]}
    assert result["properties"]["metadata"] == {
        "allOf": [{"$ref": "#/$defs/ObjectMeta"}, {"properties": {"name": {"type": "string", "maxLength": 8}}}]
    }


def test_types_of_kubernetes_stand_in_one_list_and_descriptions_go() -> None:
    schema = {
        "description": "a quantity",
        "properties": {"description": {"oneOf": [{"type": ["string", "null"]}, {"type": ["number", "null"]}]}},
        "items": {"description": "an item", "type": "string"},
    }
    assert kubernetes.trim(schema) == {
        "properties": {"description": {"type": ["string", "number", "null"]}},
        "items": {"type": "string"},
    }


@pytest.mark.parametrize(
    ("kind", "file"),
    [
        ("v1/Service", "service-v1.json"),
        ("apps/v1/Deployment", "deployment-apps-v1.json"),
        ("rbac.authorization.k8s.io/v1/ClusterRole", "clusterrole-rbac-v1.json"),
    ],
)
def test_the_names_of_files_are_those_of_kubeconform(kind: str, file: str) -> None:
    assert kubernetes.kind_file(kind) == file


def test_lines_are_short_and_sorted() -> None:
    long = {f"field-{number}": {"type": "string"} for number in (2, 1, 3)}
    assert layout.text({"properties": long, "required": []}) == (
        '{"properties":{"field-1":{"type":"string"},"field-2":{"type":"string"},"field-3":{"type":"string"}},'
        '"required":[]}\n'
    )
    assert layout.text({"b": [], "a": {**long, "field-4": {"enum": ["x" * 40, "y" * 40]}}}) == (
        "{\n"
        ' "a":{\n'
        '  "field-1":{"type":"string"},\n'
        '  "field-2":{"type":"string"},\n'
        '  "field-3":{"type":"string"},\n'
        f'  "field-4":{{"enum":["{"x" * 40}","{"y" * 40}"]}}\n'
        " },\n"
        ' "b":[]\n'
        "}\n"
    )
