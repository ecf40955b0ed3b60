"""Files of manifests -> what is found in each manifest by itself; of many files, half by a second process.

The second process is a fork, so that nothing has to be loaded again, and it ends with the first one. Before either
judges anything, both have read their files, and know of the manifests that others are held against. What comes back are
findings, facts for what objects need of one another, and the heads of manifests.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from generator.checks import reference, stages
from generator.checks.admission.known import HELD_AGAINST
from generator.checks.reading import read
from generator.checks.reference import Summary
from generator.checks.subject import Cluster, Subject
from generator.checks.waivers import ANNOTATION
from generator.findings import Finding
from generator.json_types import JsonMap, as_map
from generator.schemas.pieces import Pieces

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    Pipe = Connection[object, object]

LEAST = 1_000_000
"""Bytes of manifests that are worth a second process."""

_ALONE = tuple(name for name in stages.STAGES if name != "reference")

Meet = Callable[[list[Subject]], Cluster]
"""The manifests that others are held against -> the cluster that has all of them."""


class Share(Struct):
    """Of some of the files, in their order; `summaries` has one for each of the subjects."""

    subjects: list[Subject]
    unread: list[Finding]
    found: list[Finding]
    summaries: list[Summary]


class Other(Struct, frozen=True):
    """The second process, and what it reads."""

    files: frozenset[Path]
    pipe: Pipe


def judged(files: Sequence[Path], pieces: Pieces, meet: Meet, other: Other | None = None) -> Share:
    """`pieces` are those that are known already."""
    if other is not None:
        try:
            return _with(other, files, pieces, meet)
        except (EOFError, BrokenPipeError, ConnectionResetError):
            pass  # The second process was ended, for want of memory perhaps.
    return _judged(files, pieces, meet)


def _with(other: Other, files: Sequence[Path], pieces: Pieces, meet: Meet) -> Share:
    order = {path: position for position, path in enumerate(files)}

    def met(own: list[Subject]) -> Cluster:
        theirs: list[Subject] = other.pipe.recv()  # type: ignore[assignment]
        cluster = meet(sorted([*own, *theirs], key=lambda subject: order[subject.file]))
        other.pipe.send(cluster)
        return cluster

    own = _judged([path for path in files if path not in other.files], pieces, met)
    theirs: Share = pickle.loads(other.pipe.recv_bytes())
    pairs = [*zip(own.subjects, own.summaries, strict=True), *zip(theirs.subjects, theirs.summaries, strict=True)]
    pairs.sort(key=lambda pair: order[pair[0].file])
    return Share(
        [subject for subject, _ in pairs],
        own.unread + theirs.unread,
        own.found + theirs.found,
        [summary for _, summary in pairs],
    )


def _judged(files: Sequence[Path], pieces: Pieces, meet: Meet) -> Share:
    subjects, unread = read(files, pieces)
    gc.freeze()  # all of it stays until the end: nobody need look there for what can go
    cluster = meet([subject for subject in subjects if subject.kind in HELD_AGAINST])
    found = [finding for _, finding in stages.findings(subjects, cluster, _ALONE)]
    return Share(subjects, unread, found, [reference.summary(subject) for subject in subjects])


@contextmanager
def second(files: Sequence[Path], cluster: Cluster) -> Iterator[Other | None]:
    """A process that judges half of the files; None where that is not worth it, or changes are to be judged."""
    half = _half(files) if hasattr(os, "fork") and cluster.before is None and (os.cpu_count() or 1) > 1 else []
    if not half:
        yield None
        return
    from multiprocessing import get_context

    context = get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(half, theirs, ours), daemon=True)
    process.start()
    theirs.close()
    try:
        yield Other(frozenset(half), ours)
    finally:
        ours.close()
        process.terminate()
        process.join()


def _half(files: Sequence[Path]) -> list[Path]:
    """Of one name together: they are of one service in several environments, and alike. Nothing of little."""
    try:
        sizes = {path: os.stat(path).st_size for path in files}
    except OSError:  # reading says which
        return []
    total, half = sum(sizes.values()), []
    for path in sorted(sizes, key=lambda path: (path.name, path)) if total >= LEAST else ():
        total -= 2 * sizes[path]
        if total < 0:
            break
        half.append(path)
    return half


def _work(files: Sequence[Path], pipe: Pipe, others: Pipe) -> None:
    """In the second process. Where the first one is gone, so is whoever would be told."""
    others.close()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)

    def met(own: list[Subject]) -> Cluster:
        pipe.send(own)
        cluster: Cluster = pipe.recv()  # type: ignore[assignment]
        return cluster

    try:
        share = _judged(files, Pieces(), met)
        share.subjects = [
            Subject(_head(subject.manifest), subject.file, subject.document) for subject in share.subjects
        ]
        pipe.send_bytes(pickle.dumps(share, pickle.HIGHEST_PROTOCOL))
    except (EOFError, OSError):
        return


def _head(manifest: JsonMap) -> JsonMap:
    """What tells which object it is, and its waivers."""
    metadata = as_map(manifest.get("metadata"))
    annotations = as_map(metadata.get("annotations"))
    head: JsonMap = {name: metadata[name] for name in ("name", "namespace") if name in metadata}
    if ANNOTATION in annotations:
        head["annotations"] = {ANNOTATION: annotations[ANNOTATION]}
    return {"apiVersion": manifest.get("apiVersion"), "kind": manifest.get("kind"), "metadata": head}
