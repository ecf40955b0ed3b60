"""ServiceSpec: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/#ServiceSpec"""

from __future__ import annotations

from generator.checks.admission import formats
from generator.checks.admission.addresses import cluster_ip, endpoint_ip, padded_cidr
from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field, since, until
from generator.checks.admission.types.core.services import of_addresses, of_ports, of_type
from generator.checks.admission.wrong import Wrong
from generator.json_types import Json, JsonMap

TYPE = "io.k8s.api.core.v1.ServiceSpec"


def _external_traffic(spec: JsonMap) -> Json:
    return "Cluster" if of_type.is_reachable_from_outside(spec) else None


def _internal_traffic(spec: JsonMap) -> Json:
    return None if of_type.of(spec) == "ExternalName" else "Cluster"


def _allocates(spec: JsonMap) -> Json:
    return True if of_type.of(spec) == "LoadBalancer" else None


FIELDS = {
    "type": Field(one_of("ClusterIP", "NodePort", "LoadBalancer", "ExternalName"), default="ClusterIP"),
    "selector": Field(keys=formats.qualified_name, items=formats.label_value),
    "sessionAffinity": Field(one_of("None", "ClientIP"), default="None"),
    "ipFamilies": Field(items=one_of("IPv4", "IPv6")),
    "ipFamilyPolicy": Field(one_of("SingleStack", "PreferDualStack", "RequireDualStack"), keeps=True),
    "clusterIP": Field(cluster_ip),
    "clusterIPs": Field(items=cluster_ip),
    "externalIPs": Field(items=endpoint_ip),
    "loadBalancerSourceRanges": Field(items=padded_cidr),
    "externalTrafficPolicy": Field(one_of("Cluster", "Local"), default=_external_traffic),
    "internalTrafficPolicy": Field(one_of("Cluster", "Local"), default=_internal_traffic, keeps=True),
    "trafficDistribution": Field(
        since("1.34", one_of("PreferClose", "PreferSameZone", "PreferSameNode"), before=one_of("PreferClose")),
        keeps=True,
    ),
    "allocateLoadBalancerNodePorts": Field(default=_allocates, keeps=True),
    "loadBalancerClass": Field(keeps=True),
    "healthCheckNodePort": Field(formats.port_number),
}

RULES = (
    of_ports.are_there,
    of_ports.names,
    of_ports.node_ports,
    until("1.32", of_ports.of_the_kubelet),
    of_type.external_name,
    of_type.only_of_a_load_balancer,
    of_type.external_traffic,
    of_addresses.cluster_ips,
    of_addresses.families,
)


def without_affinity(spec: JsonMap, wrong: Wrong) -> bool:
    """Without affinity the server drops its configuration."""
    return wrong.path[0] == "sessionAffinityConfig" and spec.get("sessionAffinity") != "ClientIP"


EXCUSED = without_affinity
