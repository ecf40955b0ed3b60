"""Placeholders: `{domain}` and the like, replaced in the documented fields and nowhere else.

`{{word}}` stands for a literal `{word}`; braces around anything that is not one word mean nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from generator.json_types import Json, JsonMap, Path, matching
from generator.model.plan import workload_specs

NAMES = {
    "name": "the service's name",
    "service": "the name of its file",
    "component": "the component of the workload; `main` but for further ones",
    "namespace": "the namespace of the environment",
    "environment": "the name of the environment",
    "domain": "the domain of the environment",
    "platform": "the name of the platform",
}

FIELDS: tuple[tuple[str, ...], ...] = (
    ("expose", "*", "host"),
    ("gateway", "annotations", "*"),
    ("httpRoutes", "*", "hostnames", "*"),
    ("httpRoutes", "*", "annotations", "*"),
    ("httpRoutes", "*", "rules", "*", "filters", "*", "requestRedirect", "hostname"),
    ("httpRoutes", "*", "rules", "*", "filters", "*", "urlRewrite", "hostname"),
    ("grpcRoutes", "*", "hostnames", "*"),
    ("grpcRoutes", "*", "annotations", "*"),
    ("certificates", "*", "commonName"),
    ("certificates", "*", "dnsNames", "*"),
    ("certificates", "*", "annotations", "*"),
    ("service", "externalName"),
    ("services", "*", "externalName"),
    ("service", "selector", "*"),
    ("services", "*", "selector", "*"),
    ("ingress", "annotations", "*"),
    ("env", "*", "value"),
    ("containers", "*", "env", "*", "value"),
    ("initContainers", "*", "env", "*", "value"),
    ("config", "values", "*"),
    ("configs", "*", "values", "*"),
    ("analysis", "*", "metrics", "*", "provider", "prometheus", "query"),
    ("analysis", "*", "metrics", "*", "provider", "web", "url"),
    ("strategy", "canary", "trafficRouting", "plugins", "*", "*"),
    ("annotations", "*"),
    ("podAnnotations", "*"),
    ("labels", "*"),
    ("podLabels", "*"),
    ("selector", "*"),
    ("service", "annotations", "*"),
    ("services", "*", "annotations", "*"),
    ("persistence", "*", "labels", "*"),
    ("persistence", "*", "annotations", "*"),
    ("serviceAccount", "labels", "*"),
    ("serviceAccount", "annotations", "*"),
    ("externalSecret", "data", "*", "remoteRef", "*"),
    ("externalSecret", "dataFrom", "*", "extract", "*"),
    ("externalSecret", "dataFrom", "*", "find", "path"),
    ("externalSecrets", "*", "data", "*", "remoteRef", "*"),
    ("externalSecrets", "*", "dataFrom", "*", "extract", "*"),
    ("externalSecrets", "*", "dataFrom", "*", "find", "path"),
    ("secret", "keys", "*", "generate", "tls", "commonName"),
    ("secret", "keys", "*", "generate", "tls", "dnsNames", "*"),
    ("secrets", "*", "keys", "*", "generate", "tls", "commonName"),
    ("secrets", "*", "keys", "*", "generate", "tls", "dnsNames", "*"),
    ("alerts", "runbook"),
    ("alerts", "*", "runbook"),
    ("alerts", "labels", "*"),
    ("alerts", "*", "labels", "*"),
    ("alerts", "annotations", "*"),
    ("alerts", "*", "annotations", "*"),
    ("rules", "*", "expr"),
    ("rules", "*", "labels", "*"),
    ("rules", "*", "annotations", "*"),
    ("autoscale", "annotations", "*"),
    ("autoscale", "metrics", "*", "external", "metric", "selector", "matchLabels", "*"),
    ("autoscale", "triggers", "*", "metadata", "*"),
)
"""Where a placeholder is replaced, as paths of the canonical fields."""

_WORD = re.compile(r"\{\{([A-Za-z]+)\}\}|\{([A-Za-z]+)\}")


def fill(text: str, values: Mapping[str, str]) -> str:
    """Replace the placeholders of one string; unknown ones stay (`unknown` finds them)."""

    def replace(match: re.Match[str]) -> str:
        if match[1]:
            return f"{{{match[1]}}}"
        return values.get(match[2], match[0])

    return _WORD.sub(replace, text) if "{" in text else text


def unknown(text: str, values: Mapping[str, str]) -> list[str]:
    """The placeholders of a string that have no value."""
    return [word for word, _ in unknown_places(text, values)]


def unknown_places(text: str, values: Mapping[str, str]) -> list[tuple[str, int]]:
    """`unknown`, with the positions of their braces."""
    return [(match[2], match.start()) for match in _WORD.finditer(text) if match[2] and match[2] not in values]


def strings(spec: JsonMap) -> Iterator[tuple[Path, str]]:
    """Every string of `spec` in which placeholders are replaced, with its path."""
    yield from texts(spec, FIELDS)


def everywhere(spec: JsonMap) -> Iterator[tuple[Path, str]]:
    """`strings`, also of the further workloads of the service."""
    for at, own in workload_specs(spec):
        yield from (((*at, *path), text) for path, text in strings(own))


def filled(spec: JsonMap, values: Mapping[str, str]) -> JsonMap:
    """A copy of `spec` with every placeholder replaced."""
    return changed(spec, FIELDS, lambda text: fill(text, values))


def changed(spec: JsonMap, patterns: Iterable[tuple[str, ...]], change: Callable[[str], str]) -> JsonMap:
    """A copy of `spec` with every string that one of the patterns leads to changed."""
    result = spec
    for path, text in texts(spec, patterns):
        if (new := change(text)) != text:
            result = _replaced(result, path, new)
    return result


def texts(spec: JsonMap, patterns: Iterable[tuple[str, ...]]) -> Iterator[tuple[Path, str]]:
    """Every string that one of the patterns leads to, with its path."""
    for pattern in patterns:
        if pattern[0] in spec:
            yield from ((path, text) for path, text in matching(spec, pattern) if isinstance(text, str))


def _replaced(value: Json, path: Path, new: str) -> Json:
    if not path:
        return new
    copy = value.copy()
    copy[path[0]] = _replaced(value[path[0]], path[1:], new)
    return copy
