"""CEL text and what is declared for it -> what is wrong with it, and the type that it gives.

https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#validation-expression
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.checks.admission.wrong import Wrong, malformed
from generator.checks.cel import CelError
from generator.checks.cel.checker import Checked, Declared, check
from generator.checks.cel.types import BOOL, Type


def typed(text: str, declared: Declared) -> Checked | Wrong:
    """Whatever it gives."""
    if not text.strip():
        return Wrong("missing-field", "the expression is empty", "write what it is to say, in CEL")
    try:
        return check(text, declared)
    except CelError as error:
        return malformed(text, "a CEL expression", f"correct it: {error.message}")


def expression(text: str, declared: Declared, results: Sequence[Type] = (BOOL,)) -> Wrong | None:
    """It must give one of `results`. What a server knows no type of (dyn) gives none of them."""
    found = typed(text, declared)
    if isinstance(found, Wrong):
        return found
    if found.type in results:
        return None
    expected = " or ".join(map(str, results))
    return malformed(text, f"an expression that gives {expected}, not {found.type}", "compare, or convert it")
