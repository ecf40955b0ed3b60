"""Places -> the objects of Argo CD: a project for each environment, its Applications, and what applies all of these.

    delivery/argocd/ENVIRONMENT/bootstrap/        applied once by hand: an Application of the folder above it
    delivery/argocd/ENVIRONMENT/project.yaml      what the Applications of the environment may do
    delivery/argocd/ENVIRONMENT/services/, ...    the Applications, or applicationset.yaml in place of them

Environments that change one after the other have their ApplicationSet and bootstrap in `delivery/argocd/_rolling/`.
https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.catalog.load import PLATFORM_FILE
from generator.delivery.argocd.application import application, bootstrap
from generator.delivery.argocd.application_set import application_set
from generator.delivery.argocd.parts import Part, parts
from generator.delivery.argocd.project import bootstrap_project, project
from generator.delivery.place import BOOTSTRAP, Document, Place
from generator.json_types import JsonMap
from generator.language.delivery_argocd import steps
from generator.tree.ownership import KUSTOMIZATION

FOLDER = "delivery/argocd"
ROLLING = "_rolling"
"""No environment has a name like this."""


def documents(places: Sequence[Place]) -> Iterator[tuple[str, Document]]:
    """Each with its path below FOLDER."""
    rolling = [(place, step) for place in places if (step := steps(place.environment.delivery["argocd"]))]
    named = {name for _, found in rolling for step in found for name in step["environments"]}
    together: list[tuple[Place, Part]] = []
    for place in places:
        name = place.environment.name
        own = list(parts(place, f"{FOLDER}/{name}"))
        files = {**_groups(place, own), f"{name}/project.yaml": Document(project(place, own), name, PLATFORM_FILE)}
        if name in named:
            together += [(place, part) for part in own]
        else:
            files |= _applications(place, own) | _bootstrap(place, [name], _bootstrap_name(place))
        applied = [path.removeprefix(f"{name}/") for path in files if not path.endswith(f"/{KUSTOMIZATION}")]
        listed = [item for item in applied if not item.startswith(f"{BOOTSTRAP}/")]
        listed += [BOOTSTRAP] if len(listed) < len(applied) else []
        yield from files.items()
        yield f"{name}/{KUSTOMIZATION}", _kustomization(place, listed)
    if together:
        yield from _rolling(together, rolling[0][1])


def _applications(place: Place, own: Sequence[Part]) -> dict[str, Document]:
    name = place.environment.name
    if place.environment.delivery["argocd"]["applications"] == "ApplicationSet":
        whole = application_set(f"{place.environment.platform}.{name}", [(place, part) for part in own])
        return {f"{name}/applicationset.yaml": Document(whole, name, PLATFORM_FILE)}
    return {
        f"{name}/{part.file}.yaml": Document(application(place, part), name, part.targets[0].source)
        if len(part.targets) == 1
        else Document(application(place, part), name, PLATFORM_FILE)
        for part in own
    }


def _groups(place: Place, own: Iterable[Part]) -> dict[str, Document]:
    """The kustomizations that bring the overlays of a group together."""
    top = f"{FOLDER}/"
    found = {}
    for part in own:
        up = "../" * (part.path.count("/") + 1)
        if part.members:
            listed = [f"{up}{path}" for path in part.members]
            found[f"{part.path.removeprefix(top)}/{KUSTOMIZATION}"] = _kustomization(place, listed)
    return found


def _bootstrap(place: Place, folders: Sequence[str], name: str) -> dict[str, Document]:
    """What is applied once: an Application that applies the first of these folders, itself among it."""
    folder = f"{folders[0]}/{BOOTSTRAP}"
    objects: Mapping[str, JsonMap] = {
        "application.yaml": bootstrap(place, name, [f"{FOLDER}/{path}" for path in folders]),
        "project.yaml": bootstrap_project(place, name),
    }
    found = {
        f"{folder}/{file}": Document(made, place.environment.name, PLATFORM_FILE) for file, made in objects.items()
    }
    return {**found, f"{folder}/{KUSTOMIZATION}": _kustomization(place, list(objects))}


def _bootstrap_name(place: Place) -> str:
    return f"{place.environment.platform}.{place.environment.name}.{BOOTSTRAP}"


def _rolling(together: Sequence[tuple[Place, Part]], order: Sequence[JsonMap]) -> Iterator[tuple[str, Document]]:
    first = together[0][0]
    name = first.environment.platform
    whole = application_set(name, together, order)
    yield f"{ROLLING}/applicationset.yaml", Document(whole, first.environment.name, PLATFORM_FILE)
    environments = list(dict.fromkeys(place.environment.name for place, _ in together))
    yield from _bootstrap(first, [ROLLING, *environments], name).items()
    listed = ["applicationset.yaml", BOOTSTRAP, *(f"../{environment}" for environment in environments)]
    yield f"{ROLLING}/{KUSTOMIZATION}", _kustomization(first, listed)


def _kustomization(place: Place, resources: Sequence[str]) -> Document:
    whole: JsonMap = {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "resources": sorted(resources),
        "sortOptions": {"order": "fifo"},
    }
    return Document(whole, place.environment.name, PLATFORM_FILE)
