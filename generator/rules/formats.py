"""The rule of each format of texts in the catalog (`invalid-image`): what the text is to be and is not."""

from __future__ import annotations

from collections.abc import Mapping

from generator.rules.rule import Rule

_DOCS = "https://kubernetes.io/docs/"
_NAMES = f"{_DOCS}concepts/overview/working-with-objects/names/"
_LABELS = f"{_DOCS}concepts/overview/working-with-objects/labels/#syntax-and-character-set"
_API = f"{_DOCS}reference/kubernetes-api/"
_SERVICE = "docs/reference/service.md#formats"
_SECRETS = "docs/secrets.md"

_OF: Mapping[str, tuple[str, str]] = {
    "absolute-path": ("the path of a file in a container", f"{_DOCS}concepts/storage/volumes/"),
    "age": ("an age", _SECRETS),
    "age-recipient": ("a public key of age or ssh", _SECRETS),
    "api-version": ("an API group and version", f"{_DOCS}reference/using-api/#api-groups"),
    "argo-duration": ("a duration of Argo Rollouts", "https://argo-rollouts.readthedocs.io/en/stable/features/"),
    "capability": ("a capability of Linux", f"{_DOCS}tasks/configure-pod-container/security-context/"),
    "cidr": ("a range of addresses", f"{_DOCS}concepts/services-networking/network-policies/"),
    "config-key": ("the key of a ConfigMap", f"{_DOCS}concepts/configuration/configmap/"),
    "container-resource": ("a resource of a container", f"{_DOCS}concepts/workloads/pods/downward-api/"),
    "cron": ("a schedule", f"{_DOCS}concepts/workloads/controllers/cron-jobs/#schedule-syntax"),
    "date": ("a day", _SERVICE),
    "dns-label": ("a name of letters, digits and dashes", f"{_NAMES}#dns-label-names"),
    "dns-subdomain": ("a name with dots", f"{_NAMES}#dns-subdomain-names"),
    "env-name": ("a variable of the environment", f"{_DOCS}tasks/inject-data-application/"),
    "gateway": ("a Gateway", "https://gateway-api.sigs.k8s.io/api-types/gateway/"),
    "git-url": ("a repository's address", "docs/delivery.md"),
    "go-duration": ("a duration", _SERVICE),
    "host": ("a host", f"{_DOCS}concepts/services-networking/ingress/#hostname-wildcards"),
    "image": ("an image", f"{_DOCS}concepts/containers/images/#image-names"),
    "int-or-percent": ("a number or a percentage", _API),
    "ip-address": ("an IP address", _API),
    "json-pointer": ("a place in a manifest", "https://datatracker.ietf.org/doc/html/rfc6901"),
    "kubernetes-version": ("a minor of Kubernetes", "docs/reference/platform.md"),
    "label-key": ("the key of a label or annotation", _LABELS),
    "label-value": ("the value of a label", _LABELS),
    "limit-type": ("what a LimitRange limits", f"{_DOCS}concepts/policy/limit-range/"),
    "metric-label": ("the label of a metric", "https://prometheus.io/docs/concepts/data_model/"),
    "metric-name": ("the name of a metric", "https://prometheus.io/docs/concepts/data_model/"),
    "percentage": ("a percentage", _SERVICE),
    "pod-field": ("a field of the pod", f"{_DOCS}concepts/workloads/pods/downward-api/"),
    "pod-security-version": ("a version of Pod Security", f"{_DOCS}concepts/security/pod-security-admission/"),
    "port-name": ("the name of a port", f"{_DOCS}concepts/services-networking/service/"),
    "prometheus-duration": (
        "a duration of Prometheus",
        "https://prometheus.io/docs/prometheus/latest/configuration/configuration/",
    ),
    "quantity": ("an amount", f"{_DOCS}reference/kubernetes-api/common-definitions/quantity/"),
    "quota-resource": ("what a quota counts", f"{_DOCS}concepts/policy/resource-quotas/"),
    "reader": ("somebody who reads secrets", _SECRETS),
    "regex": ("a regular expression", _SECRETS),
    "relative-path": ("a file beside the service's", "docs/language.md#configuration-and-secrets"),
    "releases": ("a choice of releases of kubecatalog", "docs/upgrading.md"),
    "resource-name": ("a resource of containers", f"{_DOCS}concepts/configuration/manage-resources-containers/"),
    "role-name": ("a role", f"{_DOCS}reference/access-authn-authz/rbac/"),
    "rollout-pause": ("a pause of a rollout", "https://argo-rollouts.readthedocs.io/en/stable/features/"),
    "rule-name": ("an alert", "https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/"),
    "secret-type": ("the type of a Secret, or of this one", f"{_DOCS}concepts/configuration/secret/#secret-types"),
    "semver-range": ("a range of versions", "https://github.com/Masterminds/semver#checking-version-constraints"),
    "server-url": ("an API server's address", "docs/delivery.md"),
    "service-name": ("the name of a service", f"{_NAMES}#rfc-1035-label-names"),
    "sub-path": ("a path within a volume", f"{_DOCS}concepts/storage/volumes/#using-subpath"),
    "sync-schedule": ("the schedule of a sync window", "docs/delivery-argocd.md#sync-windows"),
    "time-zone": ("a time zone", f"{_DOCS}concepts/workloads/controllers/cron-jobs/#time-zones"),
    "variable-name": ("a variable of the platform", "docs/language.md#placeholders"),
    "volume-medium": ("where a volume of the pod lies", f"{_DOCS}concepts/storage/volumes/#emptydir"),
}

RULES = tuple(
    Rule(f"invalid-{form}", "catalog", f"A text that cannot be {what}.", source) for form, (what, source) in _OF.items()
)
