"""Data of one catalog file and its JSON Schema -> what is wrong, each with the path of the value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import jsonschema
from jsonschema.exceptions import ValidationError

from generator.catalog.formats import FORMATS
from generator.catalog.load import Mistake
from generator.catalog.suggest import did_you_mean
from generator.catalog.yaml_source import Odd
from generator.json_types import Json, JsonMap, Path


def _fits(check: Callable[[str], bool], value: Json) -> bool:
    """Formats are of strings; what else may stand there is the business of `type`."""
    return not isinstance(value, str) or check(value)


_CHECKER = jsonschema.FormatChecker(formats=())
for _name, _format in FORMATS.items():
    _CHECKER.checks(_name)(partial(_fits, _format.check))


def validator(schema: JsonMap) -> jsonschema.Draft7Validator:
    """A compiled validator, to be used for many documents."""
    return jsonschema.Draft7Validator(schema, format_checker=_CHECKER)


def mistakes(data: Json, using: jsonschema.Draft7Validator) -> list[Mistake]:
    """Every way in which `data` does not fit, without those that only follow from another one."""
    found = [mistake for error in using.iter_errors(data) for mistake in _explain(error)]
    known = {mistake.path for mistake in found}
    found.extend(mistake for mistake in _odd(data, ()) if mistake.path not in known)
    return found


def _explain(error: ValidationError) -> Iterator[Mistake]:
    path: Path = tuple(error.absolute_path)
    keyword: Json = error.validator
    value: Json = error.instance
    limit: Json = error.validator_value
    schema: Json = error.schema
    if keyword == "additionalProperties":
        known = list(schema.get("properties", {}))
        for key in sorted(set(value) - set(known)):
            yield Mistake("unknown-field", (*path, key), f'unknown field "{key}"', _known(key, known), at_key=True)
    elif keyword == "type":
        yield _wrong_type(path, value, [name for name in limit if name != "null"])
    elif keyword == "enum":
        allowed = [item for item in limit if item is not None]
        if value is None or isinstance(value, str):
            hint = did_you_mean(str(value), allowed)
            yield Mistake("invalid-value", path, f"found {shown(value)}, expected one of {', '.join(allowed)}", hint)
    elif keyword == "format":
        form = FORMATS[limit]
        rule = f"invalid-{limit}"
        in_key = "propertyNames" in error.absolute_schema_path
        where = (*path, value) if in_key else path
        yield Mistake(
            rule, where, f"found {shown(value)}, expected {form.expected}", f"for example {form.example}", in_key
        )
    elif keyword in ("minimum", "maximum"):
        bounds = _bounds(schema)
        yield Mistake("out-of-range", path, f"found {value}, expected a number {bounds}", "")
    elif keyword == "required":
        for name in limit:
            if name not in value:
                yield Mistake("missing-field", path, f'the field "{name}" is missing here', f"add `{name}:`")
    else:
        yield Mistake("invalid-value", path, f"found {shown(value)}, which does not fit ({keyword})", "")


def _known(key: str, known: list[str]) -> str:
    near = did_you_mean(key, known)
    return near or (
        f"expected one of {', '.join(sorted(known))}" if 0 < len(known) <= 12 else "see the catalog reference"
    )


def _bounds(schema: JsonMap) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    if high in (None, 2**31 - 1):
        return f"of at least {low}"
    return f"from {low} to {high}"


_NOUNS = {
    "object": "a map",
    "array": "a list",
    "string": "a string",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
}


def _wrong_type(path: Path, value: Json, expected: list[str]) -> Mistake:
    nouns = [_NOUNS[name] for name in dict.fromkeys(expected)]
    wanted = " or ".join([", ".join(nouns[:-1]), nouns[-1]] if len(nouns) > 1 else nouns)
    if isinstance(value, Odd):
        return _odd_mistake(path, value, expected, wanted)
    hint = ""
    if "string" in expected and isinstance(value, (bool, int, float)):
        text = str(value).lower() if isinstance(value, bool) else str(value)
        return Mistake("unquoted-string", path, f"found {shown(value)}, expected {wanted}", f'write "{text}"')
    if expected == ["array"] and not isinstance(value, dict):
        hint = f"write a list, such as [{value}]"
    elif expected == ["object"]:
        hint = "write a map of fields below it"
    elif isinstance(value, str) and value.lstrip("-").isdigit() and ("integer" in expected or "number" in expected):
        hint = f"write {value} without quotes"
    return Mistake("wrong-type", path, f"found {shown(value)}, expected {wanted}", hint)


def _odd_mistake(path: Path, value: Odd, expected: list[str], wanted: str) -> Mistake:
    message = f"found {value.text}, which YAML reads as a {value.read_as}, expected {wanted}"
    if "string" in expected:
        return Mistake("unquoted-string", path, message, f'write "{value.text}"')
    if "boolean" in expected and value.read_as == "boolean":
        truth = "true" if value.text.lower() in ("yes", "on", "true", "y") else "false"
        return Mistake("ambiguous-value", path, message, f"write {truth}")
    return Mistake("ambiguous-value", path, message, f"write {wanted}")


def _odd(value: Json, path: Path) -> Iterator[Mistake]:
    """Ambiguous scalars where the schema allows any value."""
    if isinstance(value, Odd):
        yield _odd_mistake(path, value, ["string"], "a string in quotes, or a plain number, true or false")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _odd(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _odd(item, (*path, index))


def shown(value: Json) -> str:
    """A value as it is named in a message: short, on one line, containers by their type."""
    if isinstance(value, str):
        text = value if len(value) <= 60 else f"{value[:57]}..."
        return f'"{text}"'.replace("\n", "\\n")
    if isinstance(value, bool):
        return str(value).lower()
    if value is None:
        return "nothing (null)"
    if isinstance(value, Odd):
        return value.text
    return "a map" if isinstance(value, dict) else "a list" if isinstance(value, list) else str(value)
