"""Kubernetes' quantities in CEL: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-quantity-library"""

from __future__ import annotations

from fractions import Fraction

from generator.json_types import Json, JsonMap
from generator.quantity import parse

NAME = "kubernetes.Quantity"


def _made(amount: Fraction) -> JsonMap:
    return {NAME: str(amount)}


def key(value: Json) -> Fraction:
    if isinstance(value, int):
        return Fraction(value)
    return Fraction(value[NAME])


def is_quantity(text: str) -> bool:
    return parse(text) is not None


def quantity(text: str) -> JsonMap:
    amount = parse(text)
    if amount is None:
        raise ValueError("quantities must be a number with a unit such as Mi")
    return _made(amount)


def sign(value: Json) -> int:
    amount = key(value)
    return (amount > 0) - (amount < 0)


def is_integer(value: Json) -> bool:
    amount = key(value)
    return amount.denominator == 1 and -(2**63) <= amount < 2**63


def as_integer(value: Json) -> int:
    if not is_integer(value):
        raise ValueError("cannot convert value to integer")
    return int(key(value))


def as_float(value: Json) -> float:
    return float(key(value))


def add(value: Json, other: Json) -> JsonMap:
    return _made(key(value) + key(other))


def subtract(value: Json, other: Json) -> JsonMap:
    return _made(key(value) - key(other))
