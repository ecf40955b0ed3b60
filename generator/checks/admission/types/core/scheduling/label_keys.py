"""Keys whose values a pod's own labels give, beside a selector: https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#matchlabelkeys"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.walk import items
from generator.checks.admission.wrong import Wrong, conflict, forbidden
from generator.json_types import JsonMap

_FIELDS = ("matchLabelKeys", "mismatchLabelKeys")
_HINT = "take it out of matchLabelKeys or of labelSelector"


def need_selector(term: JsonMap) -> Iterator[Wrong]:
    if term.get("labelSelector") is None:
        for field in _FIELDS:
            if term.get(field):
                yield forbidden(f"{field} narrows a labelSelector, and there is none", "add labelSelector").below(field)


def not_both(term: JsonMap) -> Iterator[Wrong]:
    """No key is to match and to differ."""
    others = term.get("mismatchLabelKeys") or ()
    for position, key in enumerate(term.get("matchLabelKeys") or ()):
        if key in others:
            hint = "remove it from one of them"
            yield conflict("the key is in mismatchLabelKeys, too", hint).below("matchLabelKeys", position)


def not_twice(term: JsonMap) -> Iterator[Wrong]:
    """A selector has several expressions of such a key, or one beside its matchLabels."""
    keys = term.get("matchLabelKeys") or ()
    selector = term.get("labelSelector") or {}
    seen = set(selector.get("matchLabels") or ()) if keys else set()
    for _, expression in items(selector, "matchExpressions") if keys else ():
        key = expression.get("key")
        if key in keys and key in seen:
            yield _selected(keys.index(key))
        seen.add(key)


def not_selected(term: JsonMap) -> Iterator[Wrong]:
    """No such key is in the selector."""
    keys = term.get("matchLabelKeys") or ()
    selected = of_selector(term) if keys else set()
    for position, key in enumerate(keys):
        if key in selected:
            yield _selected(position)


def of_selector(term: JsonMap) -> set[str]:
    """The keys that a term's labelSelector asks for."""
    selector = term.get("labelSelector") or {}
    return {
        *(selector.get("matchLabels") or ()),
        *(item.get("key") for _, item in items(selector, "matchExpressions")),
    }


def of_pod(term: JsonMap, labels: JsonMap) -> Iterator[Wrong]:
    """Of a Pod, whose values a server adds to the selector: nothing selects them already."""
    keys = [key for key in term.get("matchLabelKeys") or () if key in labels]
    selected = of_selector(term) if keys else set()
    for position, key in enumerate(term.get("matchLabelKeys") or ()):
        if key in labels and key in selected:
            yield _selected(position)
        selected.add(key)


def _selected(position: int) -> Wrong:
    return conflict("the key is in labelSelector, too", _HINT).below("matchLabelKeys", position)
