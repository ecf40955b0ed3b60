"""Place -> the source that Flux reads: the Git repository, or an OCI artifact of it.

https://fluxcd.io/flux/components/source/gitrepositories/
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from generator.delivery.flux.part import Part, made, named
from generator.delivery.place import Place
from generator.json_types import JsonMap
from generator.secrets.file import FOLDER as SECRETS

API = "source.toolkit.fluxcd.io/v1"


def parts(place: Place) -> Iterator[Part]:
    if place.environment.delivery["flux"].get("oci"):
        yield Part("oci-repository.yaml", oci_repository(place))
    else:
        yield Part("git-repository.yaml", git_repository(place))


def reference(place: Place) -> JsonMap:
    oci = bool(place.environment.delivery["flux"].get("oci"))
    return {"kind": "OCIRepository" if oci else "GitRepository", "name": named(place)}


def git_repository(place: Place) -> JsonMap:
    delivery = place.environment.delivery
    spec: JsonMap = {
        **delivery["flux"]["source"],
        "url": delivery["repository"],
        "ref": {"branch": delivery["branch"]},
        "ignore": ignore(place),
    }
    return made(place, API, "GitRepository", named(place), spec)


def oci_repository(place: Place) -> JsonMap:
    own = place.environment.delivery["flux"]
    often = {"interval": own["source"]["interval"], "timeout": own["source"]["timeout"]}
    return made(place, API, "OCIRepository", named(place), {**often, **own["oci"]})


def ignore(place: Place) -> str:
    """All but what is read for the environment, in the language of `.gitignore`: what lies in a folder that is left out
    cannot be taken in again, so each folder on the way is taken in, and what else it holds is left out."""
    name = place.environment.name
    read = ["base", f"overlays/{name}", f"delivery/flux/{name}"]
    read += (
        [f"{SECRETS}/{name}"] if any(target.path == f"{SECRETS}/{name}" for target in place.targets.values()) else []
    )
    read += [f"delivery/flux/{name}.{cluster}" for cluster in place.everywhere if len(place.everywhere) > 1]
    top = place.environment.delivery.get("path", "")
    lines = ["/*"]
    for path in sorted(read):
        *around, last = PurePosixPath(top, path).parts
        at = ""
        for part in around:
            at += f"/{part}"
            lines += [f"!{at}", f"{at}/*"]
        lines.append(f"!{at}/{last}")
    return "".join(f"{line}\n" for line in dict.fromkeys(lines))
