"""Structured data <-> the text of a configuration file. One format a file, all in one table.

Keys come out in order of name; the comments of a file that data is merged over are not kept.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol

from generator.data_files import as_dotenv, as_json, as_properties, as_toml, as_yaml
from generator.json_types import JsonMap


class DataFormat(Protocol):
    """What a module of this folder is, but for `errors`, `merging` and `escaping`."""

    def parse(self, text: str) -> JsonMap:
        """Raises Unreadable."""

    def merged(self, file: JsonMap, data: JsonMap) -> JsonMap:
        """What `data` makes of the parsed file; null removes. Raises Unfit."""

    def serialise(self, data: JsonMap) -> str:
        """Raises Unfit."""


FORMATS: dict[str, DataFormat] = {
    "yaml": as_yaml,
    "json": as_json,
    "toml": as_toml,
    "properties": as_properties,
    "dotenv": as_dotenv,
}

SUFFIXES = {
    "yaml": "yaml",
    "yml": "yaml",
    "json": "json",
    "toml": "toml",
    "properties": "properties",
    "env": "dotenv",
}
"""The formats of file names, by what comes after the last dot."""


def format_of(name: str) -> str | None:
    """The format that a file's name tells."""
    _, dot, suffix = name.rpartition(".")
    return SUFFIXES.get(suffix.lower()) if dot else None


def text(form: str, file: str, data: JsonMap) -> str:
    """`data` over the text of a file (empty where there is none), as text. Raises Unreadable, Unfit."""
    module = FORMATS[form]
    return module.serialise(module.merged(_parsed(form, file), dict(data)))


@lru_cache(maxsize=4)
def _parsed(form: str, file: str) -> JsonMap:
    """Each environment asks for the same file; nobody changes what is parsed."""
    content = file.removeprefix("\ufeff")
    return FORMATS[form].parse(content) if content.strip() else {}
