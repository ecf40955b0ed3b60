"""Place and its files -> for each of several clusters a kustomization that leaves out what is for others.

Where all get the same there is none, and every cluster reads the folder of the environment. It lies beside that folder:
kustomize builds nothing that lies inside of what it refers to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.catalog.load import PLATFORM_FILE
from generator.delivery.flux import applied
from generator.delivery.flux.part import Part, kustomization, path
from generator.delivery.place import Place
from generator.json_types import Json, JsonMap
from generator.tree.ownership import KUSTOMIZATION
from generator.tree.yaml_writer import dump


def parts(place: Place, files: Iterable[Part]) -> Iterator[tuple[str, JsonMap, str]]:
    """Path below the folder of Flux, data, and the file of the catalog."""
    somewhere = [part for part in files if part.clusters]
    for cluster in sorted(place.everywhere) if somewhere else ():
        name = f"{place.environment.name}.{cluster}"
        gone = [{"patch": _text({"$patch": "delete"}, part.data)} for part in somewhere if cluster not in part.clusters]
        whole = applied.whole(place)
        own = path(place, f"delivery/flux/{name}")
        patches = [{"patch": _text({"spec": {"path": own}}, whole)}, *gone]
        data = kustomization([f"../{place.environment.name}"], patches=patches)
        yield f"{name}/{KUSTOMIZATION}", data, PLATFORM_FILE


def _text(change: JsonMap, of: JsonMap) -> str:
    """A patch of an object, as text."""
    metadata: Json = {key: of["metadata"][key] for key in ("name", "namespace")}
    return dump({"apiVersion": of["apiVersion"], "kind": of["kind"], "metadata": metadata, **change}).strip()
