"""Kubernetes quantities: text -> an exact number.

https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from generator.json_types import Json

_FORM = re.compile(r"([+-]?)([0-9]*\.?[0-9]*)(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE]|[eE][+-]?[0-9]+|)")
"""Go's parser takes no digits for a zero, though not before the greatest units."""
_NO_FORM = re.compile(r"|[+-]?\.?[PE]i")
_SUFFIXES: dict[str, Fraction] = {
    "": Fraction(1),
    **{name: Fraction(1000) ** power for name, power in {"n": -3, "u": -2, "m": -1}.items()},
    **{name: Fraction(1000) ** power for power, name in enumerate("kMGTPE", 1)},
    **{f"{name}i": Fraction(1024) ** power for power, name in enumerate("KMGTPE", 1)},
}
_FARTHEST = 1000
"""Exponents beyond are cut: no server keeps a number so great or so small, and computing it would take for ever."""


def parse(value: Json) -> Fraction | None:
    """The number of a quantity; None for what is none. Numbers are quantities, too."""
    if type(value) is str:
        return _parse(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return Fraction(value) if isinstance(value, int) else _parse(repr(value))


@lru_cache(maxsize=4096)
def _parse(text: str) -> Fraction | None:
    # Spaces around it are cut off: https://pkg.go.dev/k8s.io/apimachinery/pkg/api/resource#Quantity.UnmarshalJSON
    match = _FORM.fullmatch(text.strip(" "))
    if not match or _NO_FORM.fullmatch(match[0]):
        return None
    sign, digits, suffix = match.groups()
    amount = Fraction(digits.rstrip(".") or 0)
    if suffix[:1] in ("e", "E") and len(suffix) > 1 and suffix != "Ei":
        exponent = max(-_FARTHEST, min(_FARTHEST, int(suffix[1:])))
        amount *= Fraction(10) ** exponent
    else:
        amount *= _SUFFIXES[suffix]
    return -amount if sign == "-" else amount
