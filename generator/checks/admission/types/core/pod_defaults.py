"""A Pod -> what the server adds to it, though not to a template: in `canonical.py`, defaults of single fields apart.

https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#defaulttolerationseconds
https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from generator.checks.admission.resource_names import HUGE_PAGES
from generator.checks.admission.types.core.containers.resource_list import of_pod
from generator.checks.admission.types.core.pod_containers import KINDS
from generator.checks.admission.types.core.pod_resources import together
from generator.checks.admission.walk import items
from generator.json_types import Json, JsonMap

_TAINTS = ("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable")
_SECONDS = 300


def fill(pod: JsonMap) -> None:
    own = {field: value for field, value in (pod.get("spec") or {}).items() if value is not None}
    account = own.get("serviceAccountName") or own.get("serviceAccount") or "default"
    own |= {"serviceAccountName": account, "serviceAccount": account}
    own.setdefault("enableServiceLinks", True)
    own.setdefault("preemptionPolicy", "PreemptLowerPriority")
    own["tolerations"] = [*(own.get("tolerations") or ()), *_tolerations(own)]
    for kind in KINDS:
        if own.get(kind):
            own[kind] = [_container(container, on_host=own.get("hostNetwork")) for _, container in items(own, kind)]
    if own.get("resources"):
        own["resources"] = _whole(own, own["resources"])
    pod["spec"] = own


def _whole(own: JsonMap, resources: JsonMap) -> JsonMap:
    """A pod with limits requests what its containers do, or else its limits; pages are limited as theirs are.

    https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/2837-pod-level-resource-spec
    """
    requests, limits = dict(resources.get("requests") or {}), dict(resources.get("limits") or {})
    if requests or limits:
        for name, wanted in together(own, "limits").items():
            if name.startswith(HUGE_PAGES) and name not in requests:
                limits.setdefault(name, _text(wanted))
    if limits:
        for name, wanted in together(own, "requests").items():
            if name in ("cpu", "memory"):
                requests.setdefault(name, _text(wanted))
        requests = {**{name: value for name, value in limits.items() if not of_pod(name)}, **requests}
    return {**resources, "requests": requests, "limits": limits}


def _text(amount: Fraction) -> str:
    return f"{amount * 1000}m"


def _tolerations(own: JsonMap) -> Iterator[JsonMap]:
    """A pod stays for a while on a node that fails, unless it says what it does then."""
    for taint in _TAINTS:
        if not any(_tolerates(toleration, taint) for _, toleration in items(own, "tolerations")):
            yield {"key": taint, "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": _SECONDS}


def _tolerates(toleration: JsonMap, taint: str) -> bool:
    return (toleration.get("key") or taint) == taint and (toleration.get("effect") or "NoExecute") == "NoExecute"


def _container(container: JsonMap, *, on_host: Json) -> JsonMap:
    """Requests are what the limits are; on the host's network each port is one of the host."""
    resources = container.get("resources") or {}
    limits = resources.get("limits") or {}
    filled = {**container}
    if limits:
        filled["resources"] = {**resources, "requests": {**limits, **(resources.get("requests") or {})}}
    if on_host and container.get("ports"):
        ports = (port for _, port in items(container, "ports"))
        filled["ports"] = [{**port, "hostPort": port.get("hostPort") or port.get("containerPort")} for port in ports]
    return filled
