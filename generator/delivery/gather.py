"""What is known of the units of a repository -> the places that are delivered to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from generator.cache.index import Entry
from generator.catalog.load import PLATFORM_FILE, SERVICES_FOLDER
from generator.delivery.place import ENVIRONMENT, SECRETS, Kind, Place, Target
from generator.json_types import JsonMap
from generator.model.delivered import clusters_of
from generator.model.plan import Environment, Resource
from generator.secrets.file import FOLDER as SECRETS_FOLDER
from generator.tree.folders import base_folder, overlay_folder
from generator.tree.ownership import KUSTOMIZATION

_SCALERS = ("HorizontalPodAutoscaler", "ScaledObject")


def of_resources(resources: Iterable[Resource]) -> JsonMap:
    """What the delivery of a unit has to know of what it gives an environment: its kinds, what of it belongs to the
    cluster, and what is autoscaled."""
    kinds: dict[Kind, None] = {}
    shared = []
    scaled = []
    deadline = 0
    for resource in resources:
        group, kind, name = resource.key
        namespace = resource.manifest["metadata"].get("namespace", "")
        kinds[group, kind, namespace] = None
        shared += [] if namespace else [[group, kind, name]]
        target = (resource.manifest.get("spec") or {}).get("scaleTargetRef") if kind in _SCALERS else None
        if target:
            group = str(target.get("apiVersion", "apps/v1")).rpartition("/")[0]
            scaled.append([group, target.get("kind", "Deployment"), target.get("name", "")])
        if kind == "Job":
            deadline = max(deadline, (resource.manifest.get("spec") or {}).get("activeDeadlineSeconds") or 0)
    more = {"shared": sorted(shared), "scaled": sorted(scaled), "deadline": deadline}
    return {"kinds": sorted(map(list, kinds)), **{name: found for name, found in more.items() if found}}


def places(
    environments: Mapping[str, Environment],
    entries: Mapping[str, Entry],
    files: Mapping[str, str],
    own: tuple[str, str],
) -> Iterator[Place]:
    """`files` are those of the services by name, `own` the names of the units of the environments and of the Secrets.

    All units are made, without errors.
    """
    for environment in environments.values():
        if environment.delivery:
            shared = _target(environment, own[0], ENVIRONMENT, entries[own[0]], PLATFORM_FILE)
            found = [shared, _secrets(environment, entries.get(own[1]))]
            found += [_target(environment, service, service, entries[service], files[service]) for service in files]
            targets = {target.name if target.is_service else f".{target.name}": target for target in found if target}
            yield Place(environment, _ordered(environment, targets, entries))


def _target(environment: Environment, unit: str, name: str, entry: Entry, source: str) -> Target | None:
    folder = overlay_folder(environment.name, unit)
    if f"{folder}/{KUSTOMIZATION}" not in entry.outputs:
        return None
    base = base_folder(unit)
    facts = entry.facts.get(environment.name, {})
    about = entry.delivery.get(environment.name, {})
    return Target(
        name,
        folder,
        (base, folder) if f"{base}/{KUSTOMIZATION}" in entry.outputs else (folder,),
        source,
        kinds=tuple((group, kind, space) for group, kind, space in about.get("kinds", ())),
        shared=tuple((group, kind, called) for group, kind, called in about.get("shared", ())),
        scaled=tuple((group, kind, called) for group, kind, called in about.get("scaled", ())),
        deadline=about.get("deadline", 0),
        group=source.removeprefix(f"{SERVICES_FOLDER}/").rpartition("/")[0] if name == unit else "",
        clusters=clusters_of(environment, facts.get("clusters", ())),
        own=facts.get("delivery", {}),
        updates=tuple(about.get("updates", ())),
        is_service=name == unit,
    )


def _secrets(environment: Environment, entry: Entry | None) -> Target | None:
    folder = f"{SECRETS_FOLDER}/{environment.name}"
    if entry is None or f"{folder}/{KUSTOMIZATION}" not in entry.outputs:
        return None
    kinds = (("", "Secret", environment.namespace),)
    clusters = clusters_of(environment, ())
    return Target(SECRETS, folder, (folder,), PLATFORM_FILE, kinds=kinds, clusters=clusters, is_service=False)


def _ordered(
    environment: Environment, targets: Mapping[str, Target], entries: Mapping[str, Entry]
) -> dict[str, Target]:
    """The targets with what has to be there before each of them."""
    shared = [key for key in (f".{ENVIRONMENT}", f".{SECRETS}") if key in targets]
    found = {}
    for key, target in targets.items():
        before = [name for name in shared if name < key]
        if target.is_service:
            items = entries[key].facts.get(environment.name, {}).get("dependsOn", ())
            names = {item["service"] for item in items if item.get("service") in targets} - {key}
            kept = entries[key].secrets.get(environment.name, {})
            before = [name for name in shared if name != f".{SECRETS}" or kept.get("kept") or kept.get("uses")]
            before += sorted(name for name in names if target.clusters <= targets[name].clusters)
        found[key] = replace(target, after=tuple(before))
    return found
