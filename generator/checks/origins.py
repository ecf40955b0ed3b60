"""A kustomization -> what it builds to, and which file each manifest came from, as kustomize tells it.

It tells in an annotation of each manifest, if the kustomization that is built asks for that: one of ours does, around
the one that is checked. https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/buildmetadata/
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml
from msgspec import Struct

from generator.json_types import Json, JsonMap, as_map
from generator.render.kustomize import Refused, build

KUSTOMIZATIONS = ("kustomization.yaml", "kustomization.yml", "Kustomization")

_ORIGIN = re.compile(r"^    config\.kubernetes\.io/origin: \|\n((?:      .*\n)+)", re.MULTILINE)
_METADATA = re.compile(r"^metadata:\n(?:  .*\n)+", re.MULTILINE)
_BARE = re.compile(r"^  annotations:\n(?!    )", re.MULTILINE)


class Origin(Struct, frozen=True):
    """`file` is where a manifest is written, or the kustomization that generates it with a generator of `kind`."""

    file: Path
    kind: str = ""


Origins = Sequence[Origin | None]
"""By the position of each manifest; None for what comes from elsewhere."""


def built(kustomize: Path, folder: Path, scratch: Path, environ: Mapping[str, str]) -> tuple[bytes, Origins]:
    """The output of `kustomize build`, and where each manifest came from. `scratch` is new. Raises Refused."""
    own = kustomization(folder)
    environ = dict(environ)
    if "openapi" in own:  # kustomize looks at that of the outermost alone
        return build(kustomize, folder, environ), ()
    scratch.mkdir()
    around = {
        "resources": [os.path.relpath(folder.resolve(), scratch.resolve())],
        "buildMetadata": sorted({"originAnnotations", *map(str, own.get("buildMetadata") or [])}),
        **{key: own[key] for key in ("sortOptions",) if key in own},
    }
    (scratch / KUSTOMIZATIONS[0]).write_text(yaml.safe_dump(around))
    try:
        output = build(kustomize, scratch, environ).decode()
    except Refused:
        return build(kustomize, folder, environ), ()
    texts, origins = [], []
    for text in output.removeprefix("---\n").split("\n---\n"):
        rest, said = _taken(text if text.endswith("\n") else f"{text}\n")
        texts.append(rest)
        origins.append(_origin(said, scratch.resolve()))
    return "---\n".join(texts).encode(), origins


def kustomization(folder: Path) -> JsonMap:
    """What it says, as far as it can be read: kustomize tells what is wrong with it."""
    for name in KUSTOMIZATIONS:
        try:
            return as_map(yaml.safe_load((folder / name).read_bytes()))
        except FileNotFoundError:
            continue
        except (yaml.YAMLError, UnicodeDecodeError, OSError):
            break
    return {}


def _taken(text: str) -> tuple[str, str]:
    """A manifest without the annotation, and what that said."""
    metadata = _METADATA.search(text)
    note = _ORIGIN.search(metadata[0]) if metadata else None
    if metadata is None or note is None:
        return text, ""
    rest = _BARE.sub("", metadata[0].replace(note[0], "", 1))
    return text[: metadata.start()] + rest + text[metadata.end() :], note[1]


def _origin(said: str, folder: Path) -> Origin | None:
    told: Json = yaml.safe_load(said) if said else None
    if not isinstance(told, dict) or "repo" in told:
        return None
    if "path" in told:
        return Origin(Path(os.path.normpath(folder / told["path"])))
    if "configuredIn" in told:
        kind = str(as_map(told.get("configuredBy")).get("kind", ""))
        return Origin(Path(os.path.normpath(folder / told["configuredIn"])), kind)
    return None
