"""The package's source -> the rules that it tells of, by name.

A rule is a constant among the first two arguments of what makes a finding, or the first item of a yielded tuple.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from generator.catalog.formats import FORMATS

_MAKERS = frozenset(
    {
        *("Fault", "Finding", "Leak", "Mistake", "Problem", "Shared", "Wrong"),
        *("at", "fault", "_blocked", "_drift", "_fault", "_finding", "_problem", "_report", "_unreadable"),
    }
)
_RULE = re.compile(r"[a-z]+(-[a-z0-9]+)+")


def told(sources: Iterable[Path]) -> set[str]:
    """The rules of which these modules make findings."""
    return {rule for source in sources for rule in _rules(ast.parse(source.read_text()))}


def of_formats() -> set[str]:
    """The rules whose names are made of those of formats."""
    return {f"invalid-{name}" for name in FORMATS}


def written(sources: Iterable[Path]) -> set[str]:
    """Every text in these modules that could name a rule."""
    trees = (ast.parse(source.read_text()) for source in sources)
    return {text for tree in trees for node in ast.walk(tree) for text in _texts(node)}


def _rules(tree: ast.Module) -> Iterator[str]:
    names = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        yield from _first(_candidates(node), names)


def _candidates(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Call) and _name(node.func) in _MAKERS:
        return node.args[:2]
    return node.value.elts[:1] if isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple) else []


def _first(candidates: Iterable[ast.expr], names: Mapping[str, ast.expr]) -> Iterator[str]:
    for item in candidates:
        found = list(_texts(names.get(item.id, item) if isinstance(item, ast.Name) else item))
        if found:
            yield from found
            return


def _texts(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and _RULE.fullmatch(node.value):
        yield node.value


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
