"""Data -> YAML as an expert writes it. The only place of the product that writes YAML into the tree.

The same data gives the same bytes whatever the order of its maps: well-known fields come first in the order in which
people write them, the others follow alphabetically.
"""

from __future__ import annotations

import re

import yaml

from generator.json_types import Json, JsonMap

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
    "backend endpoints interval target patch data"
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


class _Dumper(yaml.CSafeDumper):
    def ignore_aliases(self, data: Json) -> bool:
        return True


def _represent(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    if "\n" in text and text.strip("\n") and not _unsafe_block(text):
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|")
    # Readers disagree about what is a number or a boolean (YAML 1.1, 1.2, go-yaml): quote all that any of them takes.
    if text in _WORDS or _NUMBER_LIKE.fullmatch(text):
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
    return dumper.represent_scalar("tag:yaml.org,2002:str", text)


def _unsafe_block(text: str) -> bool:
    """Whether a block scalar would lose something: a leading space, trailing blanks, characters that need escapes."""
    return text[0] in " \n" or any(line != line.rstrip() for line in text.split("\n")) or not _printable(text)


def _printable(text: str) -> bool:
    return all(char.isprintable() or char == "\n" for char in text)


_Dumper.add_representer(str, _represent)


def in_order(value: Json) -> Json:
    if isinstance(value, dict):
        rank = _KUSTOMIZATION_RANK if value.get("kind") == "Kustomization" else _RANK
        keys = sorted(value, key=lambda key: (rank.get(key, len(rank)), key))
        return {key: in_order(value[key]) for key in keys}
    if isinstance(value, list):
        return [in_order(item) for item in value]
    return value


def dump(document: JsonMap) -> str:
    """One document, without `---`."""
    text: str = yaml.dump(
        in_order(document), Dumper=_Dumper, sort_keys=False, default_flow_style=False, width=1000, allow_unicode=True
    )
    return text
