"""The text of a CEL expression -> what it says of given values, with the functions that Kubernetes adds to CEL.

https://kubernetes.io/docs/reference/using-api/cel/. Evaluation is bounded: an expression that iterates more than 10,000
times in all fails. Fields are read as they are, so a field without a schema has the type of its value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from generator.checks.cel.errors import CelError, told
from generator.checks.cel.names import plain
from generator.json_types import Json

__all__ = ["CelError", "Expression", "compiled", "unescaped"]

_LIBRARIES = ("math", "optional", "strings", "encoders", "bindings", "sets", "lists", "two-var-comprehensions")
_TOKEN = re.compile(
    r"""(?:[rR]?[bB]?|[bB][rR])(?:'''.*?'''|\"\"\".*?\"\"\"|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")|\.(\??)(\w*__\w*)""",
    re.DOTALL,
)


class Expression:
    """A compiled expression."""

    __slots__ = ("_compiled", "text")

    def __init__(self, text: str, compiled: Json) -> None:
        self.text = text
        self._compiled = compiled

    @property
    def type(self) -> str:
        """Of its result: `bool`, `string`, `dyn` where only the values decide, ..."""
        return str(self._compiled.return_type().name()).lower()

    def evaluate(self, values: Mapping[str, Json]) -> Json:
        """Its result for the values of the variables; raises CelError."""
        try:
            result = self._compiled.eval(data=values)
        except (RuntimeError, TypeError, ValueError) as error:
            raise CelError(told(error)) from None
        if result.type().name() == "ERROR":
            raise CelError(told(result.value()))
        return result.plain_value()


@lru_cache(maxsize=4096)
def compiled(text: str, variables: Sequence[str] = ("self",)) -> Expression:
    """The expression over these variables, which may hold any value; raises CelError."""
    try:
        return Expression(text, _environment(tuple(variables)).compile(unescaped(text)))
    except RuntimeError as error:
        raise CelError(told(error)) from None


def unescaped(text: str) -> str:
    """Kubernetes' names for fields that CEL could not name (`self.a__dash__b`) as CEL writes them now (self.`a-b`)."""

    def name(match: re.Match[str]) -> str:
        field = match[2]
        if field is None:
            return match[0]
        own = plain(field)
        return match[0] if own == field else f".{match[1]}`{own}`"

    return _TOKEN.sub(name, text) if "__" in text else text


@cache
def _environment(variables: tuple[str, ...]) -> Json:
    from cel_expr_python import cel

    from generator.checks.cel.functions import FUNCTIONS

    libraries = cel.NewEnvConfigFromYaml("extensions:\n" + "".join(f"- name: {name}\n" for name in _LIBRARIES))
    functions = [
        cel.FunctionDecl(name, [_overload(cel, name, number, item) for number, item in enumerate(overloads)])
        for name, overloads in FUNCTIONS.items()
    ]
    return cel.NewEnv(
        config=libraries,
        variables=dict.fromkeys(variables, cel.Type.DYN),
        extensions=[cel.CelExtension("kubernetes", functions)],
    )


def _overload(cel: Json, name: str, number: int, overload: Json) -> Json:
    types = {"dyn": cel.Type.DYN, "string": cel.Type.STRING, "bool": cel.Type.BOOL, "int": cel.Type.INT}
    types |= {"double": cel.Type.DOUBLE, "list": cel.Type.LIST, "map": cel.Type.MAP}
    return cel.Overload(
        f"kubernetes_{name.replace('.', '_')}_{number}",
        return_type=types[overload.returns],
        parameters=[types[parameter] for parameter in overload.parameters],
        is_member=overload.member,
        impl=overload.function,
    )
