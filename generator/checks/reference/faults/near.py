"""A selector that selects nothing -> the pods that were probably meant, and what differs."""

from __future__ import annotations

from generator.checks.reference.graph import Graph, Node
from generator.checks.reference.indexes import PODS
from generator.json_types import JsonMap, as_map


def nearest_labels(graph: Graph, namespace: str, selector: JsonMap) -> str:
    """A hint, where pods have all but one of the labels, or as good as all; empty where none are like that."""
    wanted = {str(key): str(value) for key, value in as_map(selector.get("matchLabels")).items()}
    found: list[tuple[int, str, Node]] = []
    for node in graph.listed(PODS, namespace):
        missed = [key for key, value in wanted.items() if node.labels.get(key) != value]
        if len(missed) == 1 and (len(wanted) > 1 or _alike(wanted[missed[0]], node.labels.get(missed[0], ""))):
            found.append((missed[0] not in node.labels, missed[0], node))
    if not found:
        return _in_another(graph, namespace, wanted)
    _, key, node = min(found, key=lambda item: (item[0], item[2].name))
    has = f"{key}={node.labels[key]}" if key in node.labels else f"no {key}"
    return f"the pods of {node} have {has}, and it selects {key}={wanted[key]}: write the same on both sides"


def _in_another(graph: Graph, namespace: str, wanted: dict[str, str]) -> str:
    for other in sorted({*graph.namespaces()} - {namespace}):
        if found := graph.pods(other, {"matchLabels": wanted}):
            return f"{found[0]} has such pods in the namespace {other}: put both into the same namespace"
    return ""


def _alike(one: str, other: str) -> bool:
    from difflib import SequenceMatcher

    return SequenceMatcher(None, one, other).ratio() > 0.6
