"""APIServiceSpec: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/api-service-v1/#APIServiceSpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.constraints import between
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, conflict, forbidden, missing
from generator.json_types import JsonMap

TYPE = "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceSpec"

FIELDS = {
    "group": Field(formats.dns_subdomain),
    "version": Field(formats.dns_1035_label, required=True),
    "groupPriorityMinimum": Field(between(1, 20_000), required=True),
    "versionPriority": Field(between(1, 1000), required=True),
}

_OF_A_SERVICE = ("caBundle", "insecureSkipTLSVerify")


def has_a_group(spec: JsonMap) -> Iterator[Wrong]:
    if not spec.get("group") and spec.get("version") != "v1":
        yield missing("group", why="for any version but v1, that of the core")


def trusts_its_service(spec: JsonMap) -> Iterator[Wrong]:
    if spec.get("service") is None:
        for field in _OF_A_SERVICE:
            if spec.get(field):
                yield forbidden(f"{field} says how a service is trusted", "add `service`, or remove it").below(field)
    elif spec.get("insecureSkipTLSVerify") and spec.get("caBundle"):
        hint = "keep caBundle, and remove this"
        yield conflict("insecureSkipTLSVerify makes caBundle useless", hint).below("insecureSkipTLSVerify")


RULES = (has_a_group, trusts_its_service)
