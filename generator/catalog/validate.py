"""Data of one catalog file and its JSON Schema -> what is wrong, each with the path of the value."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import partial

import jsonschema
import yaml
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from generator.catalog import belongs, keywords, near
from generator.catalog.discretion import hides, is_private_key
from generator.catalog.formats import FORMATS
from generator.catalog.load import Mistake
from generator.catalog.suggest import did_you_mean
from generator.catalog.yaml_source import Odd
from generator.json_types import Json, JsonMap, Path, get
from generator.language.types import ONCE

_WIDTH = 60


def _fits(check: Callable[[str], bool], value: Json) -> bool:
    """Formats are of strings; what else may stand there is the business of `type`."""
    return not isinstance(value, str) or check(value)


_CHECKER = jsonschema.FormatChecker(formats=())
for _name, _format in FORMATS.items():
    _CHECKER.checks(_name)(partial(_fits, _format.check))

# Of numbers, JSON Schema takes 1.0 for an integer; Kubernetes does not.
_TYPES = jsonschema.Draft7Validator.TYPE_CHECKER.redefine(
    "integer", lambda _, value: isinstance(value, int) and not isinstance(value, bool)
)


def _unique(_: Json, keys: list[str], items: Json, __: Json) -> Iterator[ValidationError]:
    yield from (ValidationError("", path=(index,)) for index in keywords.repeated(keys, items))


def _once(_: Json, groups: list[list[str]], item: Json, __: Json) -> Iterator[ValidationError]:
    for said, place in keywords.rivals(groups, item):
        message = f"only one of {' and '.join(f'`{name}`' for name in said)} can hold"
        yield ValidationError(message, path=place)


_Validator: type[jsonschema.Draft7Validator] = extend(  # type: ignore[no-untyped-call]
    jsonschema.Draft7Validator, {"x-unique": _unique, ONCE: _once}, type_checker=_TYPES
)


def validator(schema: JsonMap) -> jsonschema.Draft7Validator:
    """A compiled validator, to be used for many documents."""
    return _Validator(schema, format_checker=_CHECKER)


def mistakes(data: Json, using: jsonschema.Draft7Validator) -> list[Mistake]:
    """Every way in which `data` does not fit, without those that only follow from another one."""
    root: Json = using.schema
    found = [mistake for error in using.iter_errors(data) for mistake in _explain(error, root)]
    known = {mistake.path for mistake in found}
    found.extend(mistake for mistake in _odd(data, ()) if mistake.path not in known)
    return [_discreet(data, item) if hides(item.path) and not item.at_key else item for item in found]


def _discreet(data: Json, mistake: Mistake) -> Mistake:
    """The same mistake without the value, which may be a secret."""
    value = get(data, mistake.path)
    kind = next(
        (name for types, name in _KINDS if isinstance(value, types)), shown(None) if value is None else "a value"
    )
    expected = mistake.message[mistake.message.find(", expected") :]
    of_format = mistake.hint if mistake.hint.startswith(("for example ", "write a map")) else ""
    hint = "put it in quotes" if mistake.rule == "unquoted-string" else of_format
    if mistake.path[-2:-1] == ("keys",) and isinstance(value, str):
        hint = "the catalog says what a key is; its value is for `kubecatalog secrets set`"
    return Mistake(mistake.rule, mistake.path, f"found {kind}{expected}", hint)


_KINDS: tuple[tuple[type, str], ...] = (
    (str, "a text"),
    (bool, "true or false"),
    (int, "a number"),
    (float, "a number"),
    (list, "a list"),
    (dict, "a map"),
)


def _explain(error: ValidationError, root: JsonMap) -> Iterator[Mistake]:
    path: Path = tuple(error.absolute_path)
    keyword: Json = error.validator
    value: Json = error.instance
    limit: Json = error.validator_value
    schema: Json = error.schema
    if keyword == "additionalProperties":
        for key in sorted(set(value) - set(schema.get("properties", {}))):
            found = belongs.answer(root, path, key)
            message = f"unknown field {shown(key)}"
            yield Mistake("unknown-field", (*path, key), message, found.hint, at_key=True, meant=found.name)
    elif keyword == "type":
        yield _wrong_type(path, value, [name for name in limit if name != "null"], schema)
    elif keyword == "enum":
        allowed = [item for item in limit if item is not None]
        if value is None or isinstance(value, str):
            hint = did_you_mean(str(value), allowed)
            yield Mistake("invalid-value", path, f"found {shown(value)}, expected one of {', '.join(allowed)}", hint)
    elif keyword == "format":
        in_key = "propertyNames" in error.absolute_schema_path
        yield _wrong_format((*path, value) if in_key else path, value, limit, schema, in_key=in_key)
    elif keyword in ("minimum", "maximum"):
        yield Mistake("out-of-range", path, f"found {shown(value)}, expected a number {_bounds(value, schema)}")
    elif keyword == "x-unique":
        item = value[path[-1]]
        said = item if isinstance(item, str) else [keywords.named(item, key) for key in limit]
        name = said if isinstance(said, str) else " ".join(str(part) for part in said if part)
        message = f"{shown(name)} stands in this list a second time"
        yield Mistake("duplicate-name", path, message, "keep one of them, or rename one")
    elif keyword == "required":
        misspelt = {belongs.answer(root, path, key).name for key in set(value) - set(schema.get("properties", {}))}
        for name in limit:
            if name not in value and name not in misspelt:
                yield Mistake("missing-field", path, f'the field "{name}" is missing here', f"add `{name}:`")
    else:
        contradiction = Mistake("contradicting-fields", path, error.message, "keep one of them")
        other = Mistake("invalid-value", path, f"found {shown(value)}, which does not fit ({keyword})")
        yield contradiction if keyword == ONCE else other


def _bounds(value: Json, schema: JsonMap) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    if high is None or (high == 2**31 - 1 and value < high):
        return f"of at least {low}"
    return f"from {low} to {high}"


def _wrong_format(path: Path, value: str, form: str, schema: JsonMap, *, in_key: bool) -> Mistake:
    expected = FORMATS[form]
    guess = near.meant(form, value)
    hint = f'did you mean "{guess}"?' if guess else f"for example {_example(schema, expected.example)}"
    long = f" of {len(value)} characters" if 0 < expected.longest < len(value) else ""
    message = f"found {shown(value)}{long}, expected {expected.expected}"
    return Mistake(f"invalid-{form}", path, message, hint, in_key)


def _example(schema: JsonMap, otherwise: str) -> str:
    """The example of the field itself, where it is a string."""
    examples = schema.get("examples", [])
    return examples[0] if examples and isinstance(examples[0], str) else otherwise


_NOUNS = {
    "object": "a map",
    "array": "a list",
    "string": "a string",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
}


def _wrong_type(path: Path, value: Json, expected: list[str], schema: JsonMap) -> Mistake:
    nouns = [_NOUNS[name] for name in dict.fromkeys(expected)]
    wanted = " or ".join([", ".join(nouns[:-1]), nouns[-1]] if len(nouns) > 1 else nouns)
    if isinstance(value, Odd):
        return _odd_mistake(path, value, expected, wanted)
    message = f"found {shown(value)}, expected {wanted}"
    if "string" in expected and isinstance(value, (bool, int, float)):
        text = json.dumps(value)
        return Mistake("unquoted-string", path, message, _as_string(text, schema))
    return Mistake("wrong-type", path, message, _type_hint(value, expected, schema))


def _as_string(text: str, schema: JsonMap) -> str:
    form = schema.get("format", "")
    if not form or FORMATS[form].check(text):
        return f'write "{text}"'
    return f"for example {_example(schema, FORMATS[form].example)}"


def _type_hint(value: Json, expected: list[str], schema: JsonMap) -> str:
    if value is None:
        return "write a value, or remove the item"
    if isinstance(value, dict) and "string" in expected and len(value) == 1 and next(iter(value.values())) is None:
        return f'quote the placeholder: "{{{next(iter(value))}}}"'
    if isinstance(value, str) and _reads_as(value, expected):
        return f"write {_TRUTH.get(value.lower(), value)} without quotes"
    if expected == ["array"]:
        short = not isinstance(value, dict) and len(shown(value)) < _WIDTH
        return f"write a list, such as [{_flow(value)}]" if short else "write a list: begin with `- `"
    return _shape_hint(expected, schema)


def _reads_as(text: str, expected: list[str]) -> bool:
    """Whether a text would be of an expected type without its quotes."""
    numeric = re.fullmatch(r"-?[0-9]{1,18}", text) is not None
    return (numeric and bool({"integer", "number"} & set(expected))) or (
        text.lower() in _TRUTH and "boolean" in expected
    )


_TRUTH = {"true": "true", "yes": "true", "on": "true", "false": "false", "no": "false", "off": "false"}


def _shape_hint(expected: list[str], schema: JsonMap) -> str:
    if expected == ["object"] and schema.get("required"):
        return f"write a map with `{schema['required'][0]}` in it"
    for example in schema.get("examples", []):
        if len(_flow(example)) <= _WIDTH:
            return f"for example {_flow(example)}"
    names = list(schema.get("properties", {}))
    if "object" in expected and 0 < len(names) <= belongs.FEW:
        return f"write a map; its fields are {', '.join(sorted(names))}"
    if "object" in expected:
        return "write a map: `name: value` lines below it"
    if schema.get("format"):
        return f"for example {FORMATS[schema['format']].example}"
    return ""


def _flow(value: Json) -> str:
    """A value as YAML on one line."""
    text: str = yaml.safe_dump(value, default_flow_style=True, width=10_000, allow_unicode=True)
    return text.strip().removesuffix("\n...")


def _odd_mistake(path: Path, value: Odd, expected: list[str], wanted: str) -> Mistake:
    article = "an" if value.read_as[0] in "aeiou" else "a"
    message = f"found {shown(value)}, which YAML reads as {article} {value.read_as}, expected {wanted}"
    if "string" in expected:
        return Mistake("unquoted-string", path, message, f'write "{value.text}"')
    if "boolean" in expected and value.read_as == "boolean":
        return Mistake("ambiguous-value", path, message, f"write {_TRUTH.get(value.text.lower(), 'true or false')}")
    if "integer" in expected and value.read_as == "integer":
        message = f"found {shown(value)}, which readers of YAML take for different numbers, expected {wanted}"
        return Mistake("ambiguous-value", path, message, _plain_number(value.text))
    return Mistake("ambiguous-value", path, message, f"write {wanted}")


def _plain_number(text: str) -> str:
    digits = text.replace("_", "").lstrip("0")
    if text.isdecimal() and 0 < len(digits) < 10:
        octal = f", or {int(digits, 8)} for octal {text}" if set(digits) <= set("01234567") else ""
        return f"write {digits}{octal}" if len(digits) > 1 else f"write {digits}"
    return f"write {digits}" if digits.isdecimal() and len(digits) < 10 else "write it in plain digits"


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
        return json.dumps(_cut(value), ensure_ascii=False)
    if isinstance(value, bool):
        return str(value).lower()
    if value is None:
        return "nothing (null)"
    if isinstance(value, Odd):
        return _cut(value.text)
    return "a map" if isinstance(value, dict) else "a list" if isinstance(value, list) else _cut(json.dumps(value))


def _cut(text: str) -> str:
    if is_private_key(text):
        return "a private key"
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 3]}..."
