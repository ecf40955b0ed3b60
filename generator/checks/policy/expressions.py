"""The platform's own rules, in CEL -> what they say of manifests, and what is wrong with the rules themselves.

An expression of `checks.expressions` is a rule by its own name. https://kubernetes.io/docs/reference/using-api/cel/
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from generator.checks.cel import CelError, Expression, compiled
from generator.json_types import JsonMap, Path, as_map
from generator.problems import Problem

_VARIABLES = ("object",)
_ASK = "ask with has() for fields that may be missing"


class Rule(Struct, frozen=True):
    name: str
    kinds: frozenset[str]
    """Empty for all."""
    expression: Expression
    message: str
    hint: str

    def problems(self, manifest: JsonMap) -> Iterator[Problem]:
        if self.kinds and manifest.get("kind") not in self.kinds:
            return
        try:
            holds = self.expression.evaluate({"object": manifest})
        except CelError as error:
            # What was evaluated may be a Secret's: its words are not repeated.
            why = "" if manifest.get("kind") == "Secret" else f": {error.message}"
            yield Problem(self.name, "", f"{self.name} cannot be evaluated{why}", _ASK)
            return
        if holds is not True:
            yield Problem(self.name, "", self.message, self.hint)


def rules(settings: JsonMap) -> tuple[Rule, ...]:
    """Those that can be compiled; of the others `mistakes` tells."""
    found = []
    for name, item in as_map(settings.get("expressions")).items():
        try:
            found.append(_rule(name, item))
        except CelError:
            continue
    return tuple(found)


def _rule(name: str, item: JsonMap) -> Rule:
    """Raises CelError."""
    expression = compiled(item.get("expression") or "", _VARIABLES)
    if expression.type not in ("bool", "dyn"):
        raise CelError(f"it gives a value of type {expression.type}, expected true or false")
    kinds = frozenset(item.get("kinds") or ())
    return Rule(name, kinds, expression, item.get("message") or "", item.get("hint") or "")


def mistakes(settings: JsonMap) -> Iterator[tuple[Path, Problem]]:
    """Of expressions that are none, and of tests with another result. Places are paths below `expressions`."""
    for name, item in as_map(settings.get("expressions")).items():
        try:
            rule = _rule(name, item)
        except CelError as error:
            hint = "https://kubernetes.io/docs/reference/using-api/cel/ has the language"
            message = f"{name} is no expression: {error.message}"
            yield (name, "expression"), Problem("broken-expression", "", message, hint)
            continue
        for wanted in ("pass", "fail"):
            for index, manifest in enumerate(as_map(item.get("tests")).get(wanted) or ()):
                yield from _tried(rule, wanted, index, manifest)


def _tried(rule: Rule, wanted: str, index: int, manifest: JsonMap) -> Iterator[tuple[Path, Problem]]:
    found = list(rule.problems(manifest))
    if any(problem.hint == _ASK for problem in found):
        message, hint = found[0].message, found[0].hint
    elif bool(found) == (wanted == "fail"):
        return
    else:
        message = f"{rule.name} {'refuses' if found else 'accepts'} this manifest, which is to {wanted}"
        hint = "correct the expression, or move the manifest"
    yield (rule.name, "tests", wanted, index), Problem("failed-test", "", message, hint)
