"""YAML. Strings that some reader would take for something else are quoted; what a file says without quotes stays so."""

from __future__ import annotations

import yaml

from generator.catalog import yaml_source
from generator.catalog.yaml_source import Odd
from generator.data_files.errors import Unreadable, must_be_map
from generator.data_files.merging import merged
from generator.json_types import Json, JsonMap
from generator.yaml_scalars import Dumper, text_node
from generator.yaml_tags import MAP, SEQUENCE

__all__ = ["merged", "parse", "serialise"]

_OTHERS = yaml.representer.SafeRepresenter()

_LOST = {
    "merge-key": ("merge keys (<<) are lost when `data` is merged over the file", "write the fields out"),
    "several-documents": (
        "the file holds several documents, and `data` is merged over one",
        "make a file of each, or use the file without `data`",
    ),
    "unknown-tag": ("tags are lost when `data` is merged over the file", "remove it, or use the file without `data`"),
}


def parse(text: str) -> JsonMap:
    found = yaml_source.parse(text.encode())
    for problem in found.problems:
        if problem.rule != "unquoted-string":  # a key such as `on`: the file's reader knows what it means
            message, hint = _LOST.get(problem.rule, (problem.message, problem.hint))
            raise Unreadable(message, problem.line, problem.column, hint)
    if found.data is None:
        return {}
    must_be_map(found.data)
    data: JsonMap = found.data
    return data


def serialise(data: JsonMap) -> str:
    text: str = yaml.serialize(_node(data), Dumper=Dumper, width=1000, allow_unicode=True)
    return text


def _node(value: Json) -> yaml.Node:
    if isinstance(value, str):
        return text_node(value)
    if isinstance(value, dict):
        return yaml.MappingNode(MAP, [(text_node(key), _node(value[key])) for key in sorted(value)], flow_style=False)
    if isinstance(value, list):
        return yaml.SequenceNode(SEQUENCE, [_node(item) for item in value], flow_style=False)
    if isinstance(value, Odd):
        return yaml.ScalarNode(_tag(value.text), value.text)
    return _OTHERS.represent_data(value)


def _tag(text: str) -> str:
    """The tag that a scalar has without quotes, so that it is written without."""
    tag: str = yaml.CSafeLoader("").resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return tag
