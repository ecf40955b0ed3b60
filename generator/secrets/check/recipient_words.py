"""Recipients in the words of a creation rule, and in those of a file -> the same pairs of kind and name.

https://getsops.io/docs/#using-sopsyaml-conf-to-select-kms-pgp-and-age-for-new-files
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from generator.json_types import Json, JsonMap, Path
from generator.model.recipients import Rule

Recipient: TypeAlias = tuple[str, str]
"""What kind of key it is, in the word of a file, and which one."""

_VAULT = re.compile(r"(?P<address>https?://[^/]+)/v\d+/(?P<engine>.+)/keys/(?P<name>[^/]+)/?")
_AZURE = re.compile(r"(?P<vault>https://[^/]+)/keys/(?P<name>[^/]+)(?:/[^/]*)?")


def _fingerprint(text: str) -> str:
    return text.replace(" ", "").upper()


def _kms(text: str) -> str:
    return text.replace(" ", "")


def _azure(text: str) -> str:
    """Without a version: sops puts one into the file where the rule has none."""
    match = _AZURE.fullmatch(text)
    return f"{match['vault']}/keys/{match['name']}" if match else text


def _vault(text: str) -> str:
    match = _VAULT.fullmatch(text)
    return f"{match['address']}/{match['engine']}/{match['name']}" if match else text


_IN_RULE: Mapping[str, tuple[str, Callable[[str], str]]] = {
    "age": ("age", str),
    "pgp": ("pgp", _fingerprint),
    "kms": ("kms", _kms),
    "gcp_kms": ("gcp_kms", str),
    "azure_keyvault": ("azure_kv", _azure),
    "hc_vault_transit_uri": ("hc_vault", _vault),
    "hc_vault": ("hc_vault", _vault),
    "hckms": ("hckms", str),
}
"""A field of a rule or of one of its key groups -> the kind, and what a text in it stands for."""

_IN_FILE: Mapping[str, Callable[[JsonMap], str]] = {
    "age": lambda entry: str(entry.get("recipient", "")),
    "pgp": lambda entry: _fingerprint(str(entry.get("fp", ""))),
    "kms": lambda entry: "+".join(str(entry[name]) for name in ("arn", "role") if entry.get(name)),
    "gcp_kms": lambda entry: str(entry.get("resource_id", "")),
    "azure_kv": lambda entry: f"{entry.get('vault_url')}/keys/{entry.get('name')}",
    "hc_vault": lambda entry: (
        f"{str(entry.get('vault_address')).rstrip('/')}/{entry.get('engine_path')}/{entry.get('key_name')}"
    ),
    "hckms": lambda entry: str(entry.get("key_id", "")),
}


def of_rule(rule: Rule) -> list[set[Recipient]]:
    """By key group; the only one where the rule names none."""
    groups = rule.others.get("key_groups")
    if groups:
        return [set(_of_group(group)) for group in groups]
    return [{*(("age", key) for key in rule.age), *_of_group(rule.others)}]


def _of_group(group: JsonMap) -> Iterator[Recipient]:
    for word, (kind, normal) in _IN_RULE.items():
        for text in _texts(group.get(word)):
            yield kind, normal(text)
    for other in group.get("merge") or ():
        yield from _of_group(other)


def _texts(value: Json) -> Iterator[str]:
    """Of a text with commas, a list of such, or the maps in which key groups name some kinds of keys."""
    if isinstance(value, str):
        yield from (part.strip() for part in value.split(",") if part.strip())
    elif isinstance(value, dict):
        yield _of_map(value)
    else:
        for item in value or ():
            yield from _texts(item)


def _of_map(entry: JsonMap) -> str:
    if "vaultUrl" in entry:
        return f"{entry['vaultUrl']}/keys/{entry.get('key')}"
    return "+".join(str(entry[name]) for name in ("arn", "role", "resource_id", "key_id") if entry.get(name))


def of_file(sops: JsonMap) -> list[dict[Recipient, Path]]:
    """By key group, each with the place of its entry. As sops has it, single keys count before key groups."""
    alone = dict(_in_holder(sops, ("sops",)))
    groups = _list(sops.get("key_groups"))
    if alone or not groups:
        return [alone]
    return [dict(_in_holder(group, ("sops", "key_groups", at))) for at, group in _maps(groups)]


def _in_holder(holder: JsonMap, path: Path) -> Iterator[tuple[Recipient, Path]]:
    for kind, name in _IN_FILE.items():
        if kind in holder:
            for at, entry in _maps(_list(holder[kind])):
                yield (kind, name(entry)), (*path, kind, at)


def entries(sops: JsonMap, kind: str) -> Iterator[tuple[JsonMap, Path]]:
    """Every entry of a kind, those of key groups among them."""
    for at, entry in _maps(_list(sops.get(kind))):
        yield entry, ("sops", kind, at)
    for number, group in _maps(_list(sops.get("key_groups"))):
        for at, entry in _maps(_list(group.get(kind))):
            yield entry, ("sops", "key_groups", number, kind, at)


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _maps(items: Iterable[Json]) -> Iterator[tuple[int, JsonMap]]:
    yield from ((at, item) for at, item in enumerate(items) if isinstance(item, dict))
