"""Where objects other than pods name others: one table, by the kind that refers.

Sources: https://kubernetes.io/docs/reference/kubernetes-api/, https://gateway-api.sigs.k8s.io/reference/spec/,
https://cert-manager.io/docs/reference/api-docs/, https://external-secrets.io/latest/api/spec/,
https://keda.sh/docs/latest/reference/, https://argo-rollouts.readthedocs.io/en/stable/features/specification/,
https://prometheus-operator.dev/docs/api-reference/api/
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from generator.json_types import Json, JsonMap, Path, matching
from generator.resources.references.reference import Reference
from generator.secret_types import DOCKER_CONFIG, TLS

_Pattern = tuple[str, ...]
Kind = str | Callable[[JsonMap], str]


class Points(Struct, frozen=True):
    """In a map that `at` leads to, the field `name` holds the name of an object of `kind`.

    `key` is the field of what is meant of it, `inner` further ones inside of that, of which the first that is set
    counts. `kind` may be what the map makes of it; empty for one that nobody knows.
    """

    at: _Pattern
    kind: Kind
    name: str = "name"
    key: str = ""
    inner: tuple[str, ...] = ()
    namespace: str = "namespace"
    use: str = ""
    default_key: Json = ""


def references(manifest: JsonMap) -> Iterator[Reference]:
    for points in TABLE.get(str(manifest.get("kind", "")), ()):
        for path, item in matching(manifest, points.at):
            if isinstance(item, dict) and isinstance(name := item.get(points.name), str) and name:
                yield from _found(points, path, item, name)


def _found(points: Points, path: Path, item: JsonMap, name: str) -> Iterator[Reference]:
    kind = points.kind if isinstance(points.kind, str) else points.kind(item)
    if not kind:
        return
    key, at = points.default_key, (*path, points.name)
    if points.key and points.key in item:
        key, at = item[points.key], (*path, points.key)
        for inner in points.inner:
            if isinstance(item[points.key], dict) and inner in item[points.key]:
                key, at = item[points.key][inner], (*at, inner)
                break
    namespace = item.get(points.namespace, "")
    yield Reference(
        kind,
        name,
        at,
        key if isinstance(key, str | int) else "",
        namespace if isinstance(namespace, str) else "",
        bool(item.get("optional")),
        points.use,
    )


def _scaled(item: JsonMap) -> str:
    """What KEDA scales: a Deployment unless it says otherwise."""
    return _typed({"apiVersion": "apps/v1", "kind": "Deployment", **{key: item[key] for key in item if item[key]}})


def _by_group(default: str) -> Callable[[JsonMap], str]:
    """The kind as `group` and `kind` say, or `default`."""
    usual, _, own = default.rpartition("/")

    def kind(item: JsonMap) -> str:
        group = item.get("group", usual)
        return f"{usual if group is None else group}/{item.get('kind') or own}".removeprefix("/")

    return kind


def _typed(item: JsonMap) -> str:
    """`apiVersion` and `kind` of an object that has to be named in full."""
    group = str(item.get("apiVersion", "")).rpartition("/")[0]
    return f"{group}/{item['kind']}".removeprefix("/") if isinstance(item.get("kind"), str) else ""


def _subject(item: JsonMap) -> str:
    return "ServiceAccount" if item.get("kind") == "ServiceAccount" else ""


def _analysis(item: JsonMap) -> str:
    return f"argoproj.io/{'ClusterAnalysisTemplate' if item.get('clusterScope') else 'AnalysisTemplate'}"


def _role(item: JsonMap) -> str:
    return f"{_RBAC}/{item['kind']}" if item.get("kind") in ("Role", "ClusterRole") else ""


def _source(item: JsonMap) -> str:
    return f"{item.get('apiGroup') or ''}/{item.get('kind')}".removeprefix("/")


_RBAC = "rbac.authorization.k8s.io"
_GATEWAY = "gateway.networking.k8s.io"
_ISSUER = Points(("spec", "issuerRef"), _by_group("cert-manager.io/Issuer"))
_PORT = ("name", "number")
_MONITOR = tuple(
    Points(("spec", ends, "*", *rest), kind, key="key")
    for ends in ("endpoints", "podMetricsEndpoints")
    for rest, kind in (
        (("basicAuth", "username"), "Secret"),
        (("basicAuth", "password"), "Secret"),
        (("bearerTokenSecret",), "Secret"),
        (("authorization", "credentials"), "Secret"),
        (("oauth2", "clientSecret"), "Secret"),
        (("tlsConfig", "keySecret"), "Secret"),
        (("tlsConfig", "ca", "secret"), "Secret"),
        (("tlsConfig", "cert", "secret"), "Secret"),
        (("tlsConfig", "ca", "configMap"), "ConfigMap"),
        (("tlsConfig", "cert", "configMap"), "ConfigMap"),
    )
)
_ROUTE = (
    Points(
        ("spec", "parentRefs", "*"),
        _by_group(f"{_GATEWAY}/Gateway"),
        key="sectionName",
        use="parent",
    ),
    Points(("spec", "rules", "*", "backendRefs", "*"), _by_group("Service"), key="port"),
    Points(("spec", "rules", "*", "filters", "*", "requestMirror", "backendRef"), _by_group("Service"), key="port"),
)
_WEBHOOK = (Points(("webhooks", "*", "clientConfig", "service"), "Service", key="port", default_key=443),)
_STORE = _by_group("external-secrets.io/SecretStore")
_TARGET = Points(("spec", "scaleTargetRef"), _typed, use="scale")
_AUTHENTICATION = Points(("spec", "triggers", "*", "authenticationRef"), _by_group("keda.sh/TriggerAuthentication"))
_ANALYSES = (
    ("spec", "strategy", "canary", "analysis", "templates", "*"),
    ("spec", "strategy", "canary", "steps", "*", "analysis", "templates", "*"),
    ("spec", "strategy", "blueGreen", "prePromotionAnalysis", "templates", "*"),
    ("spec", "strategy", "blueGreen", "postPromotionAnalysis", "templates", "*"),
)
_CANARY, _BLUE_GREEN = ("spec", "strategy", "canary"), ("spec", "strategy", "blueGreen")
_KEDA_SECRETS = (
    Points(("spec", "secretTargetRef", "*"), "Secret", key="key"),
    Points(("spec", "configMapTargetRef", "*"), "ConfigMap", key="key"),
)
_SOLVER = ("spec", "acme", "solvers", "*", "dns01")
_ISSUER_SECRETS = (
    Points(("spec", "ca"), "Secret", "secretName"),
    Points(("spec", "acme", "externalAccountBinding", "keySecretRef"), "Secret", key="key"),
    *(Points((*_SOLVER, "*", field), "Secret", key="key") for field in ("apiTokenSecretRef", "apiKeySecretRef")),
    Points((*_SOLVER, "*", "secretAccessKeySecretRef"), "Secret", key="key"),
    Points((*_SOLVER, "*", "serviceAccountSecretRef"), "Secret", key="key"),
    Points((*_SOLVER, "*", "clientSecretSecretRef"), "Secret", key="key"),
)

TABLE: Mapping[str, tuple[Points, ...]] = {
    "APIService": (Points(("spec", "service"), "Service", key="port", default_key=443),),
    "BackendTLSPolicy": (
        Points(("spec", "targetRefs", "*"), _by_group("Service"), key="sectionName"),
        Points(("spec", "validation", "caCertificateRefs", "*"), _by_group("ConfigMap"), use="ca"),
    ),
    "Certificate": (_ISSUER,),
    "CertificateRequest": (_ISSUER,),
    "ClusterRoleBinding": (
        Points(("roleRef",), _role),
        Points(("subjects", "*"), _subject, use="subject"),
    ),
    "CustomResourceDefinition": (
        Points(
            ("spec", "conversion", "webhook", "clientConfig", "service"),
            "Service",
            key="port",
            default_key=443,
        ),
    ),
    "ExternalSecret": (
        Points(("spec", "secretStoreRef"), _STORE),
        Points(("spec", "data", "*", "sourceRef", "storeRef"), _STORE),
        Points(("spec", "dataFrom", "*", "sourceRef", "storeRef"), _STORE),
    ),
    "GRPCRoute": _ROUTE,
    "Gateway": (
        Points(("spec",), f"{_GATEWAY}/GatewayClass", "gatewayClassName"),
        Points(("spec", "listeners", "*", "tls", "certificateRefs", "*"), _by_group("Secret"), use=TLS),
    ),
    "HTTPRoute": _ROUTE,
    "HorizontalPodAutoscaler": (
        _TARGET,
        Points(("spec", "metrics", "*", "object", "describedObject"), _typed),
    ),
    "Ingress": (
        Points(("spec", "tls", "*"), "Secret", "secretName", use=TLS),
        Points(("spec", "defaultBackend", "service"), "Service", key="port", inner=_PORT),
        Points(("spec", "rules", "*", "http", "paths", "*", "backend", "service"), "Service", key="port", inner=_PORT),
        Points(("spec",), "networking.k8s.io/IngressClass", "ingressClassName"),
    ),
    "Issuer": _ISSUER_SECRETS,
    "MutatingWebhookConfiguration": _WEBHOOK,
    "PersistentVolumeClaim": (
        Points(("spec",), "storage.k8s.io/StorageClass", "storageClassName"),
        Points(("spec",), "storage.k8s.io/VolumeAttributesClass", "volumeAttributesClassName"),
        Points(("spec", "dataSource"), _source),
    ),
    "PodMonitor": _MONITOR,
    "RoleBinding": (
        Points(("roleRef",), _role),
        Points(("subjects", "*"), _subject, use="subject"),
    ),
    "Rollout": (
        *(Points(_CANARY, "Service", name, use="rollout") for name in ("stableService", "canaryService")),
        *(Points(_BLUE_GREEN, "Service", name, use="rollout") for name in ("activeService", "previewService")),
        Points((*_CANARY, "trafficRouting", "nginx"), "networking.k8s.io/Ingress", "stableIngress"),
        Points((*_CANARY, "trafficRouting", "alb"), "networking.k8s.io/Ingress", "ingress"),
        *(
            Points(("spec", "strategy", "canary", "trafficRouting", "plugins", "*"), f"{_GATEWAY}/{kind}", field)
            for field, kind in (("httpRoute", "HTTPRoute"), ("grpcRoute", "GRPCRoute"))
        ),
        *(Points(path, _analysis, "templateName") for path in _ANALYSES),
        Points(("spec", "workloadRef"), _typed),
    ),
    "ScaledJob": (_AUTHENTICATION,),
    "ScaledObject": (
        Points(("spec", "scaleTargetRef"), _scaled, use="scale"),
        _AUTHENTICATION,
    ),
    "ServiceAccount": (
        Points(("imagePullSecrets", "*"), "Secret", use=DOCKER_CONFIG),
        Points(("secrets", "*"), "Secret"),
    ),
    "ServiceMonitor": _MONITOR,
    "StatefulSet": (
        Points(("spec",), "Service", "serviceName", use="governing"),
        Points(("spec", "volumeClaimTemplates", "*", "spec"), "storage.k8s.io/StorageClass", "storageClassName"),
    ),
    "TCPRoute": _ROUTE,
    "TLSRoute": _ROUTE,
    "TriggerAuthentication": _KEDA_SECRETS,
    "UDPRoute": _ROUTE,
    "ValidatingWebhookConfiguration": _WEBHOOK,
    "VerticalPodAutoscaler": (Points(("spec", "targetRef"), _typed, use="resize"),),
    "VolumeSnapshot": (
        Points(("spec",), "snapshot.storage.k8s.io/VolumeSnapshotClass", "volumeSnapshotClassName"),
        Points(("spec", "source"), "PersistentVolumeClaim", "persistentVolumeClaimName"),
    ),
}
