"""Fields, annotations, labels and values that Kubernetes has deprecated or that do nothing any more -> problems.

https://kubernetes.io/docs/reference/kubernetes-api/ and https://kubernetes.io/docs/reference/labels-annotations-taints/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from generator.checks.policy.pods import Pod, pod_of
from generator.json_types import Json, JsonMap, Path, as_map, dotted, matching
from generator.problems import Problem

Minor = tuple[int, int]


class Old(Struct, frozen=True):
    """`gone` is the version from which on it does nothing; None where it still works."""

    what: str
    instead: str
    since: Minor
    gone: Minor | None = None


_CSI = "use the CSI driver, through a claim"
VOLUMES: Mapping[str, Old] = {
    "awsElasticBlockStore": Old("in-tree volume", _CSI, (1, 17)),
    "azureDisk": Old("in-tree volume", _CSI, (1, 19)),
    "azureFile": Old("in-tree volume", _CSI, (1, 21)),
    "cinder": Old("in-tree volume", _CSI, (1, 18)),
    "gcePersistentDisk": Old("in-tree volume", _CSI, (1, 17)),
    "vsphereVolume": Old("in-tree volume", _CSI, (1, 19)),
    "portworxVolume": Old("in-tree volume", _CSI, (1, 25)),
    "cephfs": Old("in-tree volume", _CSI, (1, 28), (1, 31)),
    "rbd": Old("in-tree volume", _CSI, (1, 28), (1, 31)),
    "glusterfs": Old("in-tree volume", _CSI, (1, 25), (1, 26)),
    "flocker": Old("in-tree volume", _CSI, (1, 22), (1, 25)),
    "quobyte": Old("in-tree volume", _CSI, (1, 22), (1, 25)),
    "storageos": Old("in-tree volume", _CSI, (1, 22), (1, 25)),
    "photonPersistentDisk": Old("in-tree volume", _CSI, (1, 11), (1, 26)),
    "scaleIO": Old("in-tree volume", _CSI, (1, 16), (1, 22)),
    "flexVolume": Old("volume driver", _CSI, (1, 23)),
    "gitRepo": Old("volume", "clone into an emptyDir in an init container", (1, 11), (1, 36)),
}

ANNOTATIONS: Mapping[str, Old] = {
    "kubernetes.io/ingress.class": Old("annotation", "set `spec.ingressClassName`", (1, 18)),
    "volume.beta.kubernetes.io/storage-class": Old("annotation", "set `spec.storageClassName`", (1, 9)),
    "volume.beta.kubernetes.io/mount-options": Old("annotation", "set `spec.mountOptions`", (1, 8)),
    "storageclass.beta.kubernetes.io/is-default-class": Old(
        "annotation", "write `storageclass.kubernetes.io/is-default-class`", (1, 6)
    ),
    "service.alpha.kubernetes.io/tolerate-unready-endpoints": Old(
        "annotation", "set `spec.publishNotReadyAddresses`", (1, 11), (1, 24)
    ),
    "service.kubernetes.io/topology-aware-hints": Old("annotation", "set `spec.trafficDistribution`", (1, 27)),
    "service.kubernetes.io/topology-mode": Old("annotation", "set `spec.trafficDistribution`", (1, 33)),
    "kubernetes.io/enforce-mountable-secrets": Old("annotation", "keep Secrets apart by namespaces", (1, 32)),
    "seccomp.security.alpha.kubernetes.io/pod": Old(
        "annotation", "set `securityContext.seccompProfile`", (1, 19), (1, 27)
    ),
    "scheduler.alpha.kubernetes.io/critical-pod": Old(
        "annotation", "set `priorityClassName: system-node-critical`", (1, 13), (1, 16)
    ),
    "scheduler.alpha.kubernetes.io/preferAvoidPods": Old("annotation", "taint the nodes", (1, 22), (1, 28)),
    "kubectl.kubernetes.io/default-logs-container": Old(
        "annotation", "write `kubectl.kubernetes.io/default-container`", (1, 21)
    ),
    "endpoints.kubernetes.io/over-capacity": Old("annotation", "use EndpointSlices", (1, 33)),
}

BEGINNINGS: Mapping[str, Old] = {
    "container.seccomp.security.alpha.kubernetes.io/": Old(
        "annotation", "set `securityContext.seccompProfile`", (1, 19), (1, 27)
    ),
    "container.apparmor.security.beta.kubernetes.io/": Old(
        "annotation", "set `securityContext.appArmorProfile`", (1, 30)
    ),
}

LABELS: Mapping[str, Old] = {
    "beta.kubernetes.io/os": Old("label", "write `kubernetes.io/os`", (1, 14)),
    "beta.kubernetes.io/arch": Old("label", "write `kubernetes.io/arch`", (1, 14)),
    "beta.kubernetes.io/instance-type": Old("label", "write `node.kubernetes.io/instance-type`", (1, 17)),
    "failure-domain.beta.kubernetes.io/zone": Old("label", "write `topology.kubernetes.io/zone`", (1, 17)),
    "failure-domain.beta.kubernetes.io/region": Old("label", "write `topology.kubernetes.io/region`", (1, 17)),
    "node-role.kubernetes.io/master": Old("label", "write `node-role.kubernetes.io/control-plane`", (1, 20), (1, 25)),
}
"""Of nodes: what selects them."""

FIELDS: Mapping[str, tuple[tuple[tuple[str, ...], Old], ...]] = {
    "Service": (
        (("spec", "loadBalancerIP"), Old("field", "use the annotation of your provider", (1, 24))),
        (("spec", "externalIPs"), Old("field", "use a Service of type LoadBalancer, or a Gateway", (1, 36))),
        (("spec", "topologyKeys"), Old("field", "set `trafficDistribution`", (1, 21), (1, 22))),
    ),
    "Node": (
        (("spec", "externalID"), Old("field", "remove it", (1, 11))),
        (("spec", "configSource"), Old("field", "configure the kubelet by its file", (1, 22), (1, 26))),
    ),
}

_PROVISIONERS: Mapping[str, Old] = {
    f"kubernetes.io/{name}": Old(
        "in-tree provisioner", "name the CSI driver", VOLUMES[volume].since, VOLUMES[volume].gone
    )
    for name, volume in {
        "aws-ebs": "awsElasticBlockStore",
        "azure-disk": "azureDisk",
        "azure-file": "azureFile",
        "cinder": "cinder",
        "gce-pd": "gcePersistentDisk",
        "vsphere-volume": "vsphereVolume",
        "portworx-volume": "portworxVolume",
        "rbd": "rbd",
        "glusterfs": "glusterfs",
        "quobyte": "quobyte",
        "storageos": "storageos",
        "scaleio": "scaleIO",
    }.items()
}


def problems(manifest: JsonMap, minor: Minor) -> Iterator[Problem]:
    kind = str(manifest.get("kind"))
    metadata = as_map(manifest.get("metadata"))
    yield from _annotations(metadata, ("metadata",), minor)
    for path, old in FIELDS.get(kind, ()):
        for place, value in matching(manifest, path):
            if value not in (None, "", [], {}):
                yield from _old(old, path[-1], place, minor)
    if kind == "StorageClass":
        yield from _named(_PROVISIONERS, manifest.get("provisioner"), ("provisioner",), minor)
    if kind == "PersistentVolume":
        yield from _volume(as_map(manifest.get("spec")), ("spec",), minor)
    pod = pod_of(manifest)
    if pod:
        yield from _of_pod(pod, minor)


def _of_pod(pod: Pod, minor: Minor) -> Iterator[Problem]:
    if pod.path:
        yield from _annotations(pod.metadata, (*pod.path, "metadata"), minor)
    if pod.spec.get("serviceAccount") and not pod.spec.get("serviceAccountName"):
        old = Old("field", "write `serviceAccountName`", (1, 0))
        yield from _old(old, "serviceAccount", pod.at("serviceAccount"), minor)
    for path, volume in matching(pod.spec, ("volumes", "*")):
        yield from _volume(as_map(volume), pod.at(*path), minor)
    for container in pod.containers:
        for hook in ("postStart", "preStop"):
            if as_map(as_map(container.value.get("lifecycle")).get(hook)).get("tcpSocket"):
                old = Old("hook", "use `exec`, `httpGet` or `sleep`", (1, 0), (1, 0))
                yield from _old(old, "tcpSocket", (*container.path, "lifecycle", hook, "tcpSocket"), minor)
    yield from _nodes(pod, minor)


def _nodes(pod: Pod, minor: Minor) -> Iterator[Problem]:
    """What selects nodes by labels that they have no more, or not for long."""
    for key in as_map(pod.spec.get("nodeSelector")):
        yield from _named(LABELS, key, pod.at("nodeSelector", key), minor)
    terms = (
        *("affinity", "nodeAffinity"),
        *("requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms", "*", "matchExpressions", "*", "key"),
    )
    patterns: tuple[tuple[str, ...], ...] = (
        terms,
        ("tolerations", "*", "key"),
        ("topologySpreadConstraints", "*", "topologyKey"),
    )
    for pattern in patterns:
        for path, key in matching(pod.spec, pattern):
            yield from _named(LABELS, key, pod.at(*path), minor)
    for group in ("podAffinity", "podAntiAffinity") if pod.spec.get("affinity") else ():
        required = ("affinity", group, "requiredDuringSchedulingIgnoredDuringExecution", "*", "topologyKey")
        preferred = (
            *("affinity", group, "preferredDuringSchedulingIgnoredDuringExecution", "*"),
            *("podAffinityTerm", "topologyKey"),
        )
        for wanted in (required, preferred):
            for path, key in matching(pod.spec, wanted):
                yield from _named(LABELS, key, pod.at(*path), minor)


def _annotations(metadata: JsonMap, path: Path, minor: Minor) -> Iterator[Problem]:
    for key in as_map(metadata.get("annotations")):
        place = (*path, "annotations", str(key))
        yield from _named(ANNOTATIONS, key, place, minor)
        for beginning, old in BEGINNINGS.items():
            if str(key).startswith(beginning):
                yield from _old(old, str(key), place, minor)


def _volume(volume: JsonMap, path: Path, minor: Minor) -> Iterator[Problem]:
    for kind in volume:
        if volume[kind] is not None:
            yield from _named(VOLUMES, kind, (*path, kind), minor)


def _named(table: Mapping[str, Old], name: Json, place: Path, minor: Minor) -> Iterator[Problem]:
    old = table.get(name) if isinstance(name, str) else None
    if old:
        yield from _old(old, name, place, minor)


def _old(old: Old, name: str, place: Path, minor: Minor) -> Iterator[Problem]:
    if old.gone and minor >= old.gone:
        when = f" since Kubernetes {old.gone[0]}.{old.gone[1]}" if old.gone > (1, 0) else ""
        yield Problem("removed-feature", dotted(place), f"the {old.what} {name} does nothing{when}", old.instead)
    elif minor >= old.since:
        yield Problem("deprecated-field", dotted(place), f"the {old.what} {name} is deprecated", old.instead)
