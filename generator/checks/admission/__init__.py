"""Manifests and a Kubernetes version -> what that version's API server refuses, offline.

Decoding, defaulting and validation are judged together, so that all problems of an object are found at once; a server
stops at the first stage. Create and server-side apply are one verdict: what either refuses is a problem.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from generator.checks.admission import custom
from generator.checks.admission.engine import Types
from generator.checks.admission.known import Known
from generator.checks.guard import guarded
from generator.checks.subject import Cluster, Subject
from generator.json_types import JsonMap
from generator.problems import Problem
from generator.schemas.locations import definitions, minor


def problems(subjects: Sequence[Subject], cluster: Cluster) -> Iterator[tuple[Subject, Problem]]:
    """Of every manifest of Kubernetes' own kinds, and of custom resources that there are schemas for."""
    own = types(minor(cluster.kubernetes))
    known, root = Known.of(subjects, cluster), cluster.root
    with own.memory.kept():
        for subject in subjects:
            if (subject.api_version, subject.kind) in own.kinds:
                yield from guarded("admission", subject, lambda subject: own.problems(subject.manifest, known))
            else:
                yield from guarded("admission", subject, lambda it: custom.problems(it.manifest, own.minor, root))


def of_manifest(manifest: JsonMap, version: str) -> list[Problem]:
    """Of one manifest, for a cluster that has only built-in classes. Nothing for a kind that is not Kubernetes' own."""
    return types(minor(version)).problems(manifest, Known())


def knows(api_version: str, kind: str, version: str) -> bool:
    """Whether it is a kind of Kubernetes itself in that version."""
    return (api_version, kind) in types(minor(version)).kinds


@cache
def types(minor: str) -> Types:
    """The types of a minor version such as `1.36`, put together as they are asked for."""
    return Types(minor, definitions(minor))
