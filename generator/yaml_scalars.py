"""A string -> a YAML scalar that every reader takes for that string; for all that writes YAML."""

from __future__ import annotations

import re

import yaml

from generator.yaml_tags import STRING, QuickResolver

_NUMBER_LIKE = re.compile(r"[-+.]?[0-9][-+.0-9_:a-fA-FxXoOeE]*|[-+]?\.(inf|nan|Inf|NaN|INF|NAN)")
_WORDS = frozenset(
    "y Y n N yes Yes YES no No NO on On ON off Off OFF true True TRUE false False FALSE null Null NULL ~".split()
)


class Dumper(QuickResolver, yaml.CSafeDumper):
    """Of nodes, for `yaml.serialize`."""


def text_node(text: str) -> yaml.ScalarNode:
    if "\n" in text and text.strip("\n") and not _unsafe_block(text):
        return yaml.ScalarNode(STRING, text, style="|")
    # Readers disagree about what is a number or a boolean (YAML 1.1, 1.2, go-yaml): quote all that any of them takes.
    if text in _WORDS or _NUMBER_LIKE.fullmatch(text):
        return yaml.ScalarNode(STRING, text, style='"')
    return yaml.ScalarNode(STRING, text)


def _unsafe_block(text: str) -> bool:
    """Whether a block scalar would lose something: a leading space, trailing blanks, characters that need escapes."""
    return text[0] in " \n" or any(line != line.rstrip() for line in text.split("\n")) or not _printable(text)


def _printable(text: str) -> bool:
    return all(char.isprintable() or char == "\n" for char in text)
