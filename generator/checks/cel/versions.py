"""Semantic versions in CEL: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-semver-library"""

from __future__ import annotations

import re

from generator.json_types import Json, JsonMap

NAME = "kubernetes.Semver"
_NUMBER = "(0|[1-9][0-9]*)"
_PART = "(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)"
_FORM = re.compile(
    rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}(?:-({_PART}(?:\.{_PART})*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?"
)


def _normal(text: str) -> str:
    """`v1.02` as `1.2.0`: https://pkg.go.dev/github.com/blang/semver/v4#ParseTolerant"""
    numbers, rest = re.fullmatch(r"v?([0-9.]*)(.*)", text.strip(), re.DOTALL).groups()  # type: ignore[union-attr]
    parts = [part.lstrip("0") or "0" for part in numbers.split(".")] if numbers else []
    return ".".join((*parts, *("0",) * (3 - len(parts)))) + rest


def is_version(text: str, normalize: bool = False) -> bool:
    return _FORM.fullmatch(_normal(text) if normalize else text) is not None


def version(text: str, normalize: bool = False) -> JsonMap:
    if not is_version(text, normalize):
        raise ValueError("not a semantic version")
    return {NAME: _normal(text) if normalize else text}


def _numbers(value: Json) -> tuple[int, int, int]:
    found = _FORM.fullmatch(value[NAME])
    assert found is not None
    return int(found[1]), int(found[2]), int(found[3])


def key(value: Json) -> tuple[Json, ...]:
    """By precedence: https://semver.org/#spec-item-11"""
    found = _FORM.fullmatch(value[NAME])
    assert found is not None
    parts = found[4].split(".") if found[4] else []
    before = tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)
    return (*_numbers(value), not parts, before)


def major(value: Json) -> int:
    return _numbers(value)[0]


def minor(value: Json) -> int:
    return _numbers(value)[1]


def patch(value: Json) -> int:
    return _numbers(value)[2]
