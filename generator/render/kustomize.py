"""Overlays in a staged tree -> the manifests of each, many overlays to one run of kustomize.

A run costs 0.1 s to start and its time grows with the square of what it holds, so overlays are built some forty at a
time (measured with kustomize 5.8.1: 40 overlays take 0.57 s together and 4.2 s one by one).
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

import yaml
from msgspec import Struct

from generator.errors import ToolError
from generator.json_types import JsonMap
from generator.model.plan import Key, Resource, key_of
from generator.schemas.manifests import parts
from generator.schemas.pieces import Pieces
from generator.tools.pins import PINS
from generator.tools.run import run

SHARD = 40
TIMEOUT = 300.0

_QUOTED = re.compile(r"map\[(string|interface \{\})\]interface \{\}\{.*\}: ", re.DOTALL)
_LONGEST = 400
"""Characters of an error that are told: what is wrong stands at its end."""

_HEAD = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nsortOptions: {order: fifo}\nresources:\n"


class Overlay(Struct, frozen=True):
    """An overlay to be built: its folder in the staged tree, and the resources that it must give."""

    environment: str
    unit: str
    folder: str
    resources: Sequence[Resource]

    @property
    def keys(self) -> set[tuple[Key, str | None]]:
        return {(resource.key, resource.manifest["metadata"].get("namespace")) for resource in self.resources}


class Rendered(Struct, frozen=True):
    """What an overlay renders to: the text and the data of each manifest."""

    overlay: Overlay
    texts: list[str]
    manifests: list[JsonMap]

    def yaml(self) -> str:
        return "---\n".join(self.texts)


class Shard:
    """Overlays for one run of kustomize. No two of them may give a resource of the same kind, namespace and name."""

    def __init__(self) -> None:
        self.overlays: list[Overlay] = []
        self._owner: dict[tuple[Key, str | None], Overlay] = {}

    def add(self, overlay: Overlay) -> bool:
        keys = overlay.keys
        if self.full or not self._owner.keys().isdisjoint(keys):
            return False
        self.overlays.append(overlay)
        self._owner.update(dict.fromkeys(keys, overlay))
        return True

    @property
    def full(self) -> bool:
        return len(self.overlays) >= SHARD

    def write(self, folder: Path, tree: Path) -> None:
        folder.mkdir(parents=True)
        up = os.path.relpath(tree, folder)
        lines = "".join(f"- {up}/{overlay.folder}\n" for overlay in self.overlays)
        (folder / "kustomization.yaml").write_text(_HEAD + lines)

    def split(self, output: bytes, pieces: Pieces) -> list[Rendered]:
        """The output of the run, taken apart. A manifest that nobody planned goes to the first overlay, for the law."""
        found = {id(overlay): Rendered(overlay, [], []) for overlay in self.overlays}
        for text, manifest in _read(output, pieces):
            key, namespace = key_of(manifest), manifest["metadata"].get("namespace")
            owner = self._owner.get((key, namespace))
            if owner is None and key[1] == "ConfigMap":
                plain = (*key[:2], key[2].rpartition("-")[0])
                owner = self._owner.get((plain, namespace))
            rendered = found[id(owner or self.overlays[0])]
            rendered.texts.append(text)
            rendered.manifests.append(manifest)
        return list(found.values())


def _read(output: bytes, pieces: Pieces) -> list[tuple[str, JsonMap]]:
    """The text and the data of each manifest. Raises ToolError where kustomize printed something else."""
    try:
        found = list(parts(output.decode(), pieces))
        if all(key_of(manifest) for _, manifest in found):
            return found
    except (ValueError, KeyError, TypeError, AttributeError, yaml.YAMLError):
        pass
    message = f"kustomize {PINS['kustomize'].version} printed something else than manifests"
    raise ToolError(message, "install it anew: see `kubecatalog doctor`")


class Refused(ToolError):
    """Kustomize does not take what it was given. Any other ToolError is of kustomize itself."""


def build(kustomize: Path, folder: Path, environ: dict[str, str]) -> bytes:
    """Run `kustomize build`. Raises Refused with what kustomize says, without the manifests that it quotes."""
    version = PINS["kustomize"].version
    result = run(
        [kustomize, "build", folder], tool="kustomize", version=version, env=environ, timeout=TIMEOUT, ok=(0, 1)
    )
    if result.code:
        said = " ".join(result.stderr.decode(errors="replace").split()).removeprefix("Error: ")
        raise Refused(f"kustomize {version} says: {_QUOTED.sub('', said)[-_LONGEST:]}")
    return result.stdout
