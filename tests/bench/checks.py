"""A repository -> seconds of kubeconform alone on its rendered manifests, of all checks on them, and of `check`.

Run as a process of its own, so that each round is a cold one: `python -m tests.bench.checks ROOT`.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from generator.cache.files import FileDigests
from generator.cache.graph import Graph
from generator.cache.index import Index
from generator.checks import connected, rendered, schema
from generator.inputs import Inputs
from generator.json_types import JsonMap
from generator.make import Maker
from generator.pipeline import Options
from generator.workspace import Workspace
from tests.bench import measure


class _Rendering(Maker):
    """Renders, and leaves the checks to us."""

    def _begin_check(self) -> None:
        """Not yet."""


def seconds(root: Path) -> JsonMap:
    workspace = Workspace(root, dict(os.environ))
    with workspace.scratch() as scratch:
        inputs = Inputs(root, Index(), FileDigests(root, {}))
        maker = _Rendering(workspace, inputs, scratch, Options())
        maker.run(list(inputs.entries))
        versions = {
            path: inputs.catalog.environments[overlay.environment].kubernetes
            for path, overlay in maker.made.overlays.items()
        }

        def everything() -> None:
            with ExitStack() as stack:
                each = rendered.findings(workspace, inputs, maker.made, maker.scope, stack)
                graph = Graph()
                connected.note(graph, inputs, maker.made)
                wanted = list(inputs.catalog.environments)
                together = connected.connected(inputs, root, graph, {}, maker.scope, wanted)
                assert not list(each), "the benchmark's catalog has findings"
                assert together.keys() == set(wanted)

        manifests = maker.manifests
        # Nobody says there which Secrets there are: what it warns of, thousands of times, is found, placed and told.
        check: list[str | Path] = [sys.executable, "-m", "generator", "check", manifests]
        alone = measure.timed(lambda: schema.results(workspace, versions))
        taken = _taken(everything)
        command = measure.timed(lambda: measure.run(check, root))
        return {
            "manifests": sum(map(len, maker.made.subjects.values())),
            "kubeconform": alone.seconds,
            "all": taken,
            "check": command.seconds,
            "processor": {"kubeconform": alone.processor, "check": command.processor},
        }


def _taken(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def round_of(root: Path) -> JsonMap:
    """One round, in a process of its own."""
    found: JsonMap = json.loads(measure.run([sys.executable, "-m", "tests.bench.checks", root], Path.cwd()))
    return found


if __name__ == "__main__":
    gc.set_threshold(100_000)  # as the command does
    print(json.dumps(seconds(Path(sys.argv[1]))))
