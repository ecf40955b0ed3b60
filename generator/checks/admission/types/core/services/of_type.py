"""What a Service's type allows: https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.wrong import Wrong, conflict, forbidden, missing
from generator.json_types import Json, JsonMap


def of(spec: JsonMap) -> str:
    return spec.get("type") or "ClusterIP"


def cluster_ips(spec: JsonMap) -> list[Json]:
    """As the server has them: the one of `clusterIP` alone counts as a list."""
    own = spec.get("clusterIPs") or []
    return own or ([spec["clusterIP"]] if spec.get("clusterIP") else [])


def is_headless(spec: JsonMap) -> bool:
    return cluster_ips(spec) == ["None"]


def is_reachable_from_outside(spec: JsonMap) -> bool:
    own = of(spec)
    return own in ("LoadBalancer", "NodePort") or (own == "ClusterIP" and bool(spec.get("externalIPs")))


def external_name(spec: JsonMap) -> Iterator[Wrong]:
    if of(spec) != "ExternalName":
        return
    for field in ("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"):
        if spec.get(field) not in (None, "", []):
            yield forbidden(f"a Service of type ExternalName has no {field}", "remove it").below(field)
    name = (spec.get("externalName") or "").removesuffix(".")
    if not name:
        yield missing("externalName", why="for the type ExternalName")
    elif wrong := formats.dns_subdomain(name):
        yield wrong.below("externalName")


def only_of_a_load_balancer(spec: JsonMap) -> Iterator[Wrong]:
    name = spec.get("loadBalancerClass")
    if of(spec) == "LoadBalancer":
        if name is not None and (wrong := formats.qualified_name(name)):
            yield wrong.below("loadBalancerClass")
        return
    for field in ("loadBalancerSourceRanges", "allocateLoadBalancerNodePorts", "loadBalancerClass"):
        if spec.get(field) not in (None, []):
            yield forbidden(f"only the type LoadBalancer has {field}", "remove it, or set `type`").below(field)


def external_traffic(spec: JsonMap) -> Iterator[Wrong]:
    """https://kubernetes.io/docs/tasks/access-application-cluster/create-external-load-balancer/#preserving-the-client-source-ip"""
    policy = spec.get("externalTrafficPolicy")
    if policy and not is_reachable_from_outside(spec):
        why = "nothing from outside reaches this Service"
        yield forbidden(why, "remove it, or set `type` to NodePort or LoadBalancer").below("externalTrafficPolicy")
    if spec.get("healthCheckNodePort") and not (of(spec) == "LoadBalancer" and policy == "Local"):
        why = "only a LoadBalancer with the externalTrafficPolicy Local has a healthCheckNodePort"
        yield forbidden(why, "remove it").below("healthCheckNodePort")


def headless(spec: JsonMap) -> Iterator[Wrong]:
    if of(spec) in ("LoadBalancer", "NodePort") and is_headless(spec):
        hint = "remove it, or set `type` to ClusterIP"
        field = "clusterIPs" if spec.get("clusterIPs") else "clusterIP"
        yield conflict(f"a Service of type {of(spec)} cannot be headless", hint).below(field)
