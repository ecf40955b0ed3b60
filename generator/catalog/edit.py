"""The text of a YAML file, and a value for a place in it -> the text with that value.

Only the lines of that place change: comments, quotes, order and indentation of everything else stay byte for byte. So
the text is cut where the parser says that a value begins and ends. What came of it is read again; where it does not
say what it was to say, nothing is returned.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from typing import Any, TypeAlias

import yaml
from msgspec import Struct

from generator.catalog import yaml_source
from generator.errors import KubecatalogError
from generator.json_types import Json, JsonMap, Path, dotted

_Node: TypeAlias = Any
"""Of PyYAML, whose types do not tell which of them has which attributes."""

_WIDTH = 10**6
"""No line that we write is broken."""


def edited(text: str, path: Path, value: Json) -> str:
    """`value` at `path`; maps above it that are not there are made, and the length of a list is a place behind its
    last item. Raises KubecatalogError where that cannot be written without touching more."""
    wanted = _with(_data(text), path, value)
    return _checked(_set(text, path, value), wanted, path)


def removed(text: str, path: Path) -> str:
    """Without the value at `path`, which is there. Raises KubecatalogError as `edited` does."""
    wanted = _without(_data(text), path)
    return _checked(_cut(text, path), wanted, path)


def renamed(text: str, path: Path, name: str) -> str:
    """With another key for the value at `path`, which is there. Raises KubecatalogError as `edited` does, and where the
    map has that key already."""
    data = _data(text)
    holder = data
    for step in path[:-1]:
        holder = holder[step]
    if name in holder:
        raise KubecatalogError(f"{dotted((*path[:-1], name))} is there already", "keep one of the two by hand")
    wanted = _with(_without(data, path), (*path[:-1], name), holder[path[-1]])
    key = _find(yaml.compose(text, yaml.CSafeLoader), path).key
    if key is None:
        raise KubecatalogError(f"{dotted(path)} has no name that could be changed", "edit the file by hand")
    return _checked(_spliced(text, key.start_mark.index, _flow(name), key.end_mark.index), wanted, path)


def _checked(text: str, wanted: Json, path: Path) -> str:
    try:
        if _data(text) == wanted:
            return text
    except KubecatalogError:
        pass
    message = f"{dotted(path)} cannot be edited where it stands without touching more than that"
    raise KubecatalogError(message, "edit the file by hand")


def _data(text: str) -> Json:
    parsed = yaml_source.parse(text.encode())
    if parsed.problems and parsed.data is None:
        problem = parsed.problems[0]
        raise KubecatalogError(f"line {problem.line}, column {problem.column}: {problem.message}", problem.hint)
    return parsed.data


def _with(data: Json, path: Path, value: Json) -> Json:
    if not path:
        return value
    step, *rest = path
    if isinstance(data, list) and isinstance(step, int):
        below = data[step] if step < len(data) else None
        return [*data[:step], _with(below, tuple(rest), value), *data[step + 1 :]]
    if data is not None and not isinstance(data, dict):
        raise KubecatalogError(f"there is no place for {dotted(path)}: what stands above it is no map")
    own = data or {}
    return {**own, step: _with(own.get(step), tuple(rest), value)}


def _without(data: Json, path: Path) -> Json:
    result = copy.deepcopy(data)
    holder = result
    try:
        for step in path[:-1]:
            holder = holder[step]
        del holder[path[-1]]
    except (KeyError, IndexError, TypeError):
        raise KubecatalogError(f"{dotted(path)} is not there to be removed") from None
    return result


class _Found(Struct, frozen=True):
    """The deepest node on the way of a path. `rest` is what is not there; `flow`: whether it stands inside of brackets,
    so that what takes its place must, too; `key` is the key whose value it is."""

    node: _Node
    rest: Path
    flow: bool
    column: int
    """Of the map that it is a value of; below zero for the document."""
    key: _Node | None = None


def _find(node: _Node, path: Path) -> _Found:
    found = _Found(node, path, flow=False, column=-2)
    for depth, step in enumerate(path):
        key, child = _child(found.node, step)
        if child is None:
            break
        flow = found.flow or bool(found.node.flow_style)
        found = _Found(child, path[depth + 1 :], flow, found.node.start_mark.column, key)
    return found


def _child(node: _Node, step: str | int) -> tuple[_Node | None, _Node | None]:
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == str(step)), (None, None))
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return None, node.value[step]
    return None, None


def _set(text: str, path: Path, value: Json) -> str:
    root = yaml.compose(text, yaml.CSafeLoader)
    if root is None:
        start = text if not text or text.endswith("\n") else f"{text}\n"
        return start + _block(_nested(path, value), 0)
    found = _find(root, path)
    node, rest = found.node, found.rest
    if not rest or not isinstance(node, yaml.CollectionNode) or not node.value:
        return _replaced(text, found, _nested(rest, value))
    new = _nested(rest[1:], value)
    if node.flow_style:
        entry = _flow(new) if isinstance(node, yaml.SequenceNode) else _flow_entry(rest[0], new)
        return _spliced(text, _end(text, _last(node.value[-1])), f", {entry}")
    column = node.start_mark.column
    indent = " " * column
    if isinstance(node, yaml.SequenceNode):
        return _line_after(text, _end(text, node), f"{indent}- {_flow(new)}\n")
    return _line_after(text, _end(text, node), _entry(rest[0], new, column))


def _nested(path: Path, value: Json) -> Json:
    for step in reversed(path):
        value = {step: value}
    return value


def _replaced(text: str, found: _Found, value: Json) -> str:
    """Another value in the place of one that is there, or of an empty one."""
    node = found.node
    start, end = node.start_mark.index, _end(text, node)
    if found.key is None:
        return _spliced(text, start, _flow(value) if found.column >= 0 else _block(value, 0), end)
    start = text.index(":", found.key.end_mark.index) + 1
    in_brackets = found.flow or (isinstance(node, yaml.CollectionNode) and node.flow_style and bool(node.value))
    if in_brackets or not isinstance(value, dict | list) or not value:
        return _spliced(text, start, f" {_flow(value)}", end)
    below = _block(value, found.column + 2)
    if text[start:end].strip() == "":
        return _line_after(text, start, below)
    return _line_after(_spliced(text, start, "", end), start, below)


def _cut(text: str, path: Path) -> str:
    root = yaml.compose(text, yaml.CSafeLoader)
    parent = _find(root, path[:-1]).node
    starts = [_first(item) for item in parent.value]
    ends = [_end(text, _last(item)) for item in parent.value]
    at = _place(parent, path[-1])
    if len(starts) == 1:
        return _set(text, path[:-1], [] if isinstance(parent, yaml.SequenceNode) else {})
    if parent.flow_style:
        return _spliced(text, ends[at - 1], "", ends[at]) if at else _spliced(text, starts[0], "", starts[1])
    line = text.rfind("\n", 0, starts[at]) + 1
    before = text[line : starts[at]]
    alone = before.strip() == ("-" if isinstance(parent, yaml.SequenceNode) else "")
    if not alone:  # the first of a map that is an item of a list
        return _spliced(text, starts[at], "", starts[at + 1])
    return _spliced(text, line, "", _line_end(text, ends[at]))


def _first(item: _Node | tuple[_Node, _Node]) -> int:
    index: int = (item[0] if isinstance(item, tuple) else item).start_mark.index
    return index


def _last(item: _Node | tuple[_Node, _Node]) -> _Node:
    return item[1] if isinstance(item, tuple) else item


def _place(parent: _Node, step: str | int) -> int:
    if isinstance(parent, yaml.SequenceNode):
        return int(step)
    return next(at for at, (key, _) in enumerate(parent.value) if key.value == str(step))


def _end(text: str, node: _Node) -> int:
    """Where the text of a node ends. The parser takes comments and blank lines behind what is indented for a part of
    it."""
    if isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        return _end(text, _last(node.value[-1]))
    start, end = int(node.start_mark.index), node.end_mark.index
    return start + len(text[start:end].rstrip())


def _line_end(text: str, index: int) -> int:
    """Behind the line's break, where there is one."""
    found = text.find("\n", index)
    return len(text) if found < 0 else found + 1


def _line_after(text: str, index: int, lines: str) -> str:
    at = _line_end(text, index)
    start = text[:at] if text[:at].endswith("\n") else f"{text[:at]}\n"
    if start.endswith("\r\n"):
        lines = lines.replace("\n", "\r\n")
    return start + lines + text[at:]


def _spliced(text: str, start: int, new: str, end: int | None = None) -> str:
    return text[:start] + new + text[start if end is None else end :]


def _entry(key: Json, value: Json, column: int) -> str:
    indent = " " * column
    if isinstance(value, dict | list) and value:
        return f"{indent}{_flow(key)}:\n{_block(value, column + 2)}"
    if isinstance(value, str) and "\n" not in value:
        return _block({key: value}, column)
    return f"{indent}{_flow(key)}: {_flow(value)}\n"


def _flow_entry(key: Json, value: Json) -> str:
    return f"{_flow(key)}: {_flow(value)}"


def _flow(value: Json) -> str:
    """On one line, as it may stand inside of brackets."""
    return _dumped([value], flow=True).strip()[1:-1]


def _block(value: JsonMap | Sequence[Json], column: int) -> str:
    if not isinstance(value, dict | list) or not value:
        return f"{_flow(value)}\n"
    return re.sub(r"^(?=.)", " " * column, _dumped(value, flow=False), flags=re.MULTILINE)


def _dumped(value: Json, *, flow: bool) -> str:
    text: str = yaml.dump(
        value, Dumper=_Dumper, sort_keys=False, default_flow_style=flow, width=_WIDTH, allow_unicode=True
    )
    return text


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Json) -> bool:
        return True
