"""Fields that say nothing in a Git repository, and why."""

from __future__ import annotations

import re

SERVER = (
    "uid resourceVersion generation creationTimestamp deletionTimestamp deletionGracePeriodSeconds selfLink "
    "managedFields"
)

_REASONS: tuple[tuple[str, str], ...] = (
    (r"(.*\.|.*\[\]\.)?status", "The cluster writes what it observes there."),
    (rf"(.*\.)?metadata\.({SERVER.replace(' ', '|')})", "The API server sets it."),
    (r"(.*\.)?metadata\.(finalizers|ownerReferences)|spec\.finalizers", "Controllers keep their books there."),
    (r"(.*\.)?metadata\.generateName", "Who applies a repository again and again needs the name itself."),
    (r".*[tT]emplate(s\[\])?\.metadata\.(name|namespace)", "The controller names what it makes from the template."),
    (r".*Templates\[\]\.(apiVersion|kind)", "Only one kind can stand there."),
    (r".*\.template\.spec\.(priority|overhead)", "Admission sets it, from the priority class or the runtime class."),
    (r".*\.template\.spec\.serviceAccount", "The old name of `serviceAccountName`, which the API server copies."),
    (r".*\.template\.spec\.ephemeralContainers", "They are added to running pods, and refused in a template."),
)
"""Patterns of a path or the beginning of one, each with its reason."""

_COMPILED = [(re.compile(rf"(?:{pattern})(?=$|\.|\[)"), reason) for pattern, reason in _REASONS]


OF_CLUSTER = "The kind is of the whole cluster."


def reason(path: str, *, namespaced: bool) -> str:
    """Why nobody would set the field of a kind in a repository; empty where somebody would."""
    if path == "metadata.namespace" and not namespaced:
        return OF_CLUSTER
    return next((reason for pattern, reason in _COMPILED if pattern.match(path)), "")


def reasons() -> tuple[str, ...]:
    return (*(reason for _, reason in _REASONS), OF_CLUSTER)
