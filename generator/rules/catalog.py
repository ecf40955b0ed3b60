"""What is wrong with the catalog itself: its files, its language, and what services mean together."""

from __future__ import annotations

from collections.abc import Mapping

from generator.findings import Severity
from generator.rules.formats import RULES as FORMATS
from generator.rules.rule import Rule

_DOCS = "https://kubernetes.io/docs/"
_CONCEPTS = f"{_DOCS}concepts/"
_LANGUAGE = "docs/language.md"
_PLATFORM = "docs/reference/platform.md"
_CHECKS = f"{_PLATFORM}#checks"
_DELIVERY = "docs/delivery.md"
_IMAGES = "docs/delivery-flux.md#image-updates"
_SECRETS = "docs/secrets.md"
_CEL = "https://kubernetes.io/docs/reference/using-api/cel/"
_YAML = "https://yaml.org/spec/1.2.2/"
_KEDA_OBJECT = "https://keda.sh/docs/latest/reference/scaledobject-spec/"
_KEDA_JOB = "https://keda.sh/docs/latest/reference/scaledjob-spec/"
_ARGO = "https://argo-rollouts.readthedocs.io/en/stable/features/"
_OPERATOR = "https://prometheus-operator.dev/docs/"
_ALERTING = "https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/"
_GATEWAY = "https://gateway-api.sigs.k8s.io/api-types/httproute/"

_SUMMARIES: Mapping[str, Mapping[str, str]] = {
    _YAML: {
        "invalid-yaml": "Text that is no YAML.",
        "tab-indentation": "A tab where YAML wants spaces.",
        "duplicate-key": "A key that stands twice in one map.",
        "invalid-key": "A key that is no plain word.",
        "circular-alias": "An alias within the value that it stands for.",
        "invalid-encoding": "A file that is not UTF-8.",
        "several-documents": "A second document in a file of one.",
        "unknown-tag": "A YAML tag that nothing here knows.",
        "ambiguous-value": "A value that readers of YAML take for different things.",
        "unquoted-string": "A text that YAML reads as something else, for want of quotes.",
    },
    _LANGUAGE: {
        "merge-conflict": "The marks of a merge that git could not finish.",
        "merge-key": "A YAML merge key, in whose place the language has profiles.",
        "empty-file": "A file of the catalog with nothing in it.",
        "file-too-large": "A file that is larger than what is read.",
        "too-many-values": "More values, or deeper ones, than a file of the catalog may have.",
        "unreadable-file": "A path of the catalog at which no file can be read.",
        "symlink-outside": "A link that leads out of `catalog/`.",
        "unread-file": "A file beside the services that is none of them.",
        "duplicate-service": "Two files for one service, or two Services of one name.",
        "duplicate-name": "Two items of a named list with one name.",
        "duplicate-resource": "Two services that make one resource.",
        "contradicting-fields": "Fields of which only one may be written.",
        "invalid-value": "A value that is none of those which the field takes.",
        "unknown-profile": "A profile that the platform file does not have.",
        "unknown-environment": "An environment that the platform file does not have.",
        "empty-environment": "An environment under which nothing stands.",
        "profiles-in-environment": "Profiles that are to differ in an environment.",
        "field-of-a-service": "A field in the defaults of a folder that each service says for itself.",
        "field-of-other-kind": "A field that this kind of workload does not have.",
        "unknown-placeholder": "A placeholder that nothing fills.",
        "name-too-long": "A name that is too long for what is made of it.",
        "dependency-cycle": "Services that depend on each other in a circle.",
        "invalid-dependency": "A dependency that says not what it is, or says it twice.",
        "unknown-service": "A service that the catalog does not have.",
        "absent-dependency": "A dependency that its environment does not have.",
        "field-without-effect": "A field that changes nothing here.",
        "invalid-manifest": "An entry of `manifests` that is no manifest.",
        "list-manifest": "A List where each item is to be a manifest.",
        "null-in-list": "A null in a list of a manifest.",
        "kustomize-annotation": "An annotation that kustomize keeps for itself.",
        "patch-failed": "A patch that kustomize cannot apply.",
        "patch-without-effect": "A patch that changes nothing.",
        "patch-without-target": "A patch that matches no resource of the service.",
        "unknown-container": "A container that the pod does not have.",
        "unknown-config-key": "A key that the configuration does not have.",
        "unreadable-config-file": "A configuration file that is not of its format.",
        "unknown-file-format": "A configuration file of which nobody can tell the format.",
        "unfit-config-value": "A value that the format of its file cannot hold.",
        "contradicting-file": "A configuration file with two contents.",
        "binary-file": "Text to be replaced in a file that is no text.",
        "duplicate-volume": "One name for two volumes.",
        "unknown-volume": "A volume that the other service does not have, or does not share.",
        "unwritable-path": "A path that is to be writable within a volume which is not.",
        "invalid-json": "A dashboard that is no JSON.",
        "unreadable-name": "A name that YAML would not read as a text.",
        "unprintable-character": "A control character in a text.",
        "leading-tab": "A text of several lines that starts with a tab.",
        "invalid-schema": "A JSON Schema for a value that is none.",
    },
    _PLATFORM: {
        "missing-platform": "A repository without a platform file.",
        "missing-environments": "A platform file with no environment to generate.",
        "extends-cycle": "Environments that extend each other in a circle.",
        "reserved-name": "A name of the platform's own that is taken already.",
        "duplicate-namespace": "Two environments in one namespace of one cluster.",
        "unsupported-version": "A version of Kubernetes of which there are no schemas.",
        "missing-api": "A resource whose API no cluster of the environment is said to have.",
        "unknown-size": "A size that the platform does not have.",
    },
    _DELIVERY: {
        "dependency-elsewhere": "A dependency that is not on every cluster of the service.",
        "unknown-cluster": "A cluster or region that the environment does not have.",
        "missing-repository": "A delivery from no repository.",
        "differing-environments": "Environments of one order that are not delivered alike.",
        "order-of-one-environment": "An order of environments that only one of them says.",
        "delivery-cycle": "Folders of services that wait for one another.",
        "outside-tenant": "A resource that the service account of a delivery may not touch.",
    },
    _IMAGES: {
        "missing-image-mark": "An image that Flux is to update, and does not find.",
        "wrong-image-mark": "A mark by which Flux would write the image of something else.",
        "shared-image": "One line for images of which only some are to be updated, or otherwise.",
        "ambiguous-pull-secret": "Several Secrets of which Flux can look at a registry with one.",
        "shared-branch": "One branch that two environments write anew for their images.",
        "unknown-group": "A part of a tag that its pattern does not name.",
    },
    _CHECKS: {
        "unknown-rule": "A rule that there is not, in `checks` or `waivers`.",
        "forbidden-severity": "Another severity for what a cluster would refuse.",
        "forbidden-waiver": "A waiver of what a cluster would refuse.",
        "open-waiver": "A waiver without an end.",
    },
    _CEL: {
        "broken-expression": "An expression of the platform that is no expression.",
        "failed-test": "A test of an expression that has another result.",
    },
    _SECRETS: {
        "unknown-reader": "A reader, or a group, that the platform file does not have.",
        "duplicate-reader": "One name for a person and for a group.",
        "group-cycle": "Groups of readers within each other.",
        "invalid-recipient": "A recipient that is no public key of age or ssh.",
        "key-groups-and-recipients": "Key groups beside single recipients, of which sops reads only one.",
        "example-keys-in-production": "Example keys where there is production.",
        "weak-secret": "A generated value that would be easy to guess.",
    },
    f"{_CONCEPTS}workloads/": {
        "missing-image": "A service without an image.",
        "workload-without-pods": "A kind under `workloads` that has no pods.",
        "duplicate-container": "Two containers of one name.",
    },
    f"{_CONCEPTS}workloads/controllers/deployment/": {
        "invalid-strategy": "A strategy that this kind of workload does not have.",
        "stuck-rollout": "A rollout that may neither add a pod nor take one away.",
        "overlapping-selectors": "Two workloads that select each other's pods.",
        "empty-selector": "A selector that selects nothing, or everything.",
        "workloads-without-common-label": "Workloads of a service that no one selector finds.",
    },
    f"{_CONCEPTS}workloads/controllers/statefulset/": {
        "retention-without-claims": "What is to become of claims that there are not.",
        "statefulset-without-service": "A StatefulSet whose pods get no names, for want of a Service.",
    },
    f"{_CONCEPTS}workloads/controllers/job/": {
        "contradicting-jobs": "Settings of a Job that exclude one another.",
        "invalid-restart-policy": "A restart policy that this kind of workload does not have.",
    },
    f"{_CONCEPTS}workloads/controllers/cron-jobs/": {
        "missing-schedule": "A CronJob without a schedule.",
        "empty-schedule": "A schedule with no day on which it is due.",
        "deadline-too-short": "A deadline to start that is over before anybody looks.",
    },
    f"{_CONCEPTS}workloads/pods/init-containers/": {
        "init-container-field": "A field that a container which runs before the others cannot have.",
        "contradicting-restarts": "Restarts of a container that its pod does not allow.",
    },
    f"{_CONCEPTS}containers/container-lifecycle-hooks/": {
        "hook-without-time": "A hook that takes longer than its pod has to stop.",
        "several-handlers": "A probe or a hook that does two things.",
    },
    f"{_CONCEPTS}configuration/liveness-readiness-startup-probes/": {
        "invalid-threshold": "A setting that this kind of probe does not have.",
        "probe-without-handler": "A probe that does nothing.",
        "probe-without-port": "A probe that has no port to ask.",
    },
    f"{_CONCEPTS}configuration/manage-resources-containers/": {
        "request-above-limit": "A request above its limit.",
        "limit-above-pod": "A container's limit above that of its pod.",
        "pod-request-too-small": "A pod's request below the sum of its containers'.",
    },
    f"{_CONCEPTS}configuration/configmap/": {
        "config-too-large": "More configuration than a ConfigMap holds.",
        "immutable-live-config": "Configuration that is to change while its ConfigMap cannot.",
        "live-sub-path": "Configuration that is to change under a mount which never does.",
        "unseen-change": "Configuration that changes, and no process sees it.",
    },
    f"{_CONCEPTS}storage/persistent-volumes/": {
        "contradicting-modes": "Ways to mount a volume that exclude one another.",
        "device-of-file-system": "A device of a volume that is a file system.",
        "mounted-block-volume": "A mount of a volume that is a device.",
        "empty-volume": "A volume without a size.",
        "unshareable-volume": "Several pods for a volume that one node holds.",
    },
    f"{_CONCEPTS}storage/volumes/": {
        "duplicate-mount": "Two volumes at one path.",
        "mount-without-path": "A mount without a path that it could have from elsewhere.",
    },
    f"{_CONCEPTS}services-networking/service/": {
        "duplicate-port": "A port that is taken twice.",
        "unknown-port": "A port of another service that it does not have.",
        "service-without-port": "A Service without a port.",
        "unnamed-port": "One of several ports without a name.",
        "field-of-other-type": "A field that this type of Service does not have.",
        "contradicting-address": "An address for a Service that has none.",
        "health-check-without-local": "A port for health checks that no balancer asks.",
        "unusual-node-port": "A port of the nodes outside of the usual range.",
        "invalid-host-port": "A port of the node that is not the one that it has to be.",
    },
    f"{_CONCEPTS}services-networking/dual-stack/": {
        "several-families": "Two families of addresses for a Service of one.",
    },
    f"{_DOCS}reference/networking/virtual-ips/#session-affinity": {
        "affinity-without-clientip": "Settings of an affinity that the Service does not have.",
    },
    f"{_CONCEPTS}services-networking/ingress/": {
        "duplicate-path": "A path of a host that leads two ways.",
        "expose-without-service": "A host without a Service behind it.",
        "expose-without-address": "A host before a Service that has no address.",
    },
    f"{_CONCEPTS}services-networking/network-policies/": {
        "invalid-peer": "A peer of a network policy that is none, or two.",
        "invalid-port-range": "A range of ports that ends before it begins.",
        "range-outside": "An exception outside of the range that it is of.",
        "rules-without-policy": "Rules of a network policy that is not there.",
        "rules-without-type": "Rules of a direction that the network policy is not about.",
    },
    "https://cert-manager.io/docs/usage/certificate/": {
        "certificate-without-host": "A certificate for no host.",
        "certificate-without-issuer": "A certificate that nobody issues.",
    },
    _GATEWAY: {
        "route-without-parent": "A route without a Gateway.",
        "invalid-match": "A match that no request can have.",
        "duplicate-filter": "A second filter of one kind.",
        "prefix-without-match": "A prefix to be replaced where none is matched.",
        "redirect-with-backend": "A redirect that also sends on.",
        "redirect-with-rewrite": "A redirect that also rewrites.",
        "timeout-above-request": "A try that may take longer than its request.",
        "zero-weights": "Backends none of which gets a request.",
    },
    f"{_DOCS}reference/access-authn-authz/rbac/": {
        "cluster-scoped-resource": "A Role for what is in no namespace.",
        "invalid-rule": "A rule of rights that names no resource and no URL, or both.",
        "missing-api-group": "A resource whose API group is not said.",
        "wrong-api-group": "A resource that its API group does not have.",
        "unknown-verb": "A verb that the API does not have.",
        "rbac-without-account": "Rights for an account that is not made here.",
        "rbac-without-rules": "Rights that allow nothing.",
        "rbac-without-token": "Rights of a pod that has no token to use them.",
        "subject-named-as-account": "Another subject with the name of the service's own account.",
    },
    f"{_CONCEPTS}security/pod-security-standards/": {
        "pod-security": "A pod that the Pod Security of its namespace refuses.",
    },
    f"{_DOCS}tasks/configure-pod-container/security-context/": {
        "contradicting-rights": "Rights that a container cannot both have and lack.",
        "root-that-is-none": "A container that is root, and may not be.",
    },
    f"{_CONCEPTS}workloads/pods/share-process-namespace/": {
        "contradicting-namespaces": "Processes shared within the pod and with the node.",
    },
    f"{_CONCEPTS}scheduling-eviction/topology-spread-constraints/": {
        "duplicate-spread": "Two constraints of a spread over one key.",
        "invalid-spread": "A constraint of a spread that cannot be.",
    },
    f"{_CONCEPTS}scheduling-eviction/taint-and-toleration/": {
        "invalid-toleration": "A toleration that no taint fits.",
    },
    f"{_CONCEPTS}scheduling-eviction/pod-priority-preemption/": {
        "duplicate-default": "Two default priority classes in one cluster.",
    },
    f"{_DOCS}tasks/run-application/configure-pdb/": {
        "contradicting-budget": "A disruption budget with two numbers.",
        "blocking-budget": "A disruption budget that lets no node be drained.",
    },
    f"{_CONCEPTS}workloads/autoscaling/horizontal-pod-autoscale/": {
        "autoscale-without-request": "An autoscaler that goes by what no container requests.",
        "invalid-behavior": "A pace of scaling beyond its limits.",
        "invalid-metric": "A metric of an autoscaler that is not one, or two.",
        "min-above-max": "A least number of pods above the greatest.",
        "replicas-of-autoscaler": "A number of pods beside an autoscaler that sets it.",
        "two-autoscalers": "Two autoscalers of one workload.",
        "wrong-scale-target": "An autoscaler that scales something else than is there.",
    },
    f"{_CONCEPTS}workloads/autoscaling/vertical-pod-autoscale/": {
        "vertical-and-horizontal": "Two autoscalers that go by one resource.",
    },
    f"{_DOCS}reference/kubernetes-api/": {
        "field-of-later-version": "A field that the Kubernetes of the environment does not have yet.",
    },
    _KEDA_OBJECT: {
        "missing-triggers": "Scaling by events without an event.",
        "field-without-triggers": "A field of scaling by events where there is none.",
        "unsuited-trigger": "A trigger that does not fit this kind of workload.",
        "invalid-metric-type": "A type of metric that this trigger does not have.",
        "unknown-authentication": "An authentication of a trigger that is not there.",
        "duplicate-behavior": "One behavior of scaling said in two places.",
        "fallback-without-trigger": "A fallback for triggers that never fail.",
        "idle-above-min": "As many idle pods as working ones.",
        "idle-above-zero": "Idle pods where KEDA knows only none.",
        "scale-to-zero": "Pods that go to zero, and that nothing starts again.",
    },
    _ARGO: {
        "contradicting-strategies": "A canary and a blue-green of one rollout.",
        "invalid-step": "A step of a rollout that does nothing, or two things.",
        "rollout-without-service": "A rollout that has no Service to switch.",
        "rollout-without-ingress": "A rollout that has no Ingress to weigh.",
        "rollout-without-routing": "A step that needs a router of traffic.",
        "unknown-analysis": "An analysis that is not there.",
        "endless-analysis": "An analysis that a rollout would wait for without end.",
    },
    _ALERTING: {
        "alert-without-need": "An alert about something that the service does not have.",
        "threshold-out-of-range": "A threshold at which an alert fires always, or never.",
        "window-too-short": "A window of an alert that holds too few scrapes.",
        "invalid-expression": "An expression that Prometheus cannot read.",
        "field-of-other-rule": "A field of an alert on a recording, or the other way round.",
        "unknown-rule-group": "A group of rules that is not there.",
    },
    _OPERATOR: {
        "metrics-without-port": "Metrics at no port.",
        "metrics-field-without-effect": "A setting of metrics that this way of scraping does not have.",
        "too-many-endpoints": "More places of metrics than this way of scraping takes.",
        "timeout-above-interval": "A scrape that may take longer than the time to the next.",
        "invalid-scrape-config": "A configuration of scraping that is none.",
    },
    "https://external-secrets.io/latest/api/externalsecret/": {
        "missing-secret-store": "An external Secret that is in no store.",
        "unknown-secret-key": "A key that the external Secret does not have.",
    },
}

_SEVERITIES: Mapping[str, Severity] = dict.fromkeys(
    (
        *("field-of-later-version", "field-without-effect", "immutable-live-config", "live-sub-path"),
        *(
            "missing-image-mark",
            "patch-without-effect",
            "retention-without-claims",
            "rules-without-policy",
            "statefulset-without-service",
        ),
        *("unknown-verb", "unread-file", "unseen-change", "unusual-node-port"),
    ),
    "warning",
)
"""Of what is no error."""

_FIXABLE = ("invalid-value", "missing-image-mark", "shared-image", "unquoted-string", "wrong-image-mark")

RULES = (
    *(
        Rule(name, "catalog", summary, source, _SEVERITIES.get(name, "error"), fixable=name in _FIXABLE)
        for source, summaries in _SUMMARIES.items()
        for name, summary in summaries.items()
    ),
    *FORMATS,
)
