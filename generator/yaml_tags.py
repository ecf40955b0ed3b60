"""The tags of YAML's own types, and PyYAML's choice among them without what we never use."""

from __future__ import annotations

import re

import yaml

TAG = "tag:yaml.org,2002:"
STRING, MAP, SEQUENCE = TAG + "str", TAG + "map", TAG + "seq"


class QuickResolver:
    """A base of loaders and dumpers: resolves as PyYAML does where no types depend on paths, in half the time."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]]

    def resolve(self, kind: type[yaml.Node], value: str, implicit: tuple[bool, bool]) -> str:
        if kind is not yaml.ScalarNode:
            return MAP if kind is yaml.MappingNode else SEQUENCE
        if implicit[0]:
            for tag, pattern in self.yaml_implicit_resolvers.get(value[:1], ()):
                if pattern.match(value):
                    return tag
        return STRING
