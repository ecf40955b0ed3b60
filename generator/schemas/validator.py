"""The file of a schema -> a validator that finds every problem of a document, where kubeconform names the first ones.

It judges as kubeconform does: draft 7, and the formats that draft 7 checks.
"""

from __future__ import annotations

import json
import re
from functools import cache
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from generator.json_types import Json, JsonMap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema import FormatChecker
    from jsonschema.protocols import Validator
    from referencing import Resource

DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")


@cache
def validator(path: Path) -> Validator:
    from jsonschema import Draft7Validator
    from jsonschema.validators import extend
    from referencing import Registry
    from referencing.jsonschema import DRAFT7

    @cache
    def retrieve(uri: str) -> Resource[JsonMap]:
        schema = load(Path(unquote(urlsplit(uri).path)))
        # Where it meets a `$schema`, jsonschema goes on with its own class for that draft instead of ours.
        return DRAFT7.create_resource({key: value for key, value in schema.items() if key != "$schema"})

    kind: type[Validator] = extend(Draft7Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]
    registry: Registry[Any] = Registry(retrieve=retrieve)  # type: ignore[call-arg]
    return kind({"$ref": path.resolve().as_uri()}, registry=registry, format_checker=_formats())


@cache
def load(path: Path) -> JsonMap:
    """The schema in a file. Raises OSError and ValueError."""
    schema: Json = json.loads(path.read_bytes())
    if not isinstance(schema, dict):
        raise ValueError("not a map")
    return schema


def unusable(path: Path) -> str:
    """Why a schema that somebody wrote cannot be used, or nothing.

    kubeconform passes over such a schema in silence, and takes the next one that it finds for the kind.
    """
    try:
        for reference in _references(load(path.resolve())):
            resolve(path.resolve(), {"$ref": reference})
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    except ValueError as error:
        return f"not a JSON Schema: {error}"
    except LookupError as error:
        return f"refers to {error.args[0]}, which is not there"
    return ""


def resolve(path: Path, schema: JsonMap) -> tuple[Path, JsonMap]:
    """Follows `$ref` to the schema it stands for, and the file that this one is in. Raises LookupError."""
    while isinstance(schema.get("$ref"), str):
        reference = schema["$ref"]
        name, _, pointer = reference.partition("#")
        path = path.parent / unquote(name) if name else path
        try:
            schema = load(path)
            for part in pointer.split("/")[1:]:
                schema = schema[part.replace("~1", "/").replace("~0", "~")]
        except (OSError, LookupError, TypeError):
            raise LookupError(reference) from None
    return path, schema


def _references(schema: Json) -> Iterator[str]:
    if isinstance(schema, dict):
        for key, value in schema.items():
            if key == "$ref" and isinstance(value, str):
                yield value
            else:
                yield from _references(value)
    elif isinstance(schema, list):
        for item in schema:
            yield from _references(item)


def _pattern(_: Validator, pattern: str, value: Json, __: JsonMap) -> Iterator[Exception]:
    """As jsonschema's own, but a pattern that only Go can read is left to kubeconform."""
    from jsonschema import ValidationError

    try:
        matches = not isinstance(value, str) or re.search(pattern, value)
    except re.error:
        return
    if not matches:
        yield ValidationError(f"does not match {pattern}")


def _formats() -> FormatChecker:
    from jsonschema import FormatChecker

    checker = FormatChecker(formats=())
    checker.checks("date-time")(lambda value: not isinstance(value, str) or bool(DATE_TIME.fullmatch(value)))
    checker.checks("ipv4", raises=ValueError)(lambda value: not isinstance(value, str) or bool(IPv4Address(value)))
    checker.checks("ipv6", raises=ValueError)(lambda value: not isinstance(value, str) or bool(IPv6Address(value)))
    return checker
