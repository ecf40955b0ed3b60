"""What the API reference of Kubernetes says of its fields in words: ranges of numbers, the words of a choice, formats.

The API server holds them to it; the OpenAPI description, which the vendored schemas come from, has none of it
(https://kubernetes.io/docs/reference/kubernetes-api/).
"""

from __future__ import annotations

from typing import Final

from generator.json_types import Json, JsonMap

_ITEMS: Final = "[]"
"""At the end of a field's name: what is said of it is said of the items of its list."""


def _words(text: str) -> JsonMap:
    return {"enum": text.split()}


def _range(minimum: int, maximum: int = 2**31 - 1) -> JsonMap:
    return {"minimum": minimum, "maximum": maximum}


def _format(name: str) -> JsonMap:
    return {"format": name}


_POSITIVE = _range(1)
_ID = _range(0)
_MODE = _range(0, 0o777)
_EXISTENCE = "In NotIn Exists DoesNotExist"
_SCOPES = (
    "Terminating NotTerminating BestEffort NotBestEffort PriorityClass CrossNamespacePodAffinity VolumeAttributesClass"
)
_TRAFFIC = _words("Cluster Local")

_FIELDS: dict[str, JsonMap] = {
    "api.autoscaling.v2.HPAScalingPolicy": {"type": _words("Pods Percent")},
    "api.autoscaling.v2.HPAScalingRules": {"selectPolicy": _words("Max Min Disabled")},
    "api.autoscaling.v2.MetricSpec": {"type": _words("Resource ContainerResource Pods Object External")},
    "api.autoscaling.v2.MetricTarget": {"type": _words("Utilization Value AverageValue")},
    "api.apps.v1.StatefulSetOrdinals": {"start": _range(0)},
    "api.apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy": {
        "whenDeleted": _words("Retain Delete"),
        "whenScaled": _words("Retain Delete"),
    },
    "api.batch.v1.PodFailurePolicyRule": {"action": _words("FailJob FailIndex Ignore Count")},
    "api.batch.v1.PodFailurePolicyOnExitCodesRequirement": {"operator": _words("In NotIn")},
    "api.batch.v1.PodFailurePolicyOnPodConditionsPattern": {"status": _words("True False Unknown")},
    "api.core.v1.AppArmorProfile": {"type": _words("RuntimeDefault Unconfined Localhost")},
    "api.core.v1.Capabilities": {f"add{_ITEMS}": _format("capability"), f"drop{_ITEMS}": _format("capability")},
    "api.core.v1.ClientIPConfig": {"timeoutSeconds": _range(1, 86400)},
    "api.core.v1.ConfigMapVolumeSource": {"defaultMode": _MODE},
    "api.core.v1.Container": {"terminationMessagePolicy": _words("File FallbackToLogsOnError")},
    "api.core.v1.ContainerResizePolicy": {
        "resourceName": _words("cpu memory"),
        "restartPolicy": _words("NotRequired RestartContainer"),
    },
    "api.core.v1.ContainerRestartRuleOnExitCodes": {"operator": _words("In NotIn")},
    "api.core.v1.DownwardAPIVolumeFile": {"mode": _MODE},
    "api.core.v1.DownwardAPIVolumeSource": {"defaultMode": _MODE},
    "api.core.v1.EmptyDirVolumeSource": {"medium": _format("volume-medium")},
    "api.core.v1.GRPCAction": {"port": _range(1, 65535)},
    "api.core.v1.HTTPGetAction": {"scheme": _words("HTTP HTTPS")},
    "api.core.v1.HostAlias": {"ip": _format("ip-address")},
    "api.core.v1.HostPathVolumeSource": {
        "type": {"enum": ["", *"DirectoryOrCreate Directory FileOrCreate File Socket CharDevice BlockDevice".split()]},
    },
    "api.core.v1.ImageVolumeSource": {"pullPolicy": _words("Always IfNotPresent Never")},
    "api.core.v1.KeyToPath": {"mode": _MODE, "path": _format("sub-path")},
    "api.core.v1.NodeSelectorRequirement": {"key": _format("label-key"), "operator": _words(f"{_EXISTENCE} Gt Lt")},
    "api.core.v1.ObjectFieldSelector": {"fieldPath": _format("pod-field")},
    "api.core.v1.PersistentVolumeClaimSpec": {
        f"accessModes{_ITEMS}": _words("ReadWriteOnce ReadOnlyMany ReadWriteMany ReadWriteOncePod"),
        "volumeMode": _words("Filesystem Block"),
    },
    "api.core.v1.PodAffinityTerm": {"topologyKey": _format("label-key")},
    "api.core.v1.PodOS": {"name": _words("linux windows")},
    "api.core.v1.PodSecurityContext": {
        "fsGroup": _ID,
        "fsGroupChangePolicy": _words("OnRootMismatch Always"),
        "runAsGroup": _ID,
        "runAsUser": _ID,
        "seLinuxChangePolicy": _words("MountOption Recursive"),
        f"supplementalGroups{_ITEMS}": _ID,
        "supplementalGroupsPolicy": _words("Merge Strict"),
    },
    "api.core.v1.PodSpec": {
        "dnsPolicy": _words("ClusterFirst ClusterFirstWithHostNet Default None"),
        "hostname": _format("dns-label"),
        "nodeName": _format("dns-subdomain"),
        "preemptionPolicy": _words("PreemptLowerPriority Never"),
        "priorityClassName": _format("dns-subdomain"),
        "runtimeClassName": _format("dns-subdomain"),
        "subdomain": _format("dns-label"),
    },
    "api.core.v1.PreferredSchedulingTerm": {"weight": _range(1, 100)},
    "api.core.v1.Probe": {
        "failureThreshold": _POSITIVE,
        "initialDelaySeconds": _range(0),
        "periodSeconds": _POSITIVE,
        "successThreshold": _POSITIVE,
        "terminationGracePeriodSeconds": _POSITIVE,
        "timeoutSeconds": _POSITIVE,
    },
    "api.core.v1.ProjectedVolumeSource": {"defaultMode": _MODE},
    "api.core.v1.ResourceFieldSelector": {"resource": _format("container-resource")},
    "api.core.v1.ResourceQuotaSpec": {f"scopes{_ITEMS}": _words(_SCOPES)},
    "api.core.v1.ScopedResourceSelectorRequirement": {
        "operator": _words(_EXISTENCE),
        "scopeName": _words(_SCOPES),
    },
    "api.core.v1.SeccompProfile": {"type": _words("RuntimeDefault Unconfined Localhost")},
    "api.core.v1.SecretVolumeSource": {"defaultMode": _MODE},
    "api.core.v1.SecurityContext": {
        "procMount": _words("Default Unmasked"),
        "runAsGroup": _ID,
        "runAsUser": _ID,
    },
    "api.core.v1.ServiceAccountTokenProjection": {"expirationSeconds": _range(600, 2**32)},
    "api.core.v1.ServiceSpec": {
        f"externalIPs{_ITEMS}": _format("ip-address"),
        "externalTrafficPolicy": _TRAFFIC,
        "healthCheckNodePort": _range(1, 65535),
        "internalTrafficPolicy": _TRAFFIC,
        "sessionAffinity": _words("ClientIP None"),
    },
    "api.core.v1.SleepAction": {"seconds": _range(0)},
    "api.core.v1.Toleration": {
        "effect": _words("NoSchedule PreferNoSchedule NoExecute"),
        "key": _format("label-key"),
        "operator": _words("Exists Equal Lt Gt"),
    },
    "api.core.v1.TopologySpreadConstraint": {
        "maxSkew": _POSITIVE,
        "minDomains": _POSITIVE,
        "nodeAffinityPolicy": _words("Honor Ignore"),
        "nodeTaintsPolicy": _words("Honor Ignore"),
        "whenUnsatisfiable": _words("DoNotSchedule ScheduleAnyway"),
    },
    "api.core.v1.VolumeMount": {
        "mountPropagation": _words("None HostToContainer Bidirectional"),
        "subPath": _format("sub-path"),
        "recursiveReadOnly": _words("Disabled IfPossible Enabled"),
    },
    "api.core.v1.WeightedPodAffinityTerm": {"weight": _range(1, 100)},
    "api.networking.v1.IPBlock": {"cidr": _format("cidr"), f"except{_ITEMS}": _format("cidr")},
    "api.networking.v1.NetworkPolicyPort": {"endPort": _range(1, 65535), "protocol": _words("TCP UDP SCTP")},
    "apimachinery.pkg.apis.meta.v1.LabelSelectorRequirement": {"operator": _words(_EXISTENCE)},
}
"""By the name of a type without `io.k8s.`, what is said of its fields, as keywords of JSON Schema."""

_GO, _ARGO = _format("go-duration"), _format("argo-duration")

_CUSTOM: dict[str, JsonMap] = {
    "argoproj.io/v1alpha1/AnalysisTemplate": {
        "spec.metrics[].initialDelay": _ARGO,
        "spec.metrics[].interval": _ARGO,
    },
    "argoproj.io/v1alpha1/Rollout": {
        "spec.strategy.canary.steps[].pause.duration": _ARGO,
        "spec.strategy.blueGreen.autoPromotionSeconds": _range(0),
        "spec.strategy.blueGreen.previewReplicaCount": _range(0),
    },
    "cert-manager.io/v1/Certificate": {"spec.duration": _GO, "spec.renewBefore": _GO},
    "external-secrets.io/v1/ExternalSecret": {"spec.refreshInterval": _GO},
}
"""By `group/version/Kind`, what the operators' documentation says of fields of custom resources."""

KEYWORD: Final = "x-documented"


def documented(definitions: JsonMap) -> JsonMap:
    """The definitions of the vendored schema, in which KEYWORD holds what is said of a field."""
    found = dict(definitions)
    for name, fields in _FIELDS.items():
        definition = found[f"io.k8s.{name}"]
        properties = dict(definition["properties"])
        for field, keywords in fields.items():
            key = field.removesuffix(_ITEMS)
            properties[key] = _with(properties[key], keywords, of_items=key != field)
        found[f"io.k8s.{name}"] = {**definition, "properties": properties}
    return found


def documented_custom(kind: str, root: JsonMap) -> JsonMap:
    """The schema of a custom resource (`group/version/Kind`), in which KEYWORD holds what is said of a field."""
    for field, keywords in _CUSTOM.get(kind, {}).items():
        root = _inside(root, field.split("."), keywords)
    return root


def _inside(schema: JsonMap, steps: list[str], keywords: JsonMap) -> JsonMap:
    if not steps:
        return {**schema, KEYWORD: keywords}
    name = steps[0].removesuffix(_ITEMS)
    inner = schema["properties"][name]
    if name != steps[0]:
        changed = {**inner, "items": _inside(inner["items"], steps[1:], keywords)}
    else:
        changed = _inside(inner, steps[1:], keywords)
    return {**schema, "properties": {**schema["properties"], name: changed}}


def _with(schema: Json, keywords: JsonMap, *, of_items: bool) -> JsonMap:
    if of_items:
        return {**schema, "items": {**schema["items"], KEYWORD: keywords}}
    return {**schema, KEYWORD: keywords}
