"""Files of manifests -> what is found in each manifest by itself; of many files, half by a second process.

Before either process judges anything, both have read their files, and know of the manifests that others are held
against. What comes back are findings, facts for what objects need of one another, and the heads of manifests.
"""

from __future__ import annotations

import gc
import pickle
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from generator.checks import forked, reference, stages
from generator.checks.admission.known import HELD_AGAINST
from generator.checks.reading import read
from generator.checks.reference import Summary
from generator.checks.subject import Cluster, Subject
from generator.checks.waivers import ANNOTATION
from generator.findings import Finding
from generator.json_types import JsonMap, as_map
from generator.schemas.pieces import Pieces

if TYPE_CHECKING:
    from generator.checks.forked import Pipe

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
    half = forked.share(files) if cluster.before is None else []
    if not half:
        yield None
        return
    with forked.second(partial(_work, half)) as pipe:
        yield Other(frozenset(half), pipe)


def _work(files: Sequence[Path], pipe: Pipe) -> None:
    """In the second process."""

    def met(own: list[Subject]) -> Cluster:
        pipe.send(own)
        cluster: Cluster = pipe.recv()  # type: ignore[assignment]
        return cluster

    share = _judged(files, Pieces(), met)
    share.subjects = [Subject(_head(subject.manifest), subject.file, subject.document) for subject in share.subjects]
    pipe.send_bytes(pickle.dumps(share, pickle.HIGHEST_PROTOCOL))


def _head(manifest: JsonMap) -> JsonMap:
    """What tells which object it is, and its waivers."""
    metadata = as_map(manifest.get("metadata"))
    annotations = as_map(metadata.get("annotations"))
    head: JsonMap = {name: metadata[name] for name in ("name", "namespace") if name in metadata}
    if ANNOTATION in annotations:
        head["annotations"] = {ANNOTATION: annotations[ANNOTATION]}
    return {"apiVersion": manifest.get("apiVersion"), "kind": manifest.get("kind"), "metadata": head}
