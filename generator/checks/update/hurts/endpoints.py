"""Services that lose their pods: the selector, or the pods' labels, do not fit any more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.checks.subject import Subject
from generator.checks.update.change import at
from generator.checks.update.pairs import Key
from generator.checks.update.sets import Sets
from generator.checks.update.workloads import labels, template
from generator.json_types import JsonMap, as_map
from generator.problems import Problem

_FOLLOW = "first give the pods the new labels beside the old ones, then change the selector, then drop the old ones"


def problems(sets: Sets) -> Iterator[tuple[Subject, Problem]]:
    before, after = list(_pods(sets.before.items())), list(_pods(sets.after.items()))
    if before == after and not any(True for _ in sets.both(("", "Service"))):
        return
    for found, new in sets.after.items():
        if found[:2] == ("", "Service"):
            old = sets.before.get(found)
            for problem in _lost(found, old.manifest if old else new.manifest, new.manifest, before, after):
                yield new, problem


def _pods(subjects: Iterable[tuple[Key, Subject]]) -> Iterator[tuple[str, JsonMap]]:
    """Namespace and labels of the pods that are kept running."""
    for found, subject in subjects:
        pod = template(found, subject.manifest)
        if pod is not None:
            yield found[2], labels(pod)


def _lost(
    found: Key, old: JsonMap, new: JsonMap, before: list[tuple[str, JsonMap]], after: list[tuple[str, JsonMap]]
) -> Iterator[Problem]:
    last, selector = as_map(at(old, ("spec", "selector"))), as_map(at(new, ("spec", "selector")))
    if not last or not selector or not _selects(last, found[2], before):
        return
    if not _selects(selector, found[2], after):
        message = f"{_text(selector)} selects none of the pods any more, so the Service has no endpoints"
        yield Problem("lost-endpoints", "spec.selector", message, "select labels that the pods have")
    elif not _selects(selector, found[2], before):
        message = f"{_text(selector)} selects none of the pods that run now: no endpoints until the new ones are ready"
        yield Problem("lost-endpoints", "spec.selector", message, _FOLLOW)


def _selects(selector: JsonMap, namespace: str, pods: list[tuple[str, JsonMap]]) -> bool:
    return any(namespace == where and selector.items() <= found.items() for where, found in pods)


def _text(selector: JsonMap) -> str:
    return ",".join(f"{key}={value}" for key, value in selector.items())
