"""What an API server refuses as a change of what the cluster has, and what it lets pass although it hurts."""

from __future__ import annotations

from generator.rules.rule import Rule

_APPLY = "https://kubernetes.io/docs/reference/using-api/server-side-apply/"
_DEPLOYMENT = "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/"
_CONFIG = "https://kubernetes.io/docs/concepts/configuration/configmap/"
_SET = "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/"
_VOLUMES = "https://kubernetes.io/docs/concepts/storage/persistent-volumes/"
_SERVICE = "https://kubernetes.io/docs/concepts/services-networking/service/"
_VERSIONS = "https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/"
_SCALE = "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/"
_DEFINITIONS = (
    "https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/"
    "#delete-a-customresourcedefinition"
)

RULES = (
    Rule("immutable-field", "update", "A field that may not change after the object was created, and does.", _SET),
    Rule(
        "immutable-config", "update", "An immutable ConfigMap or Secret that changes.", f"{_CONFIG}#configmap-immutable"
    ),
    Rule("leftover-value", "update", "A default that stays and does not go with the new manifest.", _APPLY),
    Rule(
        "stale-resource-version",
        "update",
        "A resourceVersion, which the object has no more.",
        "https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions",
    ),
    Rule("shrinking-volume", "update", "A claim for less than its volume has.", _VOLUMES),
    Rule("removed-stored-version", "update", "A CRD loses the version in which its objects are stored.", _VERSIONS),
    Rule(
        "forced-recreation",
        "update",
        "An object that a controller deletes and creates again, since the change is refused.",
        "https://fluxcd.io/flux/components/kustomize/kustomizations/#force",
        "warning",
    ),
    Rule("disappearing-claim", "update", "A claim that is deleted with what is on its volume.", _VOLUMES, "warning"),
    Rule("disappearing-stateful-set", "update", "A StatefulSet that is no longer declared.", _SET, "warning"),
    Rule(
        "disappearing-namespace",
        "update",
        "A namespace that is no longer declared, with everything in it.",
        "https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/",
        "warning",
    ),
    Rule("disappearing-definition", "update", "A CRD that is no longer declared.", _DEFINITIONS, "warning"),
    Rule(
        "renamed-object",
        "update",
        "An object that is created again under another name.",
        "https://kubernetes.io/docs/concepts/overview/working-with-objects/names/",
        "warning",
    ),
    Rule(
        "changed-volume", "update", "A volume that becomes another one, or is said to be smaller.", _VOLUMES, "warning"
    ),
    Rule("changed-service-address", "update", "A Service that clients have to find elsewhere.", _SERVICE, "warning"),
    Rule("replicas-against-autoscaler", "update", "Replicas are set of what an autoscaler scales.", _SCALE, "warning"),
    Rule("replicas-reset", "update", "Replicas fall to 1 when they are left to an autoscaler.", _SCALE, "warning"),
    Rule("lost-endpoints", "update", "A Service that selects none of the pods it had.", _SERVICE, "warning"),
    Rule(
        "full-outage", "update", "All pods of a workload are unavailable at once.", f"{_DEPLOYMENT}#strategy", "warning"
    ),
    Rule("stale-config", "update", "Content changes, and the pods that read it once stay.", _CONFIG, "warning"),
)
