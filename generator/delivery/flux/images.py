"""Place -> what watches the registries for the services that ask for it, and writes new images into the catalog.

https://fluxcd.io/flux/guides/image-update/
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.delivery.flux.part import Part, instance, made, named
from generator.delivery.flux.source import git_repository
from generator.delivery.place import Place, Target
from generator.json_types import JsonMap

API = "image.toolkit.fluxcd.io/v1"


def parts(place: Place) -> Iterator[Part]:
    """One cluster of the environment does it: two would write the same twice."""
    watched = [target for target in place.targets.values() if target.image]
    several = place.everywhere if len(place.everywhere) > 1 else frozenset()
    first = frozenset(sorted(several)[:1])
    for target in watched:
        yield Part(f"images/{target.name}-repository.yaml", _repository(place, target), target.source, first)
        yield Part(f"images/{target.name}-policy.yaml", _policy(place, target), target.source, first)
    if watched:
        yield Part("images/automation.yaml", _automation(place), clusters=first)
        if place.environment.delivery["flux"].get("oci"):  # what it writes to is a Git repository in any case
            yield Part("images/git-repository.yaml", git_repository(place), clusters=first)


def _repository(place: Place, target: Target) -> JsonMap:
    settings = place.environment.delivery["flux"]["images"]
    spec = {"interval": settings["interval"], **settings.get("repository", {}), "image": target.image["repository"]}
    return made(place, API, "ImageRepository", place.name(target), spec)


def _policy(place: Place, target: Target) -> JsonMap:
    wanted = target.image["automation"]
    policies: JsonMap = {
        "semver": lambda text: {"range": text},
        "alphabetical": lambda order: {"order": order},
        "numerical": lambda order: {"order": order},
    }
    spec: JsonMap = {
        "imageRepositoryRef": {"name": place.name(target)},
        "policy": {name: make(wanted[name]) for name, make in policies.items() if name in wanted},
        **({"filterTags": wanted["filterTags"]} if "filterTags" in wanted else {}),
    }
    return made(place, API, "ImagePolicy", place.name(target), spec)


def _automation(place: Place) -> JsonMap:
    delivery = place.environment.delivery
    settings = delivery["flux"]["images"]
    git = {
        "checkout": {"ref": {"branch": delivery["branch"]}},
        "push": {"branch": delivery["branch"]},
        **settings["git"],
    }
    spec: JsonMap = {
        "interval": settings["interval"],
        "sourceRef": {"kind": "GitRepository", "name": named(place)},
        "git": git,
        "update": {"strategy": "Setters", "path": f"./{_catalog(delivery)}"},
        "policySelector": {"matchLabels": instance(place)},
    }
    return made(place, API, "ImageUpdateAutomation", named(place), spec)


def _catalog(delivery: JsonMap) -> str:
    return f"{delivery['path'].rstrip('/')}/catalog" if delivery.get("path") else "catalog"
