"""The platform file -> what is wrong with its environments beyond its schema."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from generator.catalog import near
from generator.catalog.formats import FORMATS
from generator.catalog.load import Mistake
from generator.catalog.suggest import did_you_mean
from generator.json_types import Json, JsonMap, Path
from generator.language.platform import ENVIRONMENT_DEFAULTS
from generator.model import placeholders
from generator.model.layers import chain, environment_names

_LABEL = FORMATS["dns-label"]


def mistakes(data: JsonMap, versions: Collection[str]) -> Iterator[Mistake]:
    """`data` fits the schema; `versions` are those of Kubernetes that there are schemas for."""
    environments: Json = data.get("environments")
    if not environments:
        yield Mistake("missing-environments", (), "the platform has no environments", "add `environments: {dev: {}}`")
        return
    for name, fields in environments.items():
        path: Path = ("environments", name)
        if fields is None:
            yield Mistake("empty-environment", path, f'nothing stands under "{name}"', "write `{}`", at_key=True)
            continue
        yield from _extends(environments, name)
        version = fields.get("kubernetes")
        if version and version not in versions:
            message = f"Kubernetes {version} is not supported"
            hint = f"there are schemas for {', '.join(versions)}"
            yield Mistake("unsupported-version", (*path, "kubernetes"), message, hint)
    if not environment_names(data):
        message = "every environment is abstract, so nothing is generated"
        yield Mistake("missing-environments", ("environments",), message, "add one that extends them", at_key=True)
    found = {mistake.path: mistake for name in environment_names(data) for mistake in _namespace(data, name)}
    yield from found.values()


def _extends(environments: JsonMap, name: str) -> Iterator[Mistake]:
    parent = environments[name].get("extends")
    path = ("environments", name, "extends")
    if parent is None:
        return
    if parent not in environments:
        hint = did_you_mean(parent, environments) or f"the environments are {', '.join(environments)}"
        yield Mistake("unknown-environment", path, f'there is no environment "{parent}"', hint)
        return
    circle = _circle(environments, name)
    if circle and name == min(circle, key=list(environments).index):
        message = f"the environments extend one another in a circle: {' -> '.join([*circle, name])}"
        yield Mistake("extends-cycle", path, message, "remove one `extends`")


def _circle(environments: JsonMap, name: str) -> list[str]:
    """The environments from one back to itself; empty where there is no such way."""
    way = [name]
    while True:
        above = (environments.get(way[-1]) or {}).get("extends")
        if above == name:
            return way
        if above is None or above in way:
            return []
        way.append(above)


def _namespace(data: JsonMap, name: str) -> Iterator[Mistake]:
    """A namespace is made of placeholders, so it is known only here."""
    environments = data["environments"]
    own = [step for step in chain(data, name) if (environments[step] or {}).get("namespace")]
    text = environments[own[-1]]["namespace"] if own else ENVIRONMENT_DEFAULTS["namespace"]
    path: Path = ("environments", own[-1], "namespace") if own else ("environments", name)
    values = {"platform": data.get("name") or "platform", "environment": name}
    unknown = placeholders.unknown(text, values)
    if unknown:
        hint = did_you_mean(unknown[0], values) or f"the placeholders here are {', '.join(values)}"
        yield Mistake("unknown-placeholder", path, f"there is no placeholder {{{unknown[0]}}} here", hint)
        return
    namespace = placeholders.fill(text, values)
    if not _LABEL.check(namespace):
        guess = near.meant("dns-label", namespace)
        hint = f'did you mean "{guess}"?' if guess else "set `namespace` of the environment"
        message = f'the namespace would be "{namespace}", expected {_LABEL.expected}'
        yield Mistake("invalid-dns-label", path, message, hint, at_key=not own)
