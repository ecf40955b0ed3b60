"""An object of a namespace that is not there.

https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.reference.graph import Graph, Node
from generator.checks.reference.indexes import NAMESPACES
from generator.problems import Problem

NAMESPACE = "Namespace"


def problems(node: Node, graph: Graph) -> Iterator[Problem]:
    """Told of the first object of each: it is one mistake, however many objects there are."""
    if not _is_lacking(graph, node.namespace) or not are_known(graph):
        return
    found = graph.listed(NAMESPACES, node.namespace)
    if found[0] is node:
        more = f", and {len(found) - 1} more" if len(found) > 1 else ""
        message = f'{node} is in the namespace "{node.namespace}", which does not exist: it is not created{more}'
        near = graph.nearest(node.namespace, NAMESPACE, "")
        better = f'write "{near}"' if near else "add the Namespace"
        hint = f"{better}, or name it under `checks.elsewhere`"
        yield Problem("absent-namespace", "metadata.namespace", message, f"{hint} in the platform file")


def are_known(graph: Graph) -> bool:
    """Whether the manifests would show it: they show another, or the platform says which there are."""
    return graph.populated(NAMESPACE, "") or graph.elsewhere.knows(NAMESPACE)


def lacking(graph: Graph) -> int:
    """How many namespaces there are objects of, and are not there."""
    return sum(_is_lacking(graph, name) for name in {node.namespace for node in graph.nodes})


def _is_lacking(graph: Graph, namespace: str) -> bool:
    """In that of the environment is what names none."""
    return namespace not in ("", graph.own_namespace) and not graph.exists((NAMESPACE, "", namespace))
