"""Data -> YAML as an expert writes it. The only place of the product that writes YAML into the tree.

The same data gives the same bytes whatever the order of its maps: well-known fields come first in the order in which
people write them, the others follow alphabetically.
"""

from __future__ import annotations

import re

import yaml

from generator.json_types import Json, JsonMap
from generator.yaml_tags import MAP, SEQUENCE, STRING, QuickResolver

_FIRST = (
    # every object, and lists of named things
    "apiVersion kind metadata name namespace labels annotations type "
    # workloads, autoscalers, policies, claims: what comes before the template
    "replicas serviceName clusterIP selector strategy updateStrategy schedule timeZone concurrencyPolicy suspend "
    "startingDeadlineSeconds successfulJobsHistoryLimit failedJobsHistoryLimit completions parallelism completionMode "
    "backoffLimit activeDeadlineSeconds ttlSecondsAfterFinished podManagementPolicy minReadySeconds "
    "progressDeadlineSeconds revisionHistoryLimit scaleTargetRef minReplicas maxReplicas metrics behavior "
    "podSelector policyTypes ingress egress from to ingressClassName tls rules accessModes storageClassName "
    "jobTemplate template spec "
    # the container
    "key operator value valueFrom image imagePullPolicy command args hosts secretName host http path pathType "
    "containerPort port targetPort ports protocol env envFrom resources requests limits startupProbe livenessProbe "
    "readinessProbe exec grpc httpGet tcpSocket initialDelaySeconds periodSeconds timeoutSeconds "
    "successThreshold failureThreshold lifecycle volumeMounts mountPath subPath readOnly "
    # the pod
    "serviceAccountName automountServiceAccountToken securityContext restartPolicy terminationGracePeriodSeconds "
    "maxSkew topologyKey whenUnsatisfiable labelSelector initContainers containers volumes "
    "volumeClaimTemplates persistentVolumeClaimRetentionPolicy "
    # the rest
    "backend endpoints interval pairs target patch data"
).split()
_KUSTOMIZATION = (
    "apiVersion kind metadata namespace resources configMapGenerator generatorOptions labels images replicas patches "
    "sortOptions"
).split()
_RANK = {name: rank for rank, name in enumerate(_FIRST)}
_KUSTOMIZATION_RANK = {name: rank for rank, name in enumerate(_KUSTOMIZATION)}

_NUMBER_LIKE = re.compile(r"[-+.]?[0-9][-+.0-9_:a-fA-FxXoOeE]*|[-+]?\.(inf|nan|Inf|NaN|INF|NAN)")
_WORDS = frozenset(
    "y Y n N yes Yes YES no No NO on On ON off Off OFF true True TRUE false False FALSE null Null NULL ~".split()
)


_OTHERS = yaml.representer.SafeRepresenter()


class _Dumper(QuickResolver, yaml.CSafeDumper):
    pass


def _node(value: Json) -> yaml.Node:
    """What PyYAML's representers make of a value, with the keys in order and no aliases."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dict):
        rank = _KUSTOMIZATION_RANK if value.get("kind") == "Kustomization" else _RANK
        keys = sorted(value, key=lambda key: (rank.get(key, len(rank)), key))
        return yaml.MappingNode(MAP, [(_text(key), _node(value[key])) for key in keys], flow_style=False)
    if isinstance(value, list):
        return yaml.SequenceNode(SEQUENCE, [_node(item) for item in value], flow_style=False)
    return _OTHERS.represent_data(value)


def _text(text: str) -> yaml.ScalarNode:
    if "\n" in text and text.strip("\n") and not _unsafe_block(text):
        return yaml.ScalarNode(STRING, text, style="|")
    # Readers disagree about what is a number or a boolean (YAML 1.1, 1.2, go-yaml): quote all that any of them takes.
    if text in _WORDS or _NUMBER_LIKE.fullmatch(text):
        return yaml.ScalarNode(STRING, text, style='"')
    return yaml.ScalarNode(STRING, text)


def _unsafe_block(text: str) -> bool:
    """Whether a block scalar would lose something: a leading space, trailing blanks, characters that need escapes."""
    return text[0] in " \n" or any(line != line.rstrip() for line in text.split("\n")) or not _printable(text)


def _printable(text: str) -> bool:
    return all(char.isprintable() or char == "\n" for char in text)


def dump(document: JsonMap) -> str:
    """One document, without `---`."""
    text: str = yaml.serialize(_node(document), Dumper=_Dumper, width=1000, allow_unicode=True)
    return text
