"""What objects refer to in one another, and is not there or not as they need it."""

from __future__ import annotations

from generator.findings import Severity
from generator.rules.rule import Rule

_K8S = "https://kubernetes.io/docs"
_CONCEPTS = f"{_K8S}/concepts"
_CONFIG = f"{_CONCEPTS}/configuration"
_SERVICE = f"{_CONCEPTS}/services-networking/service/"
_POLICIES = f"{_CONCEPTS}/services-networking/network-policies/"
_GATEWAY = "https://gateway-api.sigs.k8s.io"
_HPA = f"{_K8S}/tasks/run-application/horizontal-pod-autoscale/"
_BUDGET = f"{_K8S}/tasks/run-application/configure-pdb/"
_PROMETHEUS = "https://prometheus-operator.dev/docs/api-reference/api/"
_QUOTA = f"{_CONCEPTS}/policy/resource-quotas/"
_RBAC = f"{_K8S}/reference/access-authn-authz/rbac/"
_IDENTITY = f"{_CONCEPTS}/workloads/controllers/statefulset/#stable-network-id"


def _rule(name: str, summary: str, source: str, severity: Severity = "error") -> Rule:
    return Rule(name, "reference", summary, source, severity)


RULES = (
    _rule("absent-claim", "A volume of a PersistentVolumeClaim that is not there.", f"{_CONCEPTS}/storage/"),
    _rule("absent-class", "A class that none of those is which there are.", f"{_CONCEPTS}/", "warning"),
    _rule("absent-config-key", "A key that a ConfigMap has not got.", f"{_CONFIG}/configmap/"),
    _rule("absent-config-map", "A ConfigMap that is not there.", f"{_CONFIG}/configmap/"),
    _rule("absent-container", "An autoscaler looks at a container that a workload has not got.", _HPA),
    _rule("absent-gateway", "A route to a Gateway that is not there.", f"{_GATEWAY}/api-types/httproute/", "warning"),
    _rule("absent-governing-service", "A StatefulSet without the Service that names its pods.", _IDENTITY),
    _rule(
        "absent-grant",
        "A reference into another namespace that nothing there allows.",
        f"{_GATEWAY}/api-types/referencegrant/",
    ),
    _rule(
        "absent-issuer",
        "A certificate of an issuer that is not there.",
        "https://cert-manager.io/docs/configuration/",
        "warning",
    ),
    _rule("absent-listener", "A route to a listener that a Gateway has not got.", f"{_GATEWAY}/api-types/httproute/"),
    _rule("absent-monitor-port", "A monitor of a port that its targets have not got.", _PROMETHEUS),
    _rule(
        "absent-namespace",
        "An object of a namespace that is not there.",
        f"{_CONCEPTS}/overview/working-with-objects/namespaces/",
        "warning",
    ),
    _rule("absent-object", "A custom resource refers to an object that is not there.", f"{_CONCEPTS}/", "warning"),
    _rule("absent-policy-port", "A network policy allows a port that its pods do not listen on.", _POLICIES, "warning"),
    _rule("absent-role", "A binding of a role that is not there.", _RBAC),
    _rule("absent-scale-target", "An autoscaler of something that is not there.", _HPA),
    _rule("absent-secret", "A Secret that nothing here brings.", f"{_CONFIG}/secret/", "warning"),
    _rule("absent-secret-key", "A key that a Secret has not got.", f"{_CONFIG}/secret/"),
    _rule(
        "absent-secret-store",
        "An external secret of a store that is not there.",
        "https://external-secrets.io/latest/api/secretstore/",
        "warning",
    ),
    _rule("absent-service", "Something leads to a Service that is not there.", _SERVICE),
    _rule(
        "absent-service-account",
        "Pods of a ServiceAccount that is not there.",
        f"{_CONCEPTS}/security/service-accounts/",
    ),
    _rule("absent-service-port", "Something leads to a port that a Service has not got.", _SERVICE),
    _rule("absent-subject", "A binding for a ServiceAccount that is not there.", _RBAC, "warning"),
    _rule(
        "absent-target-port",
        "A Service leads to a port, by name, that its pods have not got.",
        f"{_SERVICE}#field-spec-ports",
    ),
    _rule("ambiguous-service", "A Service in front of the pods of different workloads.", _SERVICE, "warning"),
    _rule("amounts-missing-for-quota", "A container does not say what a quota counts.", _QUOTA),
    _rule("autoscaler-without-requests", "An autoscaler goes by requests that there are not.", _HPA),
    _rule("blocked-dependency", "A network policy stands in the way of a declared dependency.", _POLICIES),
    _rule("blocked-dns", "A network policy lets pods out, but not to the DNS.", _POLICIES, "warning"),
    _rule("blocked-drain", "A disruption budget under which no pod may be evicted.", _BUDGET, "warning"),
    _rule("blocked-ingress", "A network policy stands in the way of requests from outside.", _POLICIES, "warning"),
    _rule("blocked-scrape", "A network policy stands in the way of Prometheus.", _POLICIES, "warning"),
    _rule("budget-without-pods", "A disruption budget that selects no pods.", _BUDGET, "warning"),
    _rule("competing-autoscalers", "Two autoscalers of one workload.", _HPA),
    _rule(
        "contested-route",
        "An Ingress and a Gateway's route for the same host and path.",
        f"{_GATEWAY}/guides/migrating-from-ingress/",
        "warning",
    ),
    _rule("duplicate-node-port", "Two Services with the same port of the nodes.", f"{_SERVICE}#type-nodeport"),
    _rule("duplicate-object", "The same object twice.", f"{_CONCEPTS}/overview/working-with-objects/names/"),
    _rule("duplicate-route", "Two routes for the same host and path.", f"{_CONCEPTS}/services-networking/ingress/"),
    _rule("exceeded-quota", "More than a quota allows.", _QUOTA),
    _rule("exceeded-quota-at-peak", "More than a quota allows, once scaled up and rolled out.", _QUOTA, "warning"),
    _rule("fixed-replicas", "A number of replicas that an autoscaler decides.", _HPA, "warning"),
    _rule(
        "governing-service-with-address", "A StatefulSet's Service that gives its pods no names.", _IDENTITY, "warning"
    ),
    _rule("mistyped-secret", "Images are pulled with a Secret of another type.", f"{_CONFIG}/secret/#secret-types"),
    _rule("monitor-without-targets", "A monitor that selects nothing.", _PROMETHEUS, "warning"),
    _rule("outside-limit-range", "An amount that a LimitRange does not allow.", f"{_CONCEPTS}/policy/limit-range/"),
    _rule("overlapping-budgets", "Two disruption budgets for the same pods.", _BUDGET),
    _rule("peer-without-pods", "A network policy allows traffic with pods that are not there.", _POLICIES, "warning"),
    _rule("policy-without-pods", "A network policy that selects no pods.", _POLICIES, "warning"),
    _rule("refused-route", "A route that no listener of its Gateway takes.", f"{_GATEWAY}/guides/multiple-ns/"),
    _rule("service-without-pods", "A Service that selects no pods.", _SERVICE),
    _rule(
        "shared-pods",
        "Two workloads whose selectors select the same pods.",
        f"{_CONCEPTS}/workloads/controllers/deployment/#selector",
    ),
    _rule(
        "undeclared-target-port",
        "A Service leads to a port that its pods do not declare.",
        f"{_SERVICE}#field-spec-ports",
        "warning",
    ),
    _rule("unscalable-target", "An autoscaler of something that cannot be scaled.", _HPA),
)
