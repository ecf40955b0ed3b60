"""Place -> what Flux looks up in registries for it, and how it commits what is newer.

It is built for itself: where its controllers are not installed, nothing else fails.
https://fluxcd.io/flux/components/image/imageupdateautomations/
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from generator.catalog.load import PLATFORM_FILE
from generator.delivery.flux import source
from generator.delivery.flux.image_policies import looked_up
from generator.delivery.flux.part import KUSTOMIZE, Part, folder, instance, kustomization, made, named, path
from generator.delivery.place import ENVIRONMENT, SECRETS, Place, Target
from generator.json_types import JsonMap
from generator.model.delivered import push_branch
from generator.tree.ownership import KUSTOMIZATION, digest

API = "image.toolkit.fluxcd.io/v1"

_CHANGES = "{{ range .Changed.Changes -}}\n- {{ .OldValue }} -> {{ .NewValue }}\n{{ end -}}\n"
"""https://fluxcd.io/flux/components/image/imageupdateautomations/#message-template"""


def parts(place: Place) -> Iterator[Part]:
    if not updates_anything(place):
        return
    objects = {**dict(_repositories_and_policies(place)), "automation.yaml": _automation(place)}
    if place.environment.delivery["flux"].get("oci"):
        objects["git-repository.yaml"] = _git_repository(place)
    yield Part("images.yaml", _kustomization(place, objects), clusters=_clusters(place))
    yield Part(f"images/{KUSTOMIZATION}", kustomization(sorted(objects)), is_applied=False)
    sources = {_file(place, update): target.source for target, update in _updates(place)}
    for file, data in objects.items():
        yield Part(f"images/{file}", data, sources.get(file, PLATFORM_FILE), is_applied=False)


def updates_anything(place: Place) -> bool:
    return any(target.updates for target in place.targets.values())


def _updates(place: Place) -> Iterator[tuple[Target, JsonMap]]:
    for target in place.targets.values():
        yield from ((target, update) for update in target.updates)


def _file(place: Place, update: JsonMap) -> str:
    """Of the policy: what its name says beside platform and environment."""
    name: str = update["name"]
    return f"policies/{name.removeprefix(f'{place.environment.platform}.{place.environment.name}.')}.yaml"


def _repositories_and_policies(place: Place) -> Iterator[tuple[str, JsonMap]]:
    for _, update in _updates(place):
        spec, namespace = looked_up(place.environment, update["image"], update.get("pullSecrets", ()))
        mark = digest(json.dumps([spec, namespace], sort_keys=True).encode())[:6]
        last = re.sub(r"[^a-z0-9]+", "-", update["image"].rpartition("/")[2])
        repository = made(place, API, "ImageRepository", named(place, f"{last}-{mark}"), spec)
        repository["metadata"]["namespace"] = namespace
        yield f"repositories/{last}-{mark}.yaml", repository
        yield _file(place, update), _policy(place, update, repository["metadata"])


def _policy(place: Place, update: JsonMap, repository: JsonMap) -> JsonMap:
    wanted = update["policy"]
    settings = place.environment.delivery["flux"]
    reference = {"name": repository["name"]}
    if repository["namespace"] != settings["namespace"]:
        reference["namespace"] = repository["namespace"]
    choice: JsonMap = {name: {"order": wanted[name]} for name in ("numerical", "alphabetical") if name in wanted}
    if "semver" in wanted:
        choice = {"semver": {"range": wanted["semver"]}}
    spec: JsonMap = {"imageRepositoryRef": reference, "policy": choice}
    tags = {name: wanted[name] for name in ("pattern", "extract") if name in wanted}
    if tags:
        spec["filterTags"] = tags
    if wanted.get("digest", "Never") != "Never":
        spec["digestReflectionPolicy"] = wanted["digest"]
    if wanted.get("digest") == "Always":
        spec["interval"] = settings["images"]["repository"]["interval"]
    return made(place, API, "ImagePolicy", update["name"], spec)


def _automation(place: Place) -> JsonMap:
    settings = place.environment.delivery["flux"]["images"]
    message = f"Update images of {place.environment.name}\n\n{_CHANGES}"
    git: JsonMap = {"commit": {"messageTemplate": message, **settings["commit"]}}
    if settings.get("push"):
        git["push"] = {**settings["push"], **push_branch(place.environment.delivery, place.environment.name)}
    spec: JsonMap = {
        "interval": settings["interval"],
        "sourceRef": {"kind": "GitRepository", "name": _git(place)},
        "git": git,
        "policySelector": {"matchLabels": instance(place)},
        "update": {"strategy": "Setters", "path": path(place, "catalog")},
    }
    return made(place, API, "ImageUpdateAutomation", named(place), spec)


def _git(place: Place) -> str:
    return named(place, "catalog", "git") if place.environment.delivery["flux"].get("oci") else named(place)


def _git_repository(place: Place) -> JsonMap:
    """The repository that commits go to, where Flux reads something else: nothing of it goes into an artifact."""
    found = source.git_repository(place)
    found["metadata"]["name"] = _git(place)
    found["spec"]["ignore"] = "/*\n"
    return found


def _kustomization(place: Place, objects: dict[str, JsonMap]) -> JsonMap:
    settings = place.environment.delivery["flux"]
    spec: JsonMap = {
        "interval": settings["interval"],
        "retryInterval": settings["retryInterval"],
        "timeout": settings["timeout"],
        "path": path(place, f"{folder(place)}/images"),
        "prune": True,
        "sourceRef": source.reference(place),
    }
    elsewhere = any(item["metadata"]["namespace"] != settings["namespace"] for item in objects.values())
    before = [place.targets.get(f".{name}") for name in (ENVIRONMENT, SECRETS) if elsewhere]
    if any(before):
        spec["dependsOn"] = [{"name": place.name(target)} for target in before if target]
    return made(place, KUSTOMIZE, "Kustomization", named(place, "delivery", "images"), spec)


def _clusters(place: Place) -> frozenset[str]:
    """One of several makes the commits: the others would make the same at the same time."""
    if len(place.everywhere) == 1:
        return frozenset()
    return frozenset({place.environment.delivery["flux"]["images"].get("cluster") or min(place.everywhere)})
