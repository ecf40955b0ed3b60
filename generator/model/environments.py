"""The platform file -> what is wrong with its environments beyond its schema."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial

from generator.catalog import near
from generator.catalog.formats import FORMATS
from generator.catalog.load import Mistake
from generator.catalog.suggest import did_you_mean
from generator.json_types import Json, JsonMap, Path
from generator.language.platform import ENVIRONMENT_DEFAULTS
from generator.model import delivered, held_to, placeholders, priority_classes, recipients
from generator.model.circles import way_back
from generator.model.layers import chain, environment_fields, environment_names, environment_values, parents

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
    found = {mistake.path: mistake for name in environment_names(data) for mistake in _made_of_placeholders(data, name)}
    yield from found.values()
    yield from _same_namespace(data)
    yield from dict.fromkeys(priority_classes.mistakes(data))
    yield from recipients.mistakes(data)
    yield from held_to.mistakes(data)
    yield from delivered.mistakes(data)


def _extends(environments: JsonMap, name: str) -> Iterator[Mistake]:
    written = environments[name].get("extends")
    for place, parent in enumerate(parents(environments, name)):
        path: Path = ("environments", name, "extends", *([place] if isinstance(written, list) else []))
        if parent not in environments:
            hint = did_you_mean(parent, environments) or f"the environments are {', '.join(environments)}"
            yield Mistake("unknown-environment", path, f'there is no environment "{parent}"', hint)
            continue
        circle = way_back(name, parent, partial(parents, environments))
        if circle and name == min(circle, key=list(environments).index):
            message = f"the environments extend one another in a circle: {' -> '.join([*circle, name])}"
            yield Mistake("extends-cycle", path, message, "remove one `extends`")


def _made_of_placeholders(data: JsonMap, name: str) -> Iterator[Mistake]:
    """The namespace, the domain and the like are made of placeholders, so they are known only here."""
    own = environment_fields(data, name)
    known = environment_values(data, name, own)
    for variable in sorted(own.get("variables", {}).keys() & placeholders.NAMES):
        path, _ = _written(data, name, "variables")
        message = f"{{{variable}}} already stands for {placeholders.NAMES[variable]}"
        yield Mistake("reserved-name", (*path, variable), message, "choose another name", at_key=True)
    for field in ("namespace", "domain", "cluster", "prometheus", "priorityClass"):
        path, text = _written(data, name, field)
        unknown = placeholders.unknown(text, known)
        if unknown:
            hint = did_you_mean(unknown[0], known) or f"the placeholders here are {', '.join(known)}"
            yield Mistake("unknown-placeholder", path, f"there is no placeholder {{{unknown[0]}}} here", hint)
        elif field == "namespace":
            yield from _namespace(path, placeholders.fill(text, known))
        elif field == "priorityClass" and len(path) > 2:
            yield from _priority_class(path, placeholders.fill(text, known))


def _priority_class(path: Path, name: str) -> Iterator[Mistake]:
    form = FORMATS["dns-subdomain"]
    if not form.check(name):
        guess = near.meant("dns-subdomain", name)
        message = f'the priority class would be "{name}", expected {form.expected}'
        yield Mistake("invalid-dns-subdomain", path, message, f'did you mean "{guess}"?' if guess else "")


def _same_namespace(data: JsonMap) -> Iterator[Mistake]:
    """Two environments that say that they have one cluster cannot have one namespace, too."""
    owners: dict[tuple[str, str], str] = {}
    for name in environment_names(data):
        values = environment_values(data, name, environment_fields(data, name))
        (_, cluster), (path, namespace) = _written(data, name, "cluster"), _written(data, name, "namespace")
        if not cluster:
            continue
        place = (placeholders.fill(cluster, values), placeholders.fill(namespace, values))
        owner = owners.setdefault(place, name)
        if owner != name:
            message = f'the namespace "{place[1]}" of this cluster is that of {owner}, too'
            hint = "set another `namespace` in one of them, or another `cluster`"
            yield Mistake("duplicate-namespace", path, message, hint, at_key=len(path) == 2)


def _written(data: JsonMap, name: str, field: str) -> tuple[Path, Json]:
    """Where an environment's field is written, and its value; the environment itself where it is the default."""
    environments = data["environments"]
    own = [step for step in chain(data, name) if (environments[step] or {}).get(field)]
    if own:
        return ("environments", own[-1], field), environments[own[-1]][field]
    return ("environments", name), ENVIRONMENT_DEFAULTS.get(field, "")


def _namespace(path: Path, namespace: str) -> Iterator[Mistake]:
    if not _LABEL.check(namespace):
        guess = near.meant("dns-label", namespace)
        hint = f'did you mean "{guess}"?' if guess else "set `namespace` of the environment"
        message = f'the namespace would be "{namespace}", expected {_LABEL.expected}'
        yield Mistake("invalid-dns-label", path, message, hint, at_key=len(path) == 2)
