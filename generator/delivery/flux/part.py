"""A file of the delivery of one environment, and the names and labels that all objects in it share."""

from __future__ import annotations

from pathlib import PurePosixPath

from msgspec import Struct

from generator.catalog.load import PLATFORM_FILE
from generator.delivery.place import Place, shortened
from generator.json_types import JsonMap

KUSTOMIZE = "kustomize.toolkit.fluxcd.io/v1"


class Part(Struct, frozen=True):
    """One object, or a kustomization. `clusters` are those that get it; empty for all."""

    path: str
    """Below the folder of the environment."""
    data: JsonMap
    source: str = PLATFORM_FILE
    clusters: frozenset[str] = frozenset()
    is_applied: bool = True
    """Whether the environment's own kustomization lists it; what is built for itself is not."""


def named(place: Place, *parts: str) -> str:
    """A name with more parts than that of any service, so that it has none of theirs."""
    return shortened(".".join([place.environment.platform, place.environment.name, *parts]), of_service=False)


def identity(place: Place) -> dict[str, str]:
    """The labels of the environment's objects, by which alerts and policies find them."""
    environment = place.environment
    return {"app.kubernetes.io/part-of": environment.platform, "app.kubernetes.io/instance": named(place)}


def instance(place: Place) -> dict[str, str]:
    return {"app.kubernetes.io/instance": named(place)}


def made(place: Place, api_version: str, kind: str, name: str, spec: JsonMap) -> JsonMap:
    """An object of Flux's own, in the namespace in which its controllers look for it."""
    metadata = {"name": name, "namespace": place.environment.delivery["flux"]["namespace"], "labels": identity(place)}
    return {"apiVersion": api_version, "kind": kind, "metadata": metadata, "spec": spec}


def kustomization(resources: list[str], **more: object) -> JsonMap:
    """What kustomize builds a folder of."""
    head = {"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization"}
    return {**head, "resources": resources, **more}


def folder(place: Place) -> str:
    return f"delivery/flux/{place.environment.name}"


def path(place: Place, at: str) -> str:
    """In the repository, as its root is seen from the source."""
    return f"./{PurePosixPath(place.environment.delivery.get('path', ''), at)}"
