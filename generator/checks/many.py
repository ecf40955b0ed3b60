"""Many rendered overlays -> what `rendered` finds in few: kubeconform sees once what is alike, and a second process
judges most of them."""

from __future__ import annotations

import gc
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from generator.cache.index import WORK
from generator.checks import alike, forked
from generator.checks.kubeconform import SchemaResult
from generator.checks.made import Made
from generator.checks.stages import STAGES
from generator.findings import Finding, Manifest
from generator.schemas.locations import minor
from generator.workspace import Workspace

if TYPE_CHECKING:
    from generator.checks.forked import Pipe

Judge = Callable[[Made], Sequence[Finding]]
Results = Callable[[], tuple[Sequence[SchemaResult], Sequence[Finding]]]
"""What kubeconform says that is not valid, and what we find; waited for. Raises ToolError."""

_THEIRS = 0.8
"""The part of the second process: the first one judges what lies between all objects meanwhile."""


def begun(workspace: Workspace, made: Made, versions: Mapping[Path, str], judge: Judge, stack: ExitStack) -> Results:
    """Comes back when the first process has judged its part. `judge` does not look from one file to another. What has
    begun ends with the `stack`.

    Raises ToolError.
    """
    stack.enter_context(_frozen())
    asked = []
    for version in sorted({minor(version) for version in versions.values()}):
        files = [path for path, own in versions.items() if minor(own) == version]
        folder = stack.enter_context(TemporaryDirectory(dir=workspace.folder / WORK))
        asked.append(stack.enter_context(alike.judging(workspace, files, version, Path(folder))))
    theirs = made.only(set(forked.share(list(versions), _THEIRS)))
    other = stack.enter_context(forked.second(partial(_work, judge, theirs))) if theirs.overlays else None
    waiting = stack.enter_context(ThreadPoolExecutor(1)).submit(lambda: [valid()[1] for valid in asked])
    ours = judge(made.only(made.overlays.keys() - theirs.overlays.keys()))

    def results() -> tuple[Sequence[SchemaResult], Sequence[Finding]]:
        found = _in_order([*ours, *_received(other, judge, theirs)], made) if other else ours
        return [result for results in waiting.result() for result in results], found

    return results


@contextmanager
def _frozen() -> Iterator[None]:
    """All that there is stays: nobody need look there for what can go, nor copy it for that in a second process."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _received(other: Pipe, judge: Judge, theirs: Made) -> Sequence[Finding]:
    try:
        found: list[Finding] = pickle.loads(other.recv_bytes())
    except (EOFError, BrokenPipeError, ConnectionResetError):  # the second process was ended
        return judge(theirs)
    return found


def _in_order(found: Sequence[Finding], made: Made) -> list[Finding]:
    """As one process finds it."""
    environments = {name: number for number, name in enumerate(made.by_environment())}
    files = {str(path): number for number, path in enumerate(made.subjects)}
    categories = {name: number for number, name in enumerate(STAGES)}

    def order(finding: Finding) -> tuple[int, int, int, int]:
        where = finding.manifest or Manifest()
        file, category = files[finding.source.file], categories[finding.category]
        return environments[where.environment], category, file, where.document or 0

    return sorted(found, key=order)


def _work(judge: Judge, made: Made, pipe: Pipe) -> None:
    pipe.send_bytes(pickle.dumps(list(judge(made)), pickle.HIGHEST_PROTOCOL))
