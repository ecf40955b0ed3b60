"""A stream of overlays -> what each renders to, in shards on every core."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import TypeVar

from generator.errors import ToolError
from generator.model.plan import Resource
from generator.render.kustomize import Overlay, Refused, Rendered, Shard, build
from generator.schemas.pieces import Pieces
from generator.tools.run import kill_all

T = TypeVar("T")

Failed = tuple[Overlay, str]
"""An overlay that kustomize does not build, and why."""


class Batch:
    """Overlays go in with `add`; results come out of `results`, in any order, each overlay once.

    A shard whose run fails is built again overlay by overlay, so that a failure is laid at the right door. `alone`
    builds one overlay by itself.
    """

    def __init__(self, kustomize: Path, tree: Path, shards: Path, environ: dict[str, str], workers: int = 0) -> None:
        self._kustomize = kustomize
        self._tree = tree
        self._shards = shards
        self._environ = environ
        self._workers = workers or os.cpu_count() or 1
        self._pool = ThreadPoolExecutor(self._workers)
        self._running: dict[Future[bytes], Shard] = {}
        self._filling: list[Shard] = []
        self._count = 0
        self._pieces = Pieces()
        self.failed: list[Failed] = []

    def add(self, overlay: Overlay) -> None:
        if not any(shard.add(overlay) for shard in self._filling):
            shard = Shard()
            shard.add(overlay)
            self._filling.append(shard)

    def begin(self, *, final: bool = True) -> None:
        """Start the shards that are full, or all of them."""
        for shard in list(self._filling):
            if shard.full or final:
                self._filling.remove(shard)
                self._start(shard)

    def results(self, *, final: bool) -> Iterator[Rendered]:
        """Start the shards that are full (all of them, when `final`) and give what has been rendered.

        Waits while more is running than the cores can work on; to the end, when `final`.
        """
        self.begin(final=final)
        enough = 0 if final else 2 * self._workers
        done, _ = wait(self._running, timeout=0)
        while done or len(self._running) > enough:
            if not done:
                done, _ = wait(self._running, return_when=FIRST_COMPLETED)
            for future in done:
                yield from self._finish(future, self._running.pop(future))
            done, _ = wait(self._running, timeout=0)

    def waiting(self) -> list[Overlay]:
        """Overlays that are being built."""
        return [overlay for shard in self._running.values() for overlay in shard.overlays]

    def beside(self, job: Callable[[], T]) -> Future[T]:
        """Something else to be worked on, which has ended when this is closed."""
        return self._pool.submit(job)

    def alone(self, overlay: Overlay) -> Rendered | None:
        """Build one overlay in a run of its own; None where that fails (see `failed`)."""
        shard = Shard()
        shard.add(overlay)
        try:
            return shard.split(build(self._kustomize, self._tree / overlay.folder, self._environ), self._pieces)[0]
        except Refused as error:
            self.failed.append((overlay, error.message.replace(f"{os.path.realpath(self._tree)}/", "")))
            return None

    def refused(self, overlay: Overlay) -> list[Resource]:
        """The resources of an overlay that kustomize does not even take alone.

        Raises ToolError where it takes nothing at all.
        """
        control = Resource({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "control"}})
        if not self._takes(control):
            raise ToolError(
                f"kustomize builds nothing at {self._kustomize}", "install it anew: see `kubecatalog doctor`"
            )
        return [resource for resource in overlay.resources if not self._takes(resource)]

    def _takes(self, resource: Resource) -> bool:
        folder = self._shards / f"alone-{self._count}"
        self._count += 1
        folder.mkdir(parents=True)
        (folder / "kustomization.yaml").write_text("resources: [resource.yaml]\n")
        (folder / "resource.yaml").write_text(json.dumps(resource.manifest))
        try:
            build(self._kustomize, folder, self._environ)
        except Refused:
            return False
        return True

    def close(self) -> None:
        """Stop what is still running."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        if self._running:
            kill_all()
        self._pool.shutdown()

    def _start(self, shard: Shard) -> None:
        folder = self._shards / str(self._count)
        self._count += 1
        shard.write(folder, self._tree)
        self._running[self._pool.submit(build, self._kustomize, folder, self._environ)] = shard

    def _finish(self, future: Future[bytes], shard: Shard) -> Iterator[Rendered]:
        try:
            yield from shard.split(future.result(), self._pieces)
        except Refused:
            for overlay in shard.overlays:
                rendered = self.alone(overlay)
                if rendered:
                    yield rendered
