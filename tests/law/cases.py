"""Named cases of the render law: a service each, in the environments dev, staging and prod of one repository."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.json_types import JsonMap

PLATFORM: JsonMap = {
    "name": "shop",
    "defaults": {"size": "small"},
    "environments": {
        name: {"domain": f"{name}.example.com", "podSecurity": "privileged"} for name in ("dev", "staging", "prod")
    },
}
IMAGE = "registry.example.com/shop/app"

LONG = "x" * 5_000
TEXTS = {
    "empty": "",
    "variable": "${X_1}",
    "on": "on",
    "exponent": "1e3",
    "octal": "012",
    "equals": "=",
    "trailing": "one \ntwo\t\n\n  three  \n",
    "unicode": "Grüße, 世界 😀\u2028\ufeff",
    "tabs": "a\tb\tc",
    "crlf": "one\r\ntwo\r\n",
    "quote": "'a",
    "quotes": '"a"',
    "space": "  a",
    "spaces": "  one\n two\n",
    "blank": "\n\n one\n\n",
    "long": LONG,
    "escape": "\x1b[31mred\x1b[0m",
    "merge": "<<",
    "document": "---",
    "documents": "a\n---\nb\n...\n",
    "comment": "# not a comment",
    "brace": "{a: [b}",
}
"""What YAML readers stumble over."""

LARGE = "".join(f"key_{number} = {'value ' * 10}\n" for number in range(4_300))
"""About 300 kB."""


@dataclass(frozen=True, slots=True)
class Case:
    service: JsonMap
    files: dict[str, str | bytes] = field(default_factory=dict)
    """Files beside the catalog file, by path."""


def case(fields: JsonMap, **environments: JsonMap) -> Case:
    own = {"environments": environments} if environments else {}
    return Case({"image": f"{IMAGE}:1", **fields, **own})


_MODELS: JsonMap = {"image": {"reference": "registry.example.com/shop/models:1"}}
_ISSUER = {"apiVersion": "cert-manager.io/v1", "kind": "ClusterIssuer", "metadata": {"name": "ca"}}
_CERTIFICATE: JsonMap = {
    "apiVersion": "cert-manager.io/v1",
    "kind": "Certificate",
    "metadata": {"name": "cert"},
    "spec": {"secretName": "cert", "issuerRef": {"name": "ca"}, "dnsNames": ["a.example.com", "b.example.com"]},
}
_SUBJECT = {"kind": "ServiceAccount", "name": "prometheus", "namespace": "monitoring"}
_BINDING: JsonMap = {
    "apiVersion": "rbac.authorization.k8s.io/v1",
    "kind": "RoleBinding",
    "metadata": {"name": "scrape"},
    "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "scrape"},
    "subjects": [_SUBJECT],
}
_FLUX: JsonMap = {
    "apiVersion": "kustomize.toolkit.fluxcd.io/v1",
    "kind": "Kustomization",
    "metadata": {"name": "apps"},
    "spec": {"interval": "1m", "prune": True, "sourceRef": {"kind": "GitRepository", "name": "a"}},
}
_ROLE: JsonMap = {
    "apiVersion": "rbac.authorization.k8s.io/v1",
    "kind": "Role",
    "rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}],
}
_HTTP_ROUTE: JsonMap = {
    "kind": "HTTPRoute",
    "metadata": {"name": "route"},
    "spec": {"parentRefs": [{"name": "gateway"}]},
}
_FOREIGN: JsonMap = {
    "apiVersion": "v1",
    "kind": "ConfigMap",
    "metadata": {"name": "foreign", "namespace": "kube-public"},
    "data": {"a": "1"},
}


def _prometheus(*config_maps: str, name: str = "a") -> JsonMap:
    spec: JsonMap = {"configMaps": list(config_maps), "volumes": [{"name": "a", "configMap": {"name": config_maps[0]}}]}
    return {
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": "Prometheus",
        "metadata": {"name": f"config-of-custom-resources-{name}"},
        "spec": spec,
    }


CASES: dict[str, Case] = {
    "field-of-one-environment": case({}, prod={"priorityClassName": "high", "annotations": {"note": "a"}}),
    "field-removed-in-one": case(
        {"terminationGracePeriodSeconds": 60, "nodeSelector": {"disk": "ssd", "zone": "a"}},
        prod={"terminationGracePeriodSeconds": None, "nodeSelector": {"zone": None}},
    ),
    "items-by-name": case(
        {"env": {"KEPT": "1", "CHANGED": "old", "GONE": "1"}, "volumes": {"kept": "/kept", "gone": "/gone"}},
        prod={"env": {"ADDED": "1", "CHANGED": "new", "GONE": None}, "volumes": {"added": "/added", "gone": None}},
    ),
    "containers-by-name": case(
        {
            "containers": [{"name": "b", "image": "b:1"}, {"name": "a", "image": "a:1"}],
            "initContainers": [{"name": "first", "image": "x:1"}, {"name": "second", "image": "y:1"}],
        },
        staging={"initContainers": [{"name": "third", "image": "z:1"}]},
        prod={
            "containers": {"b": None, "c": {"image": "c:1"}},
            "initContainers": {"first": {"args": ["changed"]}, "second": None},
        },
    ),
    "variables-in-order": case(
        {"env": [{"name": "B", "value": "b"}, {"name": "A", "value": "$(B)"}, {"name": "C", "value": "$(A)"}]},
        staging={"env": {"B": "$(Z)", "Z": "z"}},
        prod={"env": {"A": "plain", "C": "$(B)$(A)"}},
    ),
    "lists-without-keys": case(
        {
            "port": 8080,
            "args": ["a", "b", "c"],
            "tolerations": [{"key": "a", "operator": "Exists"}, {"operator": "Exists"}],
            "expose": ["a.{domain}", "b.{domain}"],
            "ingress": {"className": "nginx"},
            "autoscale": {"max": 5, "cpu": 50},
        },
        prod={
            "args": ["c", "b"],
            "tolerations": [{"operator": "Exists"}],
            "expose": {"a.{domain}": None, "c.{domain}": {"paths": ["/x", "/y"]}},
            "autoscale": {"memory": 70},
        },
    ),
    "resource-of-some": case(
        {},
        staging={"podDisruptionBudget": {"maxUnavailable": 1}},
        prod={"podDisruptionBudget": {"maxUnavailable": 2}, "autoscale": {"max": 3, "cpu": 50}},
    ),
    "resource-removed-in-one": case(
        {"podDisruptionBudget": {"maxUnavailable": 1}, "port": 80},
        dev={"podDisruptionBudget": None, "service": {"enabled": False}},
    ),
    "autoscaler-of-another-kind": case(
        {"autoscale": {"max": 5, "cpu": 50}},
        prod={"autoscale": {"triggers": {"lag": {"type": "kafka", "metadata": {"lagThreshold": 5}}}}},
        staging={"autoscale": {"metrics": {"rate": {"pods": 10}}}},
    ),
    "scaled-job": case(
        {
            "kind": "ScaledJob",
            "env": {"A": "1"},
            "volumes": {"model": {"mount": "/model", **_MODELS}},
            "autoscale": {"max": 5, "triggers": {"lag": {"type": "kafka", "metadata": {"lagThreshold": 5}}}},
        },
        dev={"env": {"A": "2"}, "labels": {"stage": "dev"}},
        prod={
            "image": f"{IMAGE}:2",
            "volumes": {"model": {"image": {"reference": "registry.example.com/shop/models:2"}}},
            "labels": {"stage": "prod"},
            "autoscale": {"max": 9, "triggers": {"lag": {"metadata": {"lagThreshold": 50}}}},
        },
    ),
    "service-of-some": case({"enabled": False}, staging={"enabled": True}, prod={"enabled": True, "replicas": 5}),
    "custom-resource": case(
        {"manifests": [_CERTIFICATE]},
        prod={"manifests": [{**_CERTIFICATE, "spec": {"dnsNames": ["b.example.com"], "duration": "24h"}}]},
    ),
    "cluster-scoped": case(
        {
            "manifests": [
                {**_ISSUER, "spec": {"selfSigned": {}}},
                {
                    "apiVersion": "rbac.authorization.k8s.io/v1",
                    "kind": "ClusterRole",
                    "metadata": {"name": "reader"},
                    "rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}],
                },
            ]
        },
        prod={"manifests": [{**_ISSUER, "metadata": {"name": "ca", "labels": {"a": "b"}}}]},
    ),
    "foreign-namespace": case({"manifests": [_FOREIGN]}, prod={"manifests": [{**_FOREIGN, "data": {"a": "2"}}]}),
    "subjects-elsewhere": case(
        {"manifests": [_BINDING]},
        prod={"manifests": [{**_BINDING, "subjects": [_SUBJECT, {**_SUBJECT, "name": "other"}]}]},
    ),
    "config-that-differs": case(
        {
            "config": {
                "mount": "/etc/app",
                "files": {"app.yml": "a: 1\n", "gone.yml": "x\n", "same.yml": "same\n"},
                "values": {"KEPT": "1", "CHANGED": "1", "GONE": "1"},
            }
        },
        prod={
            "config": {
                "files": {"app.yml": "a: 2\n", "gone.yml": None},
                "values": {"CHANGED": "2", "GONE": None, "NEW": "1"},
            }
        },
    ),
    "config-of-one": case({}, prod={"config": {"values": {"A": "1"}}}),
    "config-live": case(
        {"config": {"reload": "live", "values": {"A": "1", "B": "1"}}},
        prod={"config": {"values": {"A": "2", "B": None}}},
    ),
    "config-of-custom-resources": case(
        {
            "config": {"values": {"A": "1"}},
            "manifests": [_prometheus("config-of-custom-resources-config"), _prometheus("other", name="b")],
        },
        dev={
            "config": {"values": {"A": "2"}},
            "manifests": [_prometheus("other", "config-of-custom-resources-config")],
        },
        prod={"config": {"reload": "live"}},
    ),
    "config-name-that-differs": case({"config": {"values": {"A": "1"}}}, prod={"config": {"name": "another"}}),
    "config-reload-that-differs": case({"config": {"values": {"A": "1"}}}, prod={"config": {"reload": "live"}}),
    "config-text-or-bytes": Case(
        {
            "image": f"{IMAGE}:1",
            "config": {"immutable": True, "files": {"a": {"from": "bytes/a"}, "b": "text", "c": {"from": "bytes/a"}}},
            "environments": {"prod": {"config": {"files": {"a": "text", "b": {"from": "bytes/a"}}}}},
        },
        {"bytes/a": b"\xff\x00" * 35},
    ),
    "config-data": case(
        {"config": {"files": {"a.yml": {"data": {"on": "yes", "a": {"b": 1, "c": [1, None]}}}}}},
        prod={"config": {"files": {"a.yml": {"data": {"a": {"b": None, "d": "${x}"}}}}}},
    ),
    "config-live-data": case(
        {"config": {"reload": "live", "mount": "/etc/app", "files": {"a.json": {"data": {"a": 1}}}}},
        prod={"config": {"files": {"a.json": {"data": {"b": 2}}}}},
    ),
    "config-large": Case(
        {"image": f"{IMAGE}:1", "config": {"mount": "/etc/app", "files": {"large.ini": {"from": "large/large.ini"}}}},
        {"large/large.ini": LARGE},
    ),
    "volume-source": case(
        {"volumes": {"data": "/data"}}, prod={"volumes": {"data": {"persistentVolumeClaim": {"claimName": "x"}}}}
    ),
    "strategy": case(
        {"strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}}},
        prod={"strategy": "Recreate"},
    ),
    "value-to-reference": case(
        {"env": {"A": "plain", "B": {"secret": "b"}, "C": {"field": "status.podIP"}}},
        prod={"env": {"A": {"secret": "a"}, "B": "plain", "C": {"secret": "c"}}},
    ),
    "probe-handler": case(
        {"port": 8080, "health": "/health"},
        staging={"livenessProbe": {"exec": {"command": ["true"]}}, "readinessProbe": None},
        prod={"health": {"exec": {"command": ["check", "--all"]}, "periodSeconds": 5}},
    ),
    "image-digest": case({}, prod={"image": f"{IMAGE}@sha256:{'a' * 64}"}),
    "image-tag-and-digest": case({}, prod={"image": f"{IMAGE}:1@sha256:{'a' * 64}"}),
    "image-tag": case({}, staging={"image": f"{IMAGE}:2-rc.1"}, prod={"image": f"{IMAGE}:012"}),
    "image-tags-of-two": case(
        {"containers": {"side": {"image": "registry.example.com/side:1"}}},
        prod={"image": f"{IMAGE}:2", "containers": {"side": {"image": "registry.example.com/side:2"}}},
    ),
    "image-twice": case({"initContainers": {"migrate": {"image": f"{IMAGE}:0"}}}, prod={"image": f"{IMAGE}:2"}),
    "image-pattern": case(
        {"image": "registry.example.com/a.b:1", "containers": {"x": {"image": "registry.example.com/a-b:1"}}},
        prod={"image": "registry.example.com/a.b:2"},
    ),
    "image-of-a-volume": case(
        {"volumes": {"models": {"image": {"reference": f"{IMAGE}:1"}, "mount": "/m"}}}, prod={"image": f"{IMAGE}:2"}
    ),
    "image-of-a-volume-of-cron-jobs": case(
        {"kind": "CronJob", "schedule": "@daily", "volumes": {"models": {"mount": "/m", **_MODELS}}},
        prod={"volumes": {"models": {"image": {"reference": "registry.example.com/shop/models:2"}}}},
    ),
    "replicas": case({"replicas": 2}, staging={"replicas": 0}, prod={"replicas": 9}),
    "replicas-of-claims": case(
        {"kind": "StatefulSet", "port": 80, "replicas": 1, "persistence": {"data": {"size": "1Gi", "mount": "/data"}}},
        prod={"replicas": 3},
    ),
    "rights": case(
        {
            "rbac": {
                "rules": [{"resources": ["configmaps"], "verbs": ["get"]}],
                "clusterRules": [{"resources": ["nodes"], "verbs": ["get"]}],
                "clusterWide": {"view": {"name": "rights-everywhere"}},
            }
        },
        staging={"rbac": {"name": "other-name"}, "serviceAccount": "other-account"},
        prod={"serviceAccount": "default"},
    ),
    "rights-of-others": case(
        {
            "rbac": {
                "rules": [{"resources": ["configmaps"], "verbs": ["get"]}],
                "clusterWide": ["view"],
                # Kustomize gives every subject of the name default a namespace.
                "subjects": [{"kind": "User", "name": "jane"}, {"kind": "Group", "name": "default"}],
            }
        },
        staging={"rbac": {"subjects": [{"kind": "ServiceAccount", "name": "other", "namespace": "elsewhere"}]}},
        prod={"rbac": {"subjects": [{"kind": "User", "name": "jane"}]}},
    ),
    "rights-of-one-environment": case(
        {"serviceAccount": {"automount": True}}, prod={"rbac": {"clusterRoles": ["view"], "clusterWide": ["view"]}}
    ),
    "labels": case(
        {"labels": {"env": "none"}, "port": 80},
        **{name: {"labels": {"env": name}} for name in ("dev", "staging", "prod")},
    ),
    "labels-of-claims": case(
        {"kind": "StatefulSet", "port": 80, "persistence": {"data": {"size": "1Gi"}}},
        **{name: {"labels": {"env": name}} for name in ("dev", "staging", "prod")},
    ),
    "labels-of-cron-jobs": case(
        {"kind": "CronJob", "schedule": "@daily"},
        **{name: {"labels": {"env": name}} for name in ("dev", "staging", "prod")},
    ),
    "empty-values": case(
        {
            "volumes": {"a": {"emptyDir": {}}},
            "tolerations": [],
            "command": [],
            "env": {},
            "podAnnotations": {},
            "networkPolicy": {"ingress": [{}]},
        },
        prod={
            "tolerations": [{"operator": "Exists"}],
            "volumes": {"a": {"emptyDir": {"medium": "Memory"}}},
            "env": {"A": ""},
        },
    ),
    "emptied-values": case(
        {
            "tolerations": [{"operator": "Exists"}],
            "volumes": {"a": {"emptyDir": {"medium": "Memory"}}},
            "nodeSelector": {"a": "b"},
        },
        prod={"tolerations": [], "volumes": {"a": {"emptyDir": {"medium": None}}}, "nodeSelector": {"a": None}},
    ),
    "nasty-texts": case(
        {
            "env": {f"V_{name}": text for name, text in TEXTS.items()},
            "args": list(TEXTS.values()),
            "annotations": TEXTS,
            "config": {
                "mount": "/etc/app",
                "files": TEXTS,
                "values": {f"v-{name}": text for name, text in TEXTS.items()},
            },
        }
    ),
    "nasty-texts-in-one": case(
        {"env": {f"V_{name}": "plain" for name in TEXTS}, "config": {"files": dict.fromkeys(TEXTS, "plain")}},
        prod={
            "env": {f"V_{name}": text for name, text in TEXTS.items()},
            "args": list(TEXTS.values()),
            "annotations": TEXTS,
            "config": {"files": TEXTS},
        },
    ),
    "ports-of-two-protocols": case(
        {"ports": {"dns": {"containerPort": 53, "protocol": "UDP"}, "dns-tcp": 53}},
        staging={"ports": {"dns-tcp": None}},
        prod={"ports": {"dns": {"hostPort": 53}, "more": 54}},
    ),
    "ports-that-change-protocol": case(
        {"ports": {"a": 53, "b": 80}},
        prod={
            "ports": {"a": {"protocol": "UDP"}},
            "service": {"ports": {"a": {"port": 53, "protocol": "UDP"}, "b": 8080}},
        },
    ),
    "ports-that-swap": case({"ports": {"a": 8080, "b": 9090}}, prod={"ports": {"a": 9090, "b": 8080}}),
    "spread": case(
        {"topologySpreadConstraints": ["zone", "hostname"]},
        prod={
            "topologySpreadConstraints": [
                {"topologyKey": "kubernetes.io/hostname", "whenUnsatisfiable": "DoNotSchedule"}
            ]
        },
    ),
    "pull-secrets": case({"imagePullSecrets": ["a", "b"]}, prod={"imagePullSecrets": ["c", "a"]}),
    "patches": case(
        {"patches": [{"target": {"kind": "Deployment"}, "patch": {"spec": {"paused": True}}}]},
        prod={
            "patches": [
                {
                    "target": {"kind": "Deployment"},
                    "patch": [{"op": "remove", "path": "/spec/template/spec/restartPolicy"}],
                },
                {"target": {"kind": "ServiceAccount"}, "patch": {"imagePullSecrets": [{"name": "a"}]}},
            ]
        },
    ),
    "jobs": case(
        {"kind": "Job", "ttlSecondsAfterFinished": 60, "env": {"A": "1"}},
        prod={"env": {"A": "2"}, "parallelism": 3, "suspend": True},
    ),
    "daemon-set": case(
        {"kind": "DaemonSet", "tolerations": [{"operator": "Exists"}]},
        prod={"strategy": "OnDelete", "minReadySeconds": 3},
    ),
    "kind-that-differs": case(
        {"port": 80, "strategy": "Recreate", "persistence": {"data": {"size": "1Gi"}}},
        prod={"kind": "StatefulSet", "strategy": None},
    ),
    "rollout": case(
        {
            "kind": "Rollout",
            "port": 8080,
            "replicas": 2,
            "config": {"mount": "/etc/app", "env": True, "files": {"a.txt": "a"}, "values": {"A": "1"}},
            "env": {"A": {"config": "A"}, "B": "1"},
            "volumes": {"all": {"projected": [{"configMap": {"name": "rollout-config"}}]}},
            "initContainers": {"first": {"image": IMAGE + ":1", "envFrom": [{"config": "rollout-config"}]}},
        },
        **{name: {"labels": {"env": name}} for name in ("dev", "staging")},
        prod={
            "labels": {"env": "prod"},
            "image": f"{IMAGE}:2",
            "replicas": 5,
            "config": {"values": {"A": "2"}},
            "env": {"B": "2"},
            "strategy": {"canary": {"steps": [20, "5m", {"analysis": "errors"}]}},
            "analysis": {"errors": {"query": "errors", "failure": "> 0"}},
        },
    ),
    "rollout-of-one": case({"port": 80, "config": {"mount": "/etc", "files": {"a": "b"}}}, prod={"kind": "Rollout"}),
    "rollout-strategy": case(
        {"kind": "Rollout", "port": 80, "strategy": {"canary": {"steps": [50, "pause"]}}},
        dev={"strategy": {"rollingUpdate": {"maxSurge": 2}, "canary": None}},
        prod={"strategy": "blueGreen"},
    ),
    "name-that-differs": case({"port": 80}, prod={"name": "other-name"}),
    "selector-that-differs": case({"port": 80}, prod={"selector": {"app": "old"}}),
    "files-that-would-clash": case(
        {
            "port": 80,
            "config": {"name": "service.yaml", "files": {"kustomization.yaml": "a: 1\n", "service.yaml": "b: 1\n"}},
            "manifests": [
                _FLUX,
                *({**_ROLE, "metadata": {"name": name}} for name in ("a:b", "a-b", "A-b")),
                {**_HTTP_ROUTE, "apiVersion": "gateway.networking.k8s.io/v1"},
            ],
        },
        prod={
            "config": {"files": {"kustomization.yaml": "a: 2\n"}},
            "manifests": [{**_FLUX, "spec": {**_FLUX["spec"], "prune": False}}],
        },
    ),
    # Names that YAML reads as something else than a string.
    "on": case(
        {"env": {"on": "off", "NO": "y"}, "labels": {"y": "n", "on": "1"}},
        prod={"env": {"on": "1"}, "labels": {"y": "0x1"}},
    ),
    "123": case(
        {"containers": {"1": {"image": "a:1"}, "1e3": {"image": "b:012"}}},
        prod={"containers": {"1": {"args": ["012"]}}},
    ),
    "1e3": case({"volumes": {"0x1": "/a", "null": "/b"}}, prod={"volumes": {"null": None, "true": "/c"}}),
    "null": case({"config": {"values": {"no": "1", "y": "2"}}}, prod={"config": {"values": {"y": "null"}}}),
    "true": case(
        {"replicas": 2, "podLabels": {"true": "true", "1": "1"}, "podAnnotations": {"null": "null"}},
        prod={"replicas": 3, "podLabels": {"1": "2"}},
    ),
}
