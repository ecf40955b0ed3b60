"""The rules of all environments -> `.sops.yaml`, by which sops encrypts a new file, whoever calls it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from generator.json_types import JsonMap
from generator.model.recipients import Rule
from generator.secrets.file import FOLDER, SUFFIX
from generator.tree.yaml_writer import dump

FILE = ".sops.yaml"

ENCRYPTED_REGEX = "^(data|stringData)$"
"""Only the values of a Secret: what names it stays readable."""


def creation_rule(rule: Rule) -> JsonMap:
    """The MAC is of the encrypted values alone, so that it holds when kustomize adds a namespace and labels."""
    age = {"age": list(rule.age)} if rule.age else {}
    return {
        "path_regex": f"^{FOLDER}/{re.escape(rule.environment)}/[^/]+{re.escape(SUFFIX)}$".replace(r"\-", "-"),
        "encrypted_regex": ENCRYPTED_REGEX,
        "mac_only_encrypted": True,
        **age,
        **rule.others,
    }


def text(rules: Iterable[Rule]) -> str:
    """Without a header; beside each age key the name of its owner."""
    rules = list(rules)
    document = {"creation_rules": [creation_rule(rule) for rule in rules if rule], "stores": {"yaml": {"indent": 2}}}
    owners = {key: who for rule in rules for key, who in rule.age.items()}
    lines = dump(document).splitlines(keepends=True)
    return "".join(_with_owner(line, owners) for line in lines)


def _with_owner(line: str, owners: Mapping[str, str]) -> str:
    who = owners.get(line.strip().removeprefix("- "))
    return f"{line.rstrip()}  # {who}\n" if who else line
