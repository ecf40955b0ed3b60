"""Catalog documents -> the layers of a service in an environment, and what they merge to.

The precedence, lowest first: built-in defaults, high availability, platform defaults, the defaults of the folders that
the service is in, profiles in the order named, the service, the environment's defaults (those of the environments it
extends first), the folders' and the service's environment (likewise).

A further workload of the service has layers of its own: all of what is said for every service, what the service shares,
and what stands under `workloads`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache, reduce

from msgspec import Struct, field

from generator.json_types import Json, JsonMap, Path, as_map
from generator.language import FIELDS, OF_SERVICE_ONLY, is_shared
from generator.language.environment import expanded
from generator.language.platform import ENVIRONMENT_DEFAULTS
from generator.language.types import NO_DEFAULT
from generator.model import placeholders
from generator.model.availability import WHY, derived, least_pods
from generator.model.merge import ABSENT, Named, finish, merge

PLATFORM = "platform"
SERVICE = "service"
BUILT_IN = ""


Groups = Mapping[str, JsonMap]
"""What the `defaults.yaml` of the folders that a service is in say, by file, the outermost folder first."""

NO_GROUPS: Groups = {}


class Layer(Struct, frozen=True):
    """One level of precedence. `document` says which file it is in (PLATFORM, SERVICE, BUILT_IN, or the file of a
    folder's defaults), `path` where."""

    title: str
    document: str
    path: Path
    written: JsonMap
    why: Mapping[str, str] = field(default_factory=dict)
    """By field, why a level that nobody wrote gives it."""


def canonical(layer: JsonMap) -> JsonMap:
    """The fields of one layer as written -> canonical fields: short forms expanded, named lists by name."""
    result: JsonMap = {}
    for name in sorted(layer):
        field = FIELDS.get(name)
        if name == "workloads":
            result[name] = Named({key: canonical(own) if own else own for key, own in as_map(layer[name]).items()})
        elif field is None or field.expand is None:
            if name != "environments":
                result = merge(result, {name: layer[name]})
        else:
            result = merge(result, field.expand(layer[name]))
    return result


@lru_cache(maxsize=1)
def built_in() -> JsonMap:
    """The defaults of the language itself, canonical."""
    return canonical({field.name: field.default for field in FIELDS.values() if field.default is not NO_DEFAULT})


def parents(environments: JsonMap, name: str) -> list[str]:
    """The environments that one extends, as written: a name or a list of them."""
    extends = as_map(environments.get(name)).get("extends")
    return [item for item in (extends if isinstance(extends, list) else [extends]) if isinstance(item, str)]


def chain(platform: JsonMap, environment: str) -> tuple[str, ...]:
    """The environments that one builds on, the lowest first, itself last; cut where it would go in circles.

    Of several that it extends, each comes after what it builds on itself, and a later one after an earlier one.
    """
    environments = as_map(platform.get("environments"))
    found: list[str] = []

    def add(name: str, below: tuple[str, ...]) -> None:
        if name in environments and name not in found and name not in below:
            for parent in parents(environments, name):
                add(parent, (*below, name))
            found.append(name)

    add(environment, ())
    return tuple(found)


def giver(platform: JsonMap, environment: str, field: str) -> str:
    """The environment that gives a field which holds something: itself, or one that it extends; else itself."""
    environments = as_map(platform.get("environments"))
    owners = [step for step in chain(platform, environment) if as_map(environments.get(step)).get(field)]
    return owners[-1] if owners else environment


def environment_fields(platform: JsonMap, environment: str) -> JsonMap:
    """The fields of one environment with those it inherits, without the defaults for services."""
    own = ("extends", "abstract", "defaults")
    written = [as_map(as_map(platform.get("environments")).get(name)) for name in chain(platform, environment)]
    parts = [expanded({key: value for key, value in part.items() if key not in own}) for part in written]
    merged: JsonMap = finish(reduce(merge, parts, ENVIRONMENT_DEFAULTS))
    return merged


def environment_names(platform: JsonMap) -> tuple[str, ...]:
    """The environments that are generated: all but the abstract ones, in order of name."""
    environments = as_map(platform.get("environments"))
    return tuple(sorted(name for name in environments if not as_map(environments[name]).get("abstract")))


def layers(platform: JsonMap, service: JsonMap, environment: str, groups: Groups = NO_GROUPS) -> list[Layer]:
    """Every layer, lowest first."""
    written = list(_written_layers(platform, service, environment, groups))
    return _with_availability(written, platform, environment)


def _with_availability(written: list[Layer], platform: JsonMap, environment: str) -> list[Layer]:
    built_in_defaults, *rest = written
    merged = _merged(written)
    fields = availability(merged, Production.of(platform, environment))
    if not fields:
        return written
    title = f"high availability ({least_pods(merged)} pods in {environment})"
    return [built_in_defaults, Layer(title, BUILT_IN, (), fields, WHY), *rest]


class Production(Struct, frozen=True):
    """What an environment says about the availability of its services."""

    is_production: bool
    priority_class: str

    @staticmethod
    def of(platform: JsonMap, environment: str) -> Production:
        fields = environment_fields(platform, environment)
        is_production = bool(fields.get("production"))
        return Production(is_production, priority_class(platform, environment, fields) if is_production else "")


def environment_values(platform: JsonMap, environment: str, fields: JsonMap) -> JsonMap:
    """What placeholders stand for in the fields of an environment itself."""
    return {**fields.get("variables", {}), "platform": platform.get("name") or PLATFORM, "environment": environment}


def priority_class(platform: JsonMap, environment: str, fields: JsonMap) -> str:
    """The priority class of highly available services; empty where there is none."""
    return placeholders.fill(fields.get("priorityClass", ""), environment_values(platform, environment, fields))


def availability(merged: JsonMap, production: Production) -> JsonMap:
    """The fields, as they could be written, that high availability gives to what is merged; nulls are still in it."""
    wanted = merged.get("highAvailability")
    if wanted is False or (wanted is None and not production.is_production):
        return {}
    return derived(merged, production.priority_class)


def _written_layers(platform: JsonMap, service: JsonMap, environment: str, groups: Groups) -> Iterator[Layer]:
    yield Layer(
        "built-in defaults", BUILT_IN, (), {f.name: f.default for f in FIELDS.values() if f.default is not NO_DEFAULT}
    )
    yield Layer("platform defaults", PLATFORM, ("defaults",), as_map(platform.get("defaults")))
    for file, group in groups.items():
        yield Layer(f"folder {_folder(file)}", file, (), _without_environments(group))
    profiles = as_map(platform.get("profiles"))
    for name in profile_names(platform, service, groups):
        yield Layer(f"profile {name}", PLATFORM, ("profiles", name), as_map(profiles.get(name)))
    yield Layer("service", SERVICE, (), _without_environments(service))
    environments = as_map(platform.get("environments"))
    names = chain(platform, environment)
    for name in names:
        defaults = as_map(as_map(environments[name]).get("defaults"))
        yield Layer(f"environment {name}", PLATFORM, ("environments", name, "defaults"), defaults)
    for title, document, data in (
        *((f"folder {_folder(file)}", file, group) for file, group in groups.items()),
        ("service", SERVICE, service),
    ):
        for name in names:
            own = as_map(as_map(data.get("environments")).get(name))
            yield Layer(f"{title} in {name}", document, ("environments", name), own)


def _without_environments(data: JsonMap) -> JsonMap:
    return {key: value for key, value in data.items() if key != "environments"}


def _folder(file: str) -> str:
    return file.rpartition("/")[0]


def workload_layers(
    platform: JsonMap, service: JsonMap, environment: str, workload: str, groups: Groups = NO_GROUPS
) -> list[Layer]:
    """`layers` of a further workload of the service."""
    found: list[Layer] = []
    for layer in _written_layers(platform, service, environment, groups):
        of_service = layer.document == SERVICE or layer.path[:1] == ("profiles",)
        shared = {
            name: value
            for name, value in layer.written.items()
            if name not in OF_SERVICE_ONLY and (is_shared(name) or not of_service)
        }
        found.append(Layer(layer.title, layer.document, layer.path, shared))
        all_own = as_map(layer.written.get("workloads"))
        if workload not in all_own:
            continue
        own = all_own[workload]
        if own is None:  # removed: what the levels below say of it no longer counts
            found = [level for level in found if "workloads" not in level.path]
            continue
        for name in profile_names({}, own):
            profile = as_map(as_map(platform.get("profiles")).get(name))
            fields = {key: value for key, value in profile.items() if key not in OF_SERVICE_ONLY}
            found.append(Layer(f"profile {name}", PLATFORM, ("profiles", name), fields))
        title = f"workload {workload}"
        if layer.path:
            title += f" in {layer.title.removeprefix('service in ')}"
        found.append(Layer(title, layer.document, (*layer.path, "workloads", workload), own))
    return _with_availability(found, platform, environment)


def profile_names(platform: JsonMap, service: JsonMap, groups: Groups = NO_GROUPS) -> tuple[str, ...]:
    """The profiles that the service names, or else its innermost folder, or else the platform."""
    levels = (service, *reversed(list(groups.values())), as_map(platform.get("defaults")))
    named = next((level["profiles"] for level in levels if level.get("profiles") is not None), None)
    return tuple(name for name in named if isinstance(name, str)) if isinstance(named, list) else ()


def effective(platform: JsonMap, service: JsonMap, environment: str, groups: Groups = NO_GROUPS) -> JsonMap:
    """All layers merged: the canonical fields of a service in one environment, without nulls."""
    merged = _settled(_merged(layers(platform, service, environment, groups)))
    return with_workloads(merged, platform, service, environment, groups)


def with_workloads(
    spec: JsonMap, platform: JsonMap, service: JsonMap, environment: str, groups: Groups = NO_GROUPS
) -> JsonMap:
    """The effective fields with those of each further workload under `workloads`; a disabled one is left out."""
    if not spec.get("workloads"):
        return spec
    workloads = {}
    for name in spec["workloads"]:
        own = _settled(_merged(workload_layers(platform, service, environment, name, groups)))
        if own["enabled"]:
            workloads[name] = own
    return {**spec, "workloads": workloads}


def _merged(levels: Iterable[Layer]) -> Json:
    return reduce(merge, (canonical(layer.written) for layer in levels if layer.written), ABSENT)


def _settled(merged: Json) -> JsonMap:
    """The effective fields. What a service cannot be without, a null gives back its default."""
    fields: JsonMap = finish(merged)
    missing = {name: built_in()[name] for name in ("enabled", "kind") if name not in fields}
    if missing:
        fields = dict(sorted({**fields, **missing}.items()))
    if "enabled" in fields.get("autoscale", ()):
        scaler = {name: value for name, value in fields["autoscale"].items() if name != "enabled"}
        wanted = scaler and (fields["autoscale"]["enabled"] or fields["kind"] == "ScaledJob")
        fields = {name: value for name, value in fields.items() if name != "autoscale"}
        fields = dict(sorted({**fields, "autoscale": scaler}.items())) if wanted else fields
    return fields


class Platform:
    """The platform file with what can be merged once for all services merged."""

    def __init__(self, data: JsonMap) -> None:
        self.data = data
        self.environments = environment_names(data)
        self._shared: dict[tuple[tuple[str, ...], tuple[str, ...]], JsonMap] = {}
        environments = as_map(data.get("environments"))
        self._production = {name: Production.of(data, name) for name in self.environments}
        self._chains = {name: chain(data, name) for name in self.environments}
        self._defaults = {
            name: reduce(
                merge,
                (canonical(as_map(as_map(environments[step]).get("defaults"))) for step in self._chains[name]),
                ABSENT,
            )
            for name in self.environments
        }

    def effective(self, service: JsonMap, groups: Groups = NO_GROUPS) -> dict[str, JsonMap]:
        """`effective` for every environment at once."""
        below = merge(self._below(service, groups), canonical(service))
        own = [
            environments for data in (*groups.values(), service) if (environments := as_map(data.get("environments")))
        ]
        result = {}
        for name in self.environments:
            spec = merge(below, self._defaults[name])
            for environments in own:
                for step in self._chains[name]:
                    if environments.get(step):
                        spec = merge(spec, canonical(environments[step]))
            spec = merge(canonical(availability(spec, self._production[name])), spec)
            result[name] = with_workloads(_settled(spec), self.data, service, name, groups)
        return result

    def neutral(self, service: JsonMap, groups: Groups = NO_GROUPS) -> JsonMap:
        """The fields that a service has where no environment has a say."""
        spec = _settled(merge(self._below(service, groups), canonical(service)))
        return with_workloads(spec, self.data, service, "", groups)

    def _below(self, service: JsonMap, groups: Groups) -> JsonMap:
        """What the platform's defaults, the folders and the profiles say; merged once for all services of a kind."""
        profiles = profile_names(self.data, service, groups)
        key = (tuple(groups), profiles)
        if key not in self._shared:
            named = as_map(self.data.get("profiles"))
            parts = (
                as_map(self.data.get("defaults")),
                *groups.values(),
                *(as_map(named.get(name)) for name in profiles),
            )
            self._shared[key] = reduce(merge, (canonical(part) for part in parts), built_in())
        return self._shared[key]
