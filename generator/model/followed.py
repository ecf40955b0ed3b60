"""The images of a service -> the lines of the catalog that they are written in, and what each line follows.

A line is one place for all environments that have their image from it, so it can follow one thing: an update of it is
an update of all of these.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from msgspec import Struct

from generator.catalog.load import Document
from generator.json_types import JsonMap, Path
from generator.language.image_update import CHOICES
from generator.model.catalog import Catalog, Service
from generator.model.plan import workload_specs

FIELD = "imageUpdate"


class Image(Struct, frozen=True):
    """One image of a service in one environment. `path` is the canonical field, `policy` what it follows, empty where
    nothing changes it; `pull_secrets` are the Secrets that its pod gets it with."""

    environment: str
    path: Path
    name: str
    policy: JsonMap
    pull_secrets: tuple[str, ...] = ()

    @property
    def repository(self) -> str:
        """Without tag and digest."""
        return repository_of(self.name)

    @property
    def follows(self) -> str:
        """The same for images that one update is right for; empty where nothing changes it."""
        return json.dumps([self.repository, self.policy], sort_keys=True) if self.policy else ""


class Line(Struct, frozen=True):
    """Where images are written: the path in a document, which is the service's own or that of a level below it."""

    document: Document | None
    path: Path
    images: tuple[Image, ...]

    @property
    def is_followed(self) -> bool:
        return any(image.policy for image in self.images)

    @property
    def agrees(self) -> bool:
        """Whether one update is right for all that it is the image of."""
        return len({image.follows for image in self.images}) == 1


def lines(catalog: Catalog, service: Service) -> list[Line]:
    """Every line of the images of a service, in the order of environments; none where it asks for no updates."""
    if not any(_asks(own) for spec in service.specs.values() for own in _owners(spec)):
        return []
    found: dict[tuple[str, Path], tuple[Document | None, list[Image]]] = {}
    for name in sorted(service.specs):
        is_told = "flux" in catalog.environments[name].delivery
        for image in images(name, service.specs[name], is_told=is_told):
            document, path = catalog.origin(service, name, image.path)
            key = (document.file if document else "", path)
            found.setdefault(key, (document, []))[1].append(image)
    return [Line(document, path, tuple(own)) for (_, path), (document, own) in found.items()]


def images(environment: str, spec: JsonMap, *, is_told: bool) -> Iterator[Image]:
    """`is_told`: whether there is somebody who updates them. A container with the image of its pod's main one follows
    the same, unless it says what."""
    for at, own in workload_specs(spec):
        secrets = tuple(item["name"] for item in own.get("imagePullSecrets", ()) if "name" in item)
        main = own.get(FIELD, {}) if is_told else {}
        if "image" in own:
            yield Image(environment, (*at, "image"), own["image"], _policy(main), secrets)
        for group in ("initContainers", "containers"):
            for name, container in own.get(group, {}).items():
                image = container.get("image", "")
                same = repository_of(image) == repository_of(own.get("image", ""))
                wanted = container.get(FIELD, main if same else {}) if is_told else {}
                if image:
                    yield Image(environment, (*at, group, name, "image"), image, _policy(wanted), secrets)


def repository_of(image: str) -> str:
    name = image.partition("@")[0]
    folder, slash, last = name.rpartition("/")
    return f"{folder}{slash}{last.partition(':')[0]}"


def _policy(wanted: JsonMap) -> JsonMap:
    return wanted if any(wanted.get(name) for name in CHOICES) else {}


def _owners(spec: JsonMap) -> Iterator[JsonMap]:
    for _, own in workload_specs(spec):
        yield own
        for group in ("initContainers", "containers"):
            yield from own.get(group, {}).values()


def _asks(own: JsonMap) -> bool:
    return bool(own.get(FIELD))
