"""The text of a YAML file, and the place of a value in it -> the comment behind the value; the text with another one.

A comment counts as that of a value only where the value has its line for itself and stands in no brackets: that is how
the readers of marks see it, too.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import yaml

from generator.catalog import yaml_source
from generator.catalog.edit import edited
from generator.errors import KubecatalogError
from generator.json_types import Json, Path, dotted

_Node: TypeAlias = Any


def comment(text: str, path: Path) -> str | None:
    """The comment behind the value, from its `#` on, empty where there is none; None where it could have none."""
    found = _way(text, path)
    if found is None or any(node.flow_style for _, node in found[:-1]):
        return None
    key, node = found[-1]
    is_there = not key or key.end_mark.index <= node.start_mark.index  # what an alias stands for is elsewhere
    if not isinstance(node, yaml.ScalarNode) or not is_there or node.start_mark.line != node.end_mark.line:
        return None
    rest = text[node.end_mark.index : _line_end(text, node.end_mark.index)].strip()
    return rest if not rest or rest.startswith("#") else None


def path_at(text: str, line: int, column: int) -> Path | None:
    """The path of the scalar that begins there."""
    root = yaml.compose(text, yaml.CSafeLoader)
    return _at(root, (line - 1, column - 1), ()) if root else None


def with_comment(text: str, path: Path, wanted: str, replaces: str) -> str:
    """With another comment behind the value, which gets a line of its own for it. What stands there and does not begin
    with `replaces` goes to a line above. Raises KubecatalogError where that takes more than is safe."""
    before, text = text, unfolded(text, path)
    there = comment(text, path)
    if there is None:
        raise KubecatalogError(f"{dotted(path)} has no line of its own", "edit the file by hand")
    node = (_way(text, path) or [(None, None)])[-1][1]
    start, end = text.rfind("\n", 0, node.start_mark.index) + 1, _line_end(text, node.end_mark.index)
    line = f"{text[start : node.end_mark.index]} {wanted}"
    if there and not there.startswith(replaces):
        indent = text[start : start + len(text[start:]) - len(text[start:].lstrip(" "))]
        line = f"{indent}{there}{_break(text, end)}{line}"
    return _same(before, text[:start] + line + text[end:], path)


def without_comment(text: str, line: int, column: int) -> str:
    """Without the comment that begins there."""
    lines = text.splitlines(keepends=True)
    whole = lines[line - 1]
    lines[line - 1] = whole[: column - 1].rstrip() + whole[len(whole.rstrip("\r\n")) :]
    return _same(text, "".join(lines), ())


def _same(before: str, after: str, path: Path) -> str:
    if yaml_source.parse(before.encode()).data != yaml_source.parse(after.encode()).data:
        raise KubecatalogError(f"{dotted(path)} cannot get a comment where it stands", "edit the file by hand")
    return after


def with_value(text: str, path: Path, value: Json) -> str:
    """`edited`, with a line for each of the maps that lead to the value."""
    for length in range(len(path), 0, -1):
        if _way(text, path[:length]) is not None:
            text = unfolded(text, (*path[:length], ""))
            break
    return edited(text, path, value)


def unfolded(text: str, path: Path) -> str:
    """Without brackets around what is on the way to a value: each entry of such a map or list has a line of its own, as
    it was written. Raises KubecatalogError where brackets hold comments or line breaks."""
    while True:
        found = _way(text, path) or _way(text, path[:-1]) or []
        folded = [(key, node) for key, node in found[: len(path)] if _is_folded(node)]
        if not folded:
            return text
        key, node = folded[0]
        text = _opened(text, node, key)


def _is_folded(node: _Node) -> bool:
    return isinstance(node, yaml.CollectionNode) and bool(node.flow_style) and bool(node.value)


def _opened(text: str, node: _Node, key: _Node) -> str:
    start, end = node.start_mark.index, node.end_mark.index
    if "\n" in text[start:end] or "#" in text[start:end]:
        raise KubecatalogError("there are comments or line breaks between the brackets", "edit the file by hand")
    entries = [_entry(text, item) for item in node.value]
    line_end = _line_end(text, end)
    if key is None:  # the document, or an item of a list: its entries begin where it does
        between = f"{_break(text, line_end)}{' ' * int(node.start_mark.column)}"
        return text[:start] + between.join(entries) + text[end:]
    behind = text[end:line_end].rstrip()
    lines = "".join(f"{_break(text, line_end)}{' ' * (key.start_mark.column + 2)}{entry}" for entry in entries)
    return text[:start].rstrip(" ") + behind + lines + text[line_end:]


def _entry(text: str, item: Any) -> str:
    if isinstance(item, tuple):
        return text[item[0].start_mark.index : item[1].end_mark.index].rstrip()
    return f"- {text[item.start_mark.index : item.end_mark.index].rstrip()}"


def _way(text: str, path: Path) -> list[tuple[_Node, _Node]] | None:
    """Every node on the way to a value, each with its key where it has one; None where one of them is not there."""
    node = yaml.compose(text, yaml.CSafeLoader)
    found: list[tuple[_Node, _Node]] = [(None, node)]
    for step in path:
        key, node = _step(node, step)
        if node is None:
            return None
        found.append((key, node))
    return found if node is not None else None


def _step(node: _Node, step: str | int) -> tuple[_Node, _Node]:
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == str(step)), (None, None))
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return None, node.value[step]
    return None, None


def _at(node: _Node, place: tuple[int, int], path: Path) -> Path | None:
    if isinstance(node, yaml.ScalarNode):
        return path if (node.start_mark.line, node.start_mark.column) == place else None
    items = enumerate(node.value) if isinstance(node, yaml.SequenceNode) else ((k.value, v) for k, v in node.value)
    for step, child in items:
        if (child.start_mark.line, child.start_mark.column) <= place:
            found = _at(child, place, (*path, step))
            if found is not None:
                return found
    return None


def _line_end(text: str, index: int) -> int:
    """Before the line's break."""
    found = text.find("\n", index)
    end = len(text) if found < 0 else found
    return end - 1 if text[:end].endswith("\r") else end


def _break(text: str, end: int) -> str:
    return "\r\n" if text[end : end + 2] == "\r\n" else "\n"
