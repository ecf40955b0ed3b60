"""A rendered tree -> what a user's own loop takes to build and validate it, and what nobody can do better."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import product
from pathlib import Path

from generator.schemas.locations import schema_locations
from generator.tools.locate import tool
from tests.bench.catalog import KUBERNETES
from tests.bench.measure import CORES, Measured, run, timed

TRIED = 240
"""So many overlays are built in each of the ways from which the floor takes the best."""

_HEAD = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n"


@dataclass(frozen=True, slots=True)
class Way:
    """How many overlays a run of kustomize builds, and how its Go runtime is set."""

    shard: int
    settings: str

    def environ(self) -> dict[str, str]:
        return {**os.environ, **dict(setting.split("=") for setting in self.settings.split())}


WAYS = tuple(
    Way(*way) for way in product((20, 30, 40), ("GOGC=400", "GOGC=400 GOMAXPROCS=1", "GOGC=off GOMEMLIMIT=128MiB"))
)


class Rivals:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.kustomize = tool("kustomize", root, os.environ)
        self.kubeconform = tool("kubeconform", root, os.environ)
        self.locations = [
            part for location in schema_locations(KUBERNETES, root) for part in ("-schema-location", location)
        ]
        self.overlays = sorted(path.parent for path in root.glob("overlays/*/*/kustomization.yaml"))

    def naive(self, sample: int) -> float:
        """Seconds for every overlay, one after the other, from a sample."""
        chosen = self.overlays[:: max(1, len(self.overlays) // sample)][:sample]
        return timed(lambda: self._naive(chosen)).seconds / len(chosen) * len(self.overlays)

    def _naive(self, overlays: Sequence[Path]) -> None:
        for overlay in overlays:
            with subprocess.Popen([self.kustomize, "build", overlay], stdout=subprocess.PIPE) as build:
                check = subprocess.run([self.kubeconform, "-strict", *self.locations], stdin=build.stdout, check=False)
            if build.returncode or check.returncode:
                raise SystemExit(f"{overlay} is not valid")

    def best_way(self) -> Way:
        """The fastest on a part of the overlays."""
        part = self.overlays[:: max(1, len(self.overlays) // TRIED)][:TRIED]
        tries = [(timed(partial(self._floor, way, part)).seconds, way) for way in 2 * WAYS]
        return min(tries, key=lambda tried: tried[0])[1]

    def floor(self, way: Way) -> Measured:
        return timed(lambda: self._floor(way, self.overlays))

    def _floor(self, way: Way, overlays: Sequence[Path]) -> None:
        folder = self.root / "floor"
        shards = [overlays[start : start + way.shard] for start in range(0, len(overlays), way.shard)]
        with ThreadPoolExecutor(CORES) as pool:
            list(pool.map(lambda item: self._build(folder / str(item[0]), item[1], way), enumerate(shards)))
        rendered = [f"{number}/rendered.yaml" for number in range(len(shards))]
        argv: list[str | Path] = [self.kubeconform, "-strict", "-n", str(CORES), *self.locations, *rendered]
        run(argv, folder, way.environ())
        shutil.rmtree(folder)

    def _build(self, folder: Path, overlays: Sequence[Path], way: Way) -> None:
        folder.mkdir(parents=True)
        lines = "".join(f"- {os.path.relpath(overlay, folder)}\n" for overlay in overlays)
        (folder / "kustomization.yaml").write_text(_HEAD + lines)
        with open(folder / "rendered.yaml", "wb") as rendered:
            subprocess.run([self.kustomize, "build", folder], env=way.environ(), stdout=rendered, check=True)
