"""A manifest that describes pods -> their labels, ports, containers, and how many of them there are when.

https://kubernetes.io/docs/concepts/workloads/
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.reference.facts.addresses import addresses
from generator.checks.reference.facts.plain import text, texts, whole
from generator.json_types import Json, JsonMap, as_map
from generator.resources.references.maps import maps
from generator.resources.references.pods import POD, template


def pods(manifest: JsonMap) -> JsonMap:
    """Empty where it describes none, as a Rollout that takes them from a Deployment.

    - `containers`: each with `name`, `index`, `image` (without its tag), `requests`, `limits`, and `init` or `sidecar`
      if it is one of those;
    - `ports`: container, name, number and protocol of each;
    - `replicas`: as written, None if not; `surge`: as written, the pods that a rollout adds; `runs`: of a Job's kind,
      how many pods it has at once;
    - `placed`: whether they choose among the nodes;
    - `addresses`: see `addresses.py`;
    - `claims`: of a StatefulSet, the name, the class and the size of each.
    """
    found = template(manifest)
    pod = as_map(found.get("spec"))
    if not pod:
        return {}
    spec = as_map(manifest.get("spec"))
    described = {
        "labels": texts(as_map(found.get("metadata")).get("labels")),
        "containers": list(_containers(pod)),
        "ports": list(_ports(pod)),
        "selector": _selector(manifest, spec),
        "replicas": spec.get("replicas"),
        "surge": _surge(manifest.get("kind"), as_map(spec.get("strategy")), spec),
        "runs": _runs(manifest.get("kind"), spec),
        "resources": pod.get("resources"),
        "priority": text(pod.get("priorityClassName")),
        "ends": "activeDeadlineSeconds" in pod or None,
        "node": pod.get("hostNetwork"),
        "placed": bool(pod.get("nodeSelector") or as_map(pod.get("affinity")).get("nodeAffinity")),
        "addresses": list(addresses(pod, (*POD[manifest["kind"]], "spec"))),
        "claims": [_claim(item) for _, item in maps(spec.get("volumeClaimTemplates"))],
    }
    return {key: value for key, value in described.items() if value not in (None, "", [], {}, False)}


def _containers(pod: JsonMap) -> Iterator[JsonMap]:
    for index, item in maps(pod.get("containers")):
        yield _container(item, index)
    for index, item in maps(pod.get("initContainers")):
        yield {**_container(item, index), "sidecar" if item.get("restartPolicy") == "Always" else "init": True}


def _container(item: JsonMap, index: int) -> JsonMap:
    resources = as_map(item.get("resources"))
    found: JsonMap = {"name": text(item.get("name")), "index": index, "image": _repository(text(item.get("image")))}
    for field in ("requests", "limits"):
        if amounts := as_map(resources.get(field)):
            found[field] = amounts
    return found


def _repository(image: str) -> str:
    head, slash, tail = image.partition("@")[0].rpartition("/")
    return f"{head}{slash}{tail.partition(':')[0]}"


def _ports(pod: JsonMap) -> Iterator[list[Json]]:
    for group in ("containers", "initContainers"):
        for _, item in maps(pod.get(group)):
            for _, port in maps(item.get("ports")):
                protocol = text(port.get("protocol")) or "TCP"
                number = whole(port.get("containerPort"))
                yield [text(item.get("name")), text(port.get("name")), number, protocol]


def _selector(manifest: JsonMap, spec: JsonMap) -> JsonMap | None:
    """Of which pods it takes care; a Job's is made by the cluster, and nobody else's."""
    kind, selector = manifest.get("kind"), spec.get("selector")
    if kind in ("Job", "CronJob", "ScaledJob", "Pod") or not isinstance(selector, dict):
        return None
    return {"matchLabels": selector} if kind == "ReplicationController" else selector


def _surge(kind: Json, strategy: JsonMap, spec: JsonMap) -> Json:
    """https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#max-surge"""
    if kind == "Deployment":
        surge = as_map(strategy.get("rollingUpdate")).get("maxSurge", "25%")
        return surge if strategy.get("type") != "Recreate" else None
    if kind == "Rollout":  # https://argo-rollouts.readthedocs.io/en/stable/features/specification/
        return "100%" if "blueGreen" in strategy else as_map(strategy.get("canary")).get("maxSurge", "25%")
    if kind == "DaemonSet":
        return as_map(as_map(spec.get("updateStrategy")).get("rollingUpdate")).get("maxSurge")
    return None


def _runs(kind: Json, spec: JsonMap) -> Json:
    if kind == "CronJob":
        return _at_once(as_map(as_map(spec.get("jobTemplate")).get("spec")))
    if kind == "Job":
        return _at_once(spec)
    if kind == "ScaledJob":  # https://keda.sh/docs/latest/reference/scaledjob-spec/
        return spec.get("maxReplicaCount", 100)
    return None


def _at_once(job: JsonMap) -> Json:
    """https://kubernetes.io/docs/concepts/workloads/controllers/job/#controlling-parallelism"""
    parallel, completions = job.get("parallelism"), job.get("completions")
    if job.get("suspend"):
        return 0
    parallel = 1 if parallel is None else parallel
    return min(parallel, completions) if type(completions) is int and type(parallel) is int else parallel


def _claim(item: JsonMap) -> list[Json]:
    spec = as_map(item.get("spec"))
    storage = as_map(as_map(spec.get("resources")).get("requests")).get("storage")
    return [text(as_map(item.get("metadata")).get("name")), text(spec.get("storageClassName")), storage]
