"""A ConfigMap or Secret is there, and what is asked of it is not in it.

https://kubernetes.io/docs/concepts/configuration/configmap/, https://kubernetes.io/docs/concepts/configuration/secret/
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from generator.catalog.suggest import did_you_mean
from generator.checks.reference.graph import Graph, Node
from generator.problems import Problem
from generator.resources.references import Made, Reference
from generator.secret_types import DOCKER_CONFIG, PULLING, REQUIRED

NEEDS = "refers"
_DATA = {"ConfigMap": "absent-config-key", "Secret": "absent-secret-key"}


def problems(node: Node, graph: Graph) -> Iterator[Problem]:
    for reference in node.refers:
        if reference.kind not in _DATA or (reference.kind == "Secret" and not graph.secrets):
            continue
        target = graph.target(node, reference)
        makers = graph.makers(target)
        if reference.use == DOCKER_CONFIG:
            yield from _mistyped(node, reference, makers)
        elif not (reference.optional and reference.path[-1] == "key" and not _in_items(reference)):
            yield from _absent(node, graph, reference, makers)


def _in_items(reference: Reference) -> bool:
    return len(reference.path) > 2 and reference.path[-3] == "items"


def _absent(node: Node, graph: Graph, reference: Reference, makers: list[Made]) -> Iterator[Problem]:
    wanted = [str(reference.key)] if reference.key else REQUIRED.get(reference.use, ())
    keys = _keys(graph, node, reference, makers) if wanted and not reference.optional else None
    for key in wanted if keys is not None else ():
        if keys is not None and key not in keys:
            fault = _DATA[reference.kind]
            message = f'{node} needs the key "{key}" of the {reference.kind} "{reference.name}", which has not got it'
            yield Problem(fault, reference.field, f"{message}: {_effect(reference)}", _hint(key, keys))


def _effect(reference: Reference) -> str:
    if reference.path[-1] == "subPath":
        return "an empty folder is mounted in the place of the file"
    return "no TLS" if reference.use else "its pods do not start" if "spec" in reference.path else "it is not found"


def _hint(key: str, keys: Collection[str]) -> str:
    known = ", ".join(sorted(keys)) or "none"
    return did_you_mean(key, keys) or f"its keys: {known}; add this one, or write one of those"


def _keys(graph: Graph, node: Node, reference: Reference, makers: list[Made]) -> Collection[str] | None:
    """Those that it has; None where that is not known."""
    if makers:
        found: set[str] = set()
        for item in makers:
            if item.keys is None:
                return None
            found.update(item.keys)
        return found
    target = graph.target(node, reference)
    declared = graph.elsewhere.keys(*target) if graph.elsewhere.has(*target) else None
    return None if declared is None else set(declared)


def _mistyped(node: Node, reference: Reference, makers: list[Made]) -> Iterator[Problem]:
    for item in makers:
        if item.type and item.type not in PULLING:
            message = f'{node} pulls images with the Secret "{item.name}", which is of type {item.type}'
            hint = f"write `type: {DOCKER_CONFIG}` in the Secret, with the key .dockerconfigjson"
            yield Problem("mistyped-secret", reference.field, message, hint)
            return
