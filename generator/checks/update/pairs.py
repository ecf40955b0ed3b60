"""Manifests before and after -> which of them are one object."""

from __future__ import annotations

from typing import TypeAlias

from generator.checks.subject import Subject
from generator.schemas.scopes import CLUSTER_SCOPED

Key: TypeAlias = tuple[str, str, str, str]
"""Group, kind, namespace and name: an object keeps them through all versions of its API."""


def key(subject: Subject, namespace: str = "default") -> Key:
    """`namespace` is that of manifests that name none; a kind that lives in none has none."""
    group = subject.api_version.rpartition("/")[0]
    alone = (f"{group}/{subject.kind}" if group else subject.kind) in CLUSTER_SCOPED
    return group, subject.kind, "" if alone else subject.namespace or namespace, subject.name
