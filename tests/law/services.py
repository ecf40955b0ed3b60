"""Random services of every kind, and random ways in which environments change them.

`@@` stands for the service's name.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from generator.json_types import Json, JsonMap
from generator.language import OF_SERVICE_ONLY

T = TypeVar("T")

NASTY = (
    "", " ", "on", "off", "yes", "No", "y", "n", "true", "FALSE", "null", "~", "012", "0o14", "0x1F", "1e3", "1_000",
    "12:30:45", "2024-01-01", "1.10", ".5", "+1", "-", "- a", "=", "==a=", "<<", "a: b", "a #b", "#a", "&a", "*a",
    "!a", "%a", "@a", "`a`", "'a'", '"a"', '"', "'", "{a}b", "[a]", "a, b", "?", "? a", ": a", "a:", "|", ">", "|-",
    "...", "---", "--- a", " lead", "trail ", "\tlead", "trail\t", "a\tb", "a\nb", "a\nb\n", "a\n\n\n", "\n", "\n\n",
    "\na", " a\nb", "a \nb", "a\n b \n", "a\r\nb\r\n", "\r", "a\rb", "${x}", "$(E0)", "$$(E0)", "$(E1)-$(E2)",
    "{{x}}", "é", "日本語\n", "😀", "\u00a0", "\u2028", "\ufeff", "\x07", "\x1b[0m", "\\", "a\\nb", "C:\\x", "a" * 300,
    "word " * 100, "a\n\tb\n", "\n\ta\n", "key: |\n  text\n", ".inf", ".NaN", "0", "-0", "007", "1:2", "NaN",
)  # fmt: skip

UNCARRIED = "".join(map(chr, (*range(0x7F, 0xA0), 0xFFFE, 0xFFFF)))
"""What kustomize cannot write; the catalog language refuses it."""

TEXT = st.sampled_from(NASTY) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters=UNCARRIED), max_size=20
).filter(lambda text: not (text.startswith("\t") and "\n" in text))
LABEL = st.sampled_from(("a", "b", "", "on", "1", "1e3", "012", "v1.2", "true"))
SOME = st.integers(1, 5)
PORT = st.sampled_from((80, 443, 8080, 9090))
PATH = st.sampled_from(("/", "/health", "/ready?a=b#c", "/x y"))
AMOUNT = st.sampled_from((1, 2, "25%", "50%"))


def some_of(values: Sequence[T], most: int = 4) -> SearchStrategy[list[T]]:
    return st.lists(st.sampled_from(values), unique_by=str, max_size=most)


def optional(**fields: SearchStrategy[Json]) -> SearchStrategy[JsonMap]:
    return st.fixed_dictionaries({}, optional=fields)


def map_of(keys: Sequence[str], values: SearchStrategy[Json], most: int = 4) -> SearchStrategy[JsonMap]:
    return st.dictionaries(st.sampled_from(keys), values, max_size=most)


@st.composite
def named(draw: DrawFn, names: Sequence[str], item: SearchStrategy[JsonMap], most: int = 3) -> Json:
    """Named things, as a map or as a list with an order."""
    found = draw(map_of(names, item, most))
    listed: bool = draw(st.booleans())
    if listed:
        return [{"name": name, **value} for name, value in found.items()]
    return found


IMAGES = st.builds(
    "{}{}".format,
    st.sampled_from(("registry.example.com/a.b", "registry.example.com/a-b", "localhost:5000/b/c", "a")),
    st.sampled_from(("", ":1", ":1.0", ":2.0.0-rc.1", ":on", ":012", f"@sha256:{'0' * 64}", f":1@sha256:{'a' * 64}")),
)
VARIABLES = ("E0", "E1", "E2", "E3", "on", "NO", "a.b", "_")
SOURCE = st.one_of(
    st.builds(lambda text: {"value": text}, TEXT),
    st.builds(lambda key: {"secret": key}, st.sampled_from(("key", "on", "012"))),
    st.just({"secret": {"name": "other", "key": "key"}}),
    st.just({"config": {"name": "other", "key": "1e3"}}),
    st.just({"field": "metadata.name"}),
    st.just({"resource": "limits.memory"}),
    st.just({"valueFrom": {"configMapKeyRef": {"name": "other", "key": "a", "optional": True}}}),
)
ENV = named(VARIABLES, SOURCE, 5)
HANDLER = st.one_of(
    st.builds(lambda path, port: {"httpGet": {"path": path, "port": port}}, PATH, PORT),
    st.builds(lambda port: {"tcpSocket": {"port": port}}, PORT),
    st.builds(lambda command: {"exec": {"command": command}}, st.lists(TEXT, min_size=1, max_size=3)),
    st.builds(lambda port: {"grpc": {"port": port}}, PORT),
)
PROBE = st.builds(
    lambda handler, times: {**handler, **times},
    HANDLER,
    optional(periodSeconds=SOME, timeoutSeconds=SOME, failureThreshold=SOME),
)
VOLUME = st.one_of(
    st.just({"emptyDir": {}}),
    st.just({"emptyDir": {"medium": "Memory", "sizeLimit": "1Gi"}}),
    st.just({"persistentVolumeClaim": {"claimName": "other"}}),
    st.just({"configMap": {"name": "other", "items": [{"key": "a", "path": "b"}]}}),
    st.just({"secret": {"secretName": "other", "defaultMode": 256}}),
    st.just({"image": {"reference": "a:1", "pullPolicy": "Always"}}),
    st.just({"projected": {"sources": [{"secret": {"name": "a"}}, {"configMap": {"name": "b"}}]}}),
)
CONTAINER = st.builds(
    lambda image, more: {"image": image, **more},
    IMAGES,
    optional(
        env=ENV,
        args=st.lists(TEXT, max_size=3),
        command=st.lists(TEXT, min_size=1, max_size=2),
        ports=map_of(("m0", "m1"), st.builds(lambda port: {"containerPort": port}, st.integers(9000, 9001)), 1),
        volumeMounts=st.sampled_from(
            ([], [], {}, [{"name": "v0", "mountPath": "/a"}, {"name": "v0", "mountPath": "/b", "subPath": "x"}])
        ),
        livenessProbe=PROBE,
        workingDir=st.sampled_from(("/", "/a b")),
    ),
)
CONTAINERS = named(("c0", "c1", "on", "1"), CONTAINER)
INIT_CONTAINERS = named(
    ("i0", "i1", "off", "2"),
    CONTAINER.map(lambda own: {**own, "restartPolicy": "Always"} if "livenessProbe" in own else own),
)
FILES = {
    "shared/all.bin": bytes(range(256)),
    "shared/long.bin": b"\xff" * 105,
    "shared/app.yml": b"a: {b: on, c: [1, 2]}\nhost: '{name}.{namespace}'\non: 1.10\n",
}
"""Files that the services name, beside the catalog files."""

DATA = map_of(("a", "b", "on"), TEXT | SOME | map_of(("b", "c", "1"), TEXT | st.none() | some_of((1, "x", "on"), 2)), 3)
FILE = st.one_of(
    TEXT,
    st.builds(lambda path: {"from": path}, st.sampled_from(sorted(FILES))),
    st.builds(lambda data: {"data": data}, DATA),
    st.builds(
        lambda data, template: {"from": "shared/app.yml", "data": data, "template": template}, DATA, st.booleans()
    ),
)


def config(mount: str) -> SearchStrategy[JsonMap]:
    return optional(
        mount=st.just(mount),
        files=map_of(("app.yml", "b.json", "c.yaml"), FILE, 3) | map_of(("on", "a_b", "-c", ".d", "1.2.3"), TEXT),
        values=map_of(("A", "B", "no", "y"), TEXT),
        env=st.booleans(),
        reload=st.sampled_from(("rollout", "live")),
        immutable=st.just(True),
    )


TOLERATIONS = some_of(
    ({"operator": "Exists"}, {"key": "a", "operator": "Equal", "value": "on"}, {"key": "b", "effect": "NoSchedule"}), 3
)
SPREAD = some_of(("zone", {"topologyKey": "kubernetes.io/hostname", "whenUnsatisfiable": "DoNotSchedule"}), 2)
AFFINITY = st.sampled_from(
    (
        {
            "nodeAffinity": {
                "requiredDuringSchedulingIgnoredDuringExecution": {
                    "nodeSelectorTerms": [{"matchExpressions": [{"key": "a", "operator": "Exists"}]}]
                }
            }
        },
        {
            "podAntiAffinity": {
                "preferredDuringSchedulingIgnoredDuringExecution": [
                    {"weight": 1, "podAffinityTerm": {"topologyKey": "zone"}}
                ]
            }
        },
    )
)

PORTS = st.one_of(
    map_of(("http", "admin", "on", "p1"), st.integers(8000, 8003), 3).filter(
        lambda ports: len(set(ports.values())) == len(ports)
    ),
    st.just({"dns": {"containerPort": 53, "protocol": "UDP"}, "dns-tcp": {"containerPort": 53, "protocol": "TCP"}}),
    st.just([{"name": "sctp", "containerPort": 8080, "protocol": "SCTP"}, {"name": "http", "containerPort": 8080}]),
)
"""An environment changes no ports: what it would leave of a probe or a host might not be allowed."""

COMMON: dict[str, SearchStrategy[Json]] = {
    "image": IMAGES,
    "imagePullPolicy": st.sampled_from(("Always", "Never")),
    "imagePullSecrets": some_of(("r0", "r1", "on"), 3),
    "command": st.lists(TEXT, min_size=1, max_size=3),
    "args": st.lists(TEXT, max_size=4),
    "workingDir": st.just("/work"),
    "lifecycle": st.just({"preStop": {"exec": {"command": ["sleep", "1"]}}}),
    "env": ENV,
    "envFrom": some_of(({"configMapRef": {"name": "a"}}, {"secretRef": {"name": "b"}, "prefix": "ON_"}), 2),
    "config": config("/etc/config"),
    "configs": map_of(("cfg", "no"), config("/etc/cfg"), 1),
    "volumes": named(
        ("v1", "v2", "on"),
        st.builds(
            lambda source, mount: {**source, **mount}, VOLUME, optional(readOnly=st.booleans(), mount=st.just([]))
        ),
    ),
    "persistence": map_of(
        ("data", "logs"),
        st.builds(
            lambda size, cls: {"size": size, "accessModes": ["ReadWriteMany"], **cls},
            st.sampled_from(("1Gi", "2Gi")),
            optional(storageClassName=st.sampled_from(("", "fast", "on"))),
        ),
        2,
    ),
    "livenessProbe": PROBE,
    "readinessProbe": PROBE,
    "startupProbe": PROBE,
    "size": st.sampled_from(("small", "medium")),
    "resources": optional(limits=map_of(("cpu", "memory", "nvidia.com/gpu"), st.sampled_from(("1", "2", 3)))),
    "topologySpreadConstraints": SPREAD,
    "tolerations": TOLERATIONS,
    "nodeSelector": map_of(("a", "kubernetes.io/os"), LABEL),
    "affinity": AFFINITY,
    "hostAliases": some_of(({"ip": "10.0.0.1", "hostnames": ["a"]}, {"ip": "10.0.0.2", "hostnames": ["b", "c"]}), 2),
    "dnsConfig": st.just({"options": [{"name": "ndots", "value": "1"}]}),
    "priorityClassName": st.sampled_from(("high", "on")),
    "terminationGracePeriodSeconds": SOME,
    "podSecurityContext": optional(fsGroup=SOME, runAsUser=SOME, supplementalGroups=st.lists(SOME, max_size=2)),
    "securityContext": optional(
        readOnlyRootFilesystem=st.booleans(), capabilities=st.just({"add": ["NET_BIND_SERVICE"]})
    ),
    "labels": map_of(("tier", "example.com/env", "on"), LABEL),
    "annotations": map_of(("note", "example.com/true", "on"), TEXT),
    "podLabels": map_of(("inject", "1", "true"), LABEL),
    "podAnnotations": map_of(("note", "012"), TEXT),
    "serviceAccount": st.one_of(
        st.just("@@-account"),
        optional(automount=st.booleans(), annotations=map_of(("id",), TEXT), create=st.booleans()),
    ),
    "networkPolicy": st.booleans()
    | optional(ingress=some_of(({}, {"from": [{"podSelector": {}}]}, {"ports": [{"port": 1}]}), 3)),
    "dependsOn": some_of(({"cidr": "10.0.0.0/8"}, {"cidr": "10.1.0.0/16", "ports": [443, 80]}), 2),
    "containers": CONTAINERS,
    "initContainers": INIT_CONTAINERS,
    "service": optional(
        type=st.sampled_from(("NodePort", "LoadBalancer")),
        annotations=map_of(("note", "on"), TEXT),
        labels=map_of(("tier",), LABEL),
        sessionAffinity=st.just("ClientIP"),
        ports=st.sampled_from(
            ({"http": 80}, {"http": {"port": 80, "protocol": "UDP"}}, {"a": 53, "b": {"port": 53, "protocol": "UDP"}})
        ),
    ),
    "services": map_of(("@@-x", "@@-y"), st.builds(lambda port: {"ports": {"x": port}}, PORT), 2),
    "alerts": st.fixed_dictionaries(
        {"restarts": st.sampled_from((True, 5, {"for": "5m", "labels": {"on": "y"}}))},
        optional={"severity": TEXT, "annotations": map_of(("note", "on"), TEXT)},
    ),
    "rules": named(
        ("A", "a:b", "on:off"),
        st.builds(lambda text, labels: {"expr": f"{text} > 0", "labels": labels}, TEXT, map_of(("tier", "on"), TEXT)),
    ),
    "externalSecrets": map_of(
        ("@@-x", "@@-y"),
        st.builds(
            lambda data, more: {"store": "vault", "data": data, **more},
            map_of(("a", "on", "1"), st.sampled_from(("a#b", "{environment}/a", {"remoteRef": {"key": "a"}}))).filter(
                bool
            ),
            optional(refreshInterval=st.just("1h"), labels=map_of(("tier",), LABEL), dataFrom=st.just([{"find": {}}])),
        ),
        2,
    ),
}

TRIGGERS = named(
    ("orders", "on", "1"),
    st.builds(
        lambda text, more: {"type": "kafka", "metadata": {"topic": text, "lag": 5}, **more},
        TEXT,
        st.sampled_from(({}, {"metricType": "Value"}, {"authenticationRef": {"name": "shared"}})),
    ),
).filter(bool)
EVENTS = st.builds(
    lambda triggers, more: {"max": 5, "triggers": triggers, **more},
    TRIGGERS,
    optional(
        min=st.integers(0, 3), pollingInterval=SOME, paused=st.booleans(), annotations=map_of(("note", "on"), TEXT)
    ),
)
MEASURES = map_of(
    ("rate", "on", "1"),
    st.one_of(
        st.builds(lambda value: {"pods": value}, SOME),
        st.builds(lambda label: {"external": {"value": "5", "matchLabels": {"queue": label}}}, LABEL),
    ),
)
SCALING: dict[str, SearchStrategy[Json]] = {
    "replicas": st.integers(0, 3),
    "autoscale": EVENTS
    | st.builds(
        lambda top, cpu, more: {"max": top, "cpu": cpu, **more},
        st.integers(3, 5),
        st.sampled_from((50, 80)),
        optional(
            min=st.integers(1, 3),
            memory=st.just(70),
            metrics=MEASURES
            | some_of(
                tuple(
                    {
                        "type": "Pods",
                        "pods": {"metric": {"name": name}, "target": {"type": "AverageValue", "averageValue": "1"}},
                    }
                    for name in ("a", "b")
                ),
                2,
            ),
        ),
    ),
}
LONG_RUNNING: dict[str, SearchStrategy[Json]] = {
    "podDisruptionBudget": st.sampled_from(({"minAvailable": 0}, {"maxUnavailable": "25%"}, {"maxUnavailable": 1})),
    "verticalAutoscale": st.sampled_from(("Recommend", {"mode": "Off", "resourcePolicy": {"*": {"mode": "Off"}}})),
    "minReadySeconds": SOME,
    "revisionHistoryLimit": SOME,
}
JOB: dict[str, SearchStrategy[Json]] = {
    "activeDeadlineSeconds": SOME,
    "backoffLimit": SOME,
    "parallelism": SOME,
    "ttlSecondsAfterFinished": SOME,
    "suspend": st.booleans(),
    "restartPolicy": st.sampled_from(("Never", "OnFailure")),
}
OWN: dict[str, dict[str, SearchStrategy[Json]]] = {
    "Deployment": {
        **SCALING,
        **LONG_RUNNING,
        "strategy": st.one_of(
            st.sampled_from(("Recreate", "RollingUpdate")),
            st.builds(
                lambda surge: {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": surge, "maxUnavailable": 0}},
                AMOUNT,
            ),
        ),
        "progressDeadlineSeconds": SOME,
    },
    "Rollout": {
        **SCALING,
        **LONG_RUNNING,
        "strategy": st.one_of(
            st.sampled_from(("canary", "blueGreen", {"canary": {"steps": [20, "5m", {"setWeight": 50}, "pause"]}})),
            st.builds(lambda surge: {"rollingUpdate": {"maxSurge": surge, "maxUnavailable": 0}}, AMOUNT),
        ),
        "analysis": map_of(
            ("errors", "on"),
            st.builds(lambda text: {"query": text, "failure": "> 0"}, st.sampled_from(("errors", 'a{b="{name}"}'))),
            2,
        ),
        "paused": st.booleans(),
    },
    "StatefulSet": {
        **SCALING,
        **LONG_RUNNING,
        "strategy": st.sampled_from(("OnDelete", {"type": "RollingUpdate", "rollingUpdate": {"partition": 1}})),
        "podManagementPolicy": st.sampled_from(("Parallel", "OrderedReady")),
    },
    "DaemonSet": {
        **{name: value for name, value in LONG_RUNNING.items() if name != "podDisruptionBudget"},
        "strategy": st.sampled_from(("OnDelete", "RollingUpdate")),
    },
    "CronJob": {
        **JOB,
        "timeZone": st.sampled_from(("Europe/Berlin", "UTC")),
        "concurrencyPolicy": st.sampled_from(("Forbid", "Replace")),
        "successfulJobsHistoryLimit": SOME,
    },
    "Job": JOB,
    "ScaledJob": {**{name: value for name, value in JOB.items() if name != "suspend"}, "autoscale": EVENTS},
}

_RULES = some_of(
    (
        {"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]},
        {"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]},
    ),
    2,
)
_SUBJECTS = some_of(
    (
        {"kind": "ServiceAccount", "name": "@@", "namespace": "elsewhere"},
        {"kind": "ServiceAccount", "name": "default", "namespace": "monitoring"},
        {"kind": "Group", "apiGroup": "rbac.authorization.k8s.io", "name": "on"},
    ),
    3,
)


def _manifest(
    api_version: str, kind: str, name: str, body: SearchStrategy[JsonMap], namespace: str = ""
) -> SearchStrategy[JsonMap]:
    metadata = {"name": name, **({"namespace": namespace} if namespace else {})}
    return st.builds(
        lambda more, labels: {
            "apiVersion": api_version,
            "kind": kind,
            "metadata": {**metadata, **({"labels": labels} if labels else {})},
            **more,
        },
        body,
        map_of(("a", "on"), LABEL, 2),
    )


_RBAC = "rbac.authorization.k8s.io"
_ISSUER: SearchStrategy[JsonMap] = st.sampled_from(
    ({"spec": {"selfSigned": {}}}, {"spec": {"ca": {"secretName": "a"}}})
)
_CERTIFICATE = st.builds(
    lambda names, size: {
        "spec": {"secretName": "@@", "issuerRef": {"name": "ca"}, "dnsNames": names, "privateKey": {"size": size}}
    },
    some_of(("a.example.com", "b.example.com", "c.example.com"), 3),
    st.sampled_from((2048, 4096)),
)
_ROLLOUT = st.builds(
    lambda image, count, env: {
        "spec": {
            "replicas": count,
            "selector": {"matchLabels": {"a": "b"}},
            "template": {
                "metadata": {"labels": {"a": "b"}},
                "spec": {
                    "containers": [{"name": "x", "image": image, "env": [{"name": name, "value": "1"} for name in env]}]
                },
            },
        }
    },
    IMAGES,
    SOME,
    some_of(("A", "B", "C"), 3),
)
MANIFESTS = st.lists(
    st.one_of(
        _manifest(
            "v1", "ConfigMap", "@@-extra", st.builds(lambda data: {"data": data}, map_of(("a", "on", "1"), TEXT))
        ),
        _manifest(
            "v1", "ConfigMap", "@@-extra", st.builds(lambda data: {"data": data}, map_of(("a", "b"), TEXT)), "elsewhere"
        ),
        _manifest(f"{_RBAC}/v1", "ClusterRole", "@@", st.builds(lambda rules: {"rules": rules}, _RULES)),
        _manifest(f"{_RBAC}/v1", "Role", "@@:on", st.builds(lambda rules: {"rules": rules}, _RULES)),
        _manifest(f"{_RBAC}/v1", "Role", "@@", st.builds(lambda rules: {"rules": rules}, _RULES), "elsewhere"),
        _manifest(
            f"{_RBAC}/v1",
            "RoleBinding",
            "@@",
            st.builds(
                lambda s: {"roleRef": {"apiGroup": _RBAC, "kind": "Role", "name": "@@"}, "subjects": s}, _SUBJECTS
            ),
        ),
        _manifest(
            f"{_RBAC}/v1",
            "ClusterRoleBinding",
            "@@",
            st.builds(
                lambda s: {"roleRef": {"apiGroup": _RBAC, "kind": "ClusterRole", "name": "@@"}, "subjects": s},
                _SUBJECTS,
            ),
        ),
        _manifest("cert-manager.io/v1", "ClusterIssuer", "@@", _ISSUER),
        _manifest("cert-manager.io/v1", "Certificate", "@@", _CERTIFICATE),
        _manifest("cert-manager.io/v1", "Certificate", "@@-far", _CERTIFICATE, "elsewhere"),
        _manifest("argoproj.io/v1alpha1", "Rollout", "@@", _ROLLOUT),
        _manifest(
            "scheduling.k8s.io/v1",
            "PriorityClass",
            "@@",
            st.builds(lambda value: {"value": value}, st.sampled_from((1, 2, -5))),
        ),
        _manifest(
            "v1",
            "Service",
            "@@-manual",
            st.sampled_from(
                (
                    {"spec": {"type": "ExternalName", "externalName": "a.example.com"}},
                    {
                        "spec": {"ports": [{"port": 80}]},
                    },
                )
            ),
        ),
    ),
    max_size=3,
    unique_by=lambda item: (item["kind"], item["metadata"]["name"]),
)

PATCHES = st.lists(
    st.sampled_from(
        (
            {"target": {"kind": "Deployment"}, "patch": {"spec": {"paused": True}}},
            {
                "target": {"kind": "Deployment", "name": "@@"},
                "patch": {
                    "spec": {
                        "template": {
                            "spec": {
                                "restartPolicy": None,
                                "containers": [
                                    {
                                        "name": "@@",
                                        "env": [{"name": "E0", "value": "patched"}, {"name": "ADDED", "value": "on"}],
                                    }
                                ],
                            }
                        }
                    }
                },
            },
            {
                "target": {"kind": "Deployment"},
                "patch": {"spec": {"template": {"spec": {"tolerations": [{"operator": "Exists"}]}}}},
            },
            {
                "target": {"kind": "Deployment"},
                "patch": [{"op": "add", "path": "/metadata/labels/patched", "value": "on"}],
            },
            {
                "target": {"kind": "Deployment"},
                "patch": [{"op": "remove", "path": "/spec/template/spec/restartPolicy"}],
            },
            {
                "target": {"kind": "Deployment"},
                "patch": [
                    {"op": "add", "path": "/spec/template/spec/containers/0/terminationMessagePath", "value": "/x"}
                ],
            },
        )
    ),
    max_size=2,
    unique_by=str,
)


@st.composite
def services(draw: DrawFn, environments: Sequence[str]) -> JsonMap:
    """A service file: a kind, its fields, and what each environment changes of them."""
    kind = draw(st.sampled_from(sorted(OWN)))
    of_kind = {**COMMON, **OWN[kind], "manifests": MANIFESTS, "workloads": workloads()}
    if kind == "Deployment":
        of_kind["patches"] = PATCHES
    fields: JsonMap = {"kind": kind, "image": draw(IMAGES)}
    if kind == "CronJob":
        fields["schedule"] = draw(st.sampled_from(("@daily", "*/5 * * * *")))
    if kind == "ScaledJob":
        fields["autoscale"] = draw(EVENTS)
    if kind in ("Deployment", "Rollout", "StatefulSet", "DaemonSet"):
        fields.update(_reachable(draw))
    names = draw(some_of(sorted(of_kind), 12))
    fields.update((name, draw(of_kind[name])) for name in sorted(names))
    own: JsonMap = {}
    for environment in draw(some_of(environments, len(environments))):
        # Mostly what other environments and the service itself have a say in, too.
        often = sorted({*names, *(name for changes in own.values() for name in changes if name in of_kind)})
        few: bool = draw(st.booleans())
        pool = often if often and few else sorted(of_kind)
        own[environment] = {name: _override(draw, name, of_kind[name], fields) for name in draw(some_of(pool, 5))}
        if draw(st.integers(0, 9)) == 0:
            own[environment] = {"enabled": False}
    if "'v0'" in str((fields, own)):
        for layer in (fields, *own.values()):
            layer["volumes"] = _with_v0(layer.get("volumes"))
    return {**fields, **({"environments": own} if own else {})}


def _with_v0(volumes: Json) -> Json:
    """Volumes with the one that further containers mount."""
    if isinstance(volumes, list):
        return [*volumes, {"name": "v0", "emptyDir": {}}]
    return {**(volumes or {}), "v0": {"emptyDir": {}}}


@st.composite
def workloads(draw: DrawFn) -> JsonMap:
    """Further workloads, each of any kind; an environment may change the kind of one."""
    found: JsonMap = {}
    for name in draw(some_of(("on", "w1", "w2"), 2)):
        kind = draw(st.sampled_from(("Deployment", "Rollout", "StatefulSet", "Job")))
        fields = {name: value for name, value in {**COMMON, **OWN[kind]}.items() if name not in OF_SERVICE_ONLY}
        found[name] = {"kind": kind, **{field: draw(fields[field]) for field in draw(some_of(sorted(fields), 4))}}
    return found


ROUTES = map_of(
    ("on", "two"),
    optional(
        parentRefs=st.just([{"name": "a"}]),
        hostnames=some_of(("@@.{domain}", "y-@@.{domain}"), 2),
        rules=named(("1", "b"), optional(backendRefs=some_of(({}, {"port": "http", "weight": 5}), 2)), 2),
    ),
    2,
)
"""Some have no parent of their own: they go with a `gateway`."""


def _reachable(draw: DrawFn) -> JsonMap:
    if not draw(st.booleans()):
        return {}
    found: JsonMap = {"ports": draw(PORTS)}
    if isinstance(found["ports"], dict) and "http" in found["ports"]:
        if draw(st.booleans()):
            found["metrics"] = draw(
                st.sampled_from((True, "/metrics", {"interval": "30s", "labels": {"a": "on"}}, {"scrapeConfig": True}))
                | st.builds(lambda way: {"via": way}, st.sampled_from(("pod", "annotations", "scrapeConfig")))
                | st.just({"endpoints": {"http": {"path": "/a", "params": {"on": ["y"]}}}})
            )
        if draw(st.booleans()):
            found["expose"] = draw(
                st.sampled_from(
                    (
                        "@@.{domain}",
                        [{"host": "@@.example.com", "tls": True}, {"host": "x-@@.{domain}", "paths": ["/a", "/b"]}],
                        {"@@.{domain}": {"tls": {"issuer": "ca"}}, "x-@@.{domain}": {"via": "Ingress"}},
                    )
                )
            )
            found["ingress"] = draw(
                optional(
                    className=st.just("nginx"),
                    annotations=map_of(("note",), TEXT),
                    tls=st.booleans(),
                    clusterIssuer=st.just("public"),
                )
            )
        if draw(st.booleans()):
            found["gateway"] = draw(st.sampled_from(("a", "b/a", {"name": "a", "sectionName": "on"})))
            found["httpRoutes"] = draw(ROUTES)
    return found


def _override(draw: DrawFn, name: str, value: SearchStrategy[Json], fields: JsonMap) -> Json:
    """Another value, null, or a map in which some of what the service has is null."""
    choice = draw(st.integers(0, 5))
    if choice == 0 and name != "image":
        return None
    below = fields.get(name)
    if choice in (1, 2) and isinstance(below, dict) and below:
        other = draw(value)
        kept = other if isinstance(other, dict) else {}
        return {**kept, **dict.fromkeys(draw(some_of(sorted(below), 2)))}
    return draw(value)


def with_name(value: Json, name: str) -> Json:
    if isinstance(value, str):
        return value.replace("@@", name)
    if isinstance(value, dict):
        return {with_name(key, name): with_name(item, name) for key, item in value.items()}
    return [with_name(item, name) for item in value] if isinstance(value, list) else value
