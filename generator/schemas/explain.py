"""A document and the schema that refuses it -> every problem: the field, what is wrong, what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

from generator.json_types import Json, JsonMap, dotted
from generator.problems import Problem
from generator.schemas import suggest, wording
from generator.schemas.validator import validator

if TYPE_CHECKING:
    from jsonschema import ValidationError


def explain(document: JsonMap, schema: Path) -> list[Problem]:
    """Nothing when the document is valid. A Secret's values are in no message."""
    hide = document.get("kind") == "Secret"
    try:
        problems = {
            problem: None
            for error in validator(schema).iter_errors(document)
            for leaf in _leaves(error)
            for problem in _problems(leaf, schema, hide=hide)
        }
    except RecursionError:
        return [Problem("too-deep", "", "values are nested too deeply to be judged", "flatten them")]
    return sorted(problems, key=lambda problem: (problem.field, problem.message))


def _problems(error: ValidationError, schema: Path, *, hide: bool) -> Iterator[Problem]:
    path, keyword, limit = tuple(error.absolute_path), str(error.validator), cast(Json, error.validator_value)
    if keyword == "additionalProperties" and limit is False:
        for name in sorted(set(cast(JsonMap, error.instance)) - set(cast(JsonMap, error.schema).get("properties", {}))):
            hint = suggest.hint(path, name, schema)
            yield Problem("unknown-field", dotted((*path, name)), f"unknown field {name}", hint)
    elif keyword == "required":
        # One error a field, which is named in the message only.
        (name,) = (name for name in limit if error.message.startswith(repr(name)))
        yield Problem("missing-field", dotted((*path, name)), f"missing required field {name}")
    else:
        violation = wording.Violation(keyword, limit, error.instance, several=not error.context)
        fault = "wrong-type" if keyword == "type" else "wrong-value"
        yield Problem(fault, dotted(path), *wording.describe(violation, hide=hide))


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    """What is wrong in the branch of a union that was meant, instead of "no branch matches"."""
    meant = _meant(error) if error.validator in ("anyOf", "oneOf") else None
    if meant is None:
        yield error
        return
    for item in meant:
        yield from _leaves(item)


def _meant(union: ValidationError) -> list[ValidationError] | None:
    """The errors of the only branch that takes a value of this type, and a map of this kind; None if several do."""
    branches = _branches(union.context or [])
    for excluded in (_is_type, _is_choice):
        fit = [branch for branch in branches if not any(excluded(item) for item in branch)]
        if len(fit) == 1:
            return fit[0]
    return None


def _branches(errors: Iterable[ValidationError]) -> list[list[ValidationError]]:
    found: dict[str | int, list[ValidationError]] = {}
    for error in errors:
        found.setdefault(error.schema_path[0], []).append(error)
    return list(found.values())


def _is_type(error: ValidationError) -> bool:
    return error.validator == "type" and not error.path


def _is_choice(error: ValidationError) -> bool:
    """A field that tells the branches apart, such as `type: IPAddress`, is missing or says that this is not meant."""
    return error.validator == "required" or (error.validator in ("enum", "not") and bool(error.path))
