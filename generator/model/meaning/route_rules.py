"""What the Gateway API refuses in a rule beyond its schema (https://gateway-api.sigs.k8s.io/reference/spec/)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.json_types import Json, JsonMap, Path
from generator.model import routes
from generator.model.meaning.fault import Fault

_MODIFIERS = {"ReplaceFullPath": "replaceFullPath", "ReplacePrefixMatch": "replacePrefixMatch"}
_UNITS = {"h": 3_600_000, "m": 60_000, "s": 1000, "ms": 1}


def of_rule(field: Path, rule: JsonMap) -> Iterator[Fault]:
    for index, match in enumerate(rule.get("matches") or []):
        yield from _match(match, (*field, "matches", index))
    for index, item in enumerate(rule.get("filters") or []):
        for name in ("requestRedirect", "urlRewrite"):
            yield from _modifier(item.get(name, {}).get("path") or {}, (*field, "filters", index, name, "path"))
    times = rule.get("timeouts") or {}
    whole, part = _milliseconds(times.get("request")), _milliseconds(times.get("backendRequest"))
    if whole and part > whole:
        message = f"a backend may take {times['backendRequest']}, longer than the request as a whole"
        hint = f"write at most {times['request']}"
        yield Fault("timeout-above-request", (*field, "timeouts", "backendRequest"), message, hint)


def _match(match: JsonMap, field: Path) -> Iterator[Fault]:
    path = match.get("path") or {}
    value = path.get("value", "/")
    if path.get("type", "PathPrefix") != "RegularExpression" and not value.startswith("/"):
        message = f'found "{value}", expected a path that starts with `/`'
        yield Fault("invalid-match", (*field, "path", "value"), message, f'did you mean "/{value}"?')
    method: Json = match.get("method")
    if isinstance(method, dict) and not method.get("service") and not method.get("method"):
        message = "it is not said which calls match"
        yield Fault("invalid-match", (*field, "method"), message, "add `service:`, `method:` or both")


def _modifier(path: JsonMap, field: Path) -> Iterator[Fault]:
    wanted = _MODIFIERS.get(path.get("type", ""), "")
    for name in _MODIFIERS.values():
        if wanted and name != wanted and name in path:
            message = f"with `type: {path['type']}` the new path is `{wanted}`"
            yield Fault(
                "invalid-match", (*field, name), message, f"rename it, or write `type: {name[0].upper()}{name[1:]}`"
            )
            return
    if wanted and wanted not in path:
        message = f"with `type: {path['type']}` the path has a `{wanted}`"
        yield Fault("missing-field", field, message, f"add `{wanted}:`")


def of_route(field: Path, own: JsonMap) -> Iterator[Fault]:
    """Names of rules in a list of Kubernetes' own form."""
    seen = set()
    for path, _, rule in routes.rules(own):
        name = rule.get("name")
        if name and name in seen:
            message = f'two rules are called "{name}"'
            yield Fault("duplicate-name", (*field, *path, "name"), message, "rename one of them")
        seen.add(name)


def _milliseconds(text: Json) -> int:
    found = re.findall(r"([0-9]+)(ms|[hms])", text) if isinstance(text, str) else []
    return sum(int(number) * _UNITS[unit] for number, unit in found)
