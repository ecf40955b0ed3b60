"""Data -> YAML as an expert writes it. The only place of the product that writes YAML into the tree.

The same data gives the same bytes whatever the order of its maps: well-known fields come first in the order in which
people write them, the others follow alphabetically.
"""

from __future__ import annotations

import yaml

from generator.json_types import Json, JsonMap
from generator.yaml_scalars import Dumper, text_node
from generator.yaml_tags import MAP, SEQUENCE

_FIRST = (
    # every object, and lists of named things
    "apiVersion apiGroup kind metadata parameter name namespace alert record expr for labels annotations type "
    # workloads, autoscalers, policies, claims: what comes before the template
    "replicas serviceName clusterIP selector strategy updateStrategy schedule timeZone concurrencyPolicy suspend "
    "startingDeadlineSeconds successfulJobsHistoryLimit failedJobsHistoryLimit completions parallelism completionMode "
    "backoffLimit backoffLimitPerIndex maxFailedIndexes podFailurePolicy podReplacementPolicy successPolicy "
    "activeDeadlineSeconds ttlSecondsAfterFinished podManagementPolicy ordinals paused minReadySeconds "
    "progressDeadlineSeconds progressDeadlineAbort revisionHistoryLimit rollbackWindow activeService previewService "
    "stableService canaryService trafficRouting steps analysis scaleTargetRef minReplicas maxReplicas metrics behavior "
    "targetRef updatePolicy resourcePolicy pollingInterval cooldownPeriod initialCooldownPeriod idleReplicaCount "
    "minReplicaCount maxReplicaCount fallback advanced scalingStrategy rollout triggers "
    "podSelector policyTypes ingress egress from to accessModes storageClassName "
    "ingressClassName defaultBackend tls parentRefs sectionName hostnames rules matches filters backendRefs timeouts "
    "jobTargetRef jobTemplate template spec "
    # the container
    "key operator value valueFrom image imagePullPolicy command args hosts secretName issuerRef dnsNames host http "
    "path pathType containerPort port endPort targetPort nodePort weight ports protocol env envFrom apiGroups "
    "resources resourceNames verbs requests limits startupProbe livenessProbe readinessProbe exec grpc httpGet "
    "tcpSocket initialDelaySeconds periodSeconds timeoutSeconds successThreshold failureThreshold lifecycle "
    "volumeMounts mountPath subPath readOnly "
    # the pod
    "serviceAccountName automountServiceAccountToken securityContext restartPolicy terminationGracePeriodSeconds "
    "maxSkew topologyKey whenUnsatisfiable labelSelector initContainers containers volumes "
    "volumeClaimTemplates persistentVolumeClaimRetentionPolicy "
    # rules of sops
    "path_regex encrypted_regex mac_only_encrypted age "
    # the rest
    "refreshInterval secretStoreRef secretKey remoteRef backend endpoints interval pairs containerName container mode "
    "describedObject metric target patch data"
).split()
_KUSTOMIZATION = (
    "apiVersion kind metadata namespace resources generators configMapGenerator generatorOptions configurations "
    "commonAnnotations labels images replicas patches sortOptions"
).split()
_TRIGGER = "name type metricType metadata authenticationRef".split()
_RANK = {name: rank for rank, name in enumerate(_FIRST)}
_KUSTOMIZATION_RANK = {name: rank for rank, name in enumerate(_KUSTOMIZATION)}
_TRIGGER_RANK = {name: rank for rank, name in enumerate(_TRIGGER)}

_OTHERS = yaml.representer.SafeRepresenter()


def _node(value: Json) -> yaml.Node:
    """What PyYAML's representers make of a value, with the keys in order and no aliases."""
    if isinstance(value, str):
        return text_node(value)
    if isinstance(value, dict):
        rank = _rank(value)
        keys = sorted(value, key=lambda key: (rank.get(key, len(rank)), key))
        return yaml.MappingNode(MAP, [(text_node(key), _node(value[key])) for key in keys], flow_style=False)
    if isinstance(value, list):
        return yaml.SequenceNode(SEQUENCE, [_node(item) for item in value], flow_style=False)
    return _OTHERS.represent_data(value)


def _rank(value: JsonMap) -> dict[str, int]:
    if value.get("kind") == "Kustomization":
        return _KUSTOMIZATION_RANK
    # The metadata of an object come first, those of a trigger of KEDA after what it is.
    is_trigger = "metadata" in value and "type" in value and "apiVersion" not in value
    return _TRIGGER_RANK if is_trigger else _RANK


def dump(document: JsonMap) -> str:
    """One document, without `---`."""
    text: str = yaml.serialize(_node(document), Dumper=Dumper, width=1000, allow_unicode=True)
    return text
