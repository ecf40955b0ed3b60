"""PodSpec, its names and those it resolves: https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import IGNORED, Field, Fields, Rule, since
from generator.checks.admission.wrong import Wrong, forbidden, malformed, missing
from generator.json_types import JsonMap

FIELDS: Fields = {
    "dnsPolicy": Field(one_of("ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"), default="ClusterFirst"),
    "hostname": Field(formats.dns_label),
    "subdomain": Field(formats.dns_label),
    # A name of its own is a beta feature, on by default, since 1.35.
    "hostnameOverride": since("1.35", Field(formats.dns_subdomain, keeps=True), before=IGNORED),
}

LONGEST = 64


def resolves(spec: JsonMap) -> Iterator[Wrong]:
    if spec.get("dnsPolicy") == "None" and not (spec.get("dnsConfig") or {}).get("nameservers"):
        yield missing("nameservers", why="where dnsPolicy is None").below("dnsConfig")


def own_name(spec: JsonMap) -> Iterator[Wrong]:
    name = spec.get("hostnameOverride")
    if name is None:
        return
    for field in ("setHostnameAsFQDN", "hostNetwork"):
        if spec.get(field):
            yield forbidden(f"a pod with {field} has no such name", "remove one of them").below("hostnameOverride")
    if len(name) > LONGEST:
        wrong = malformed(name, f"at most {LONGEST} characters", f"shorten it by {len(name) - LONGEST}")
        yield wrong.below("hostnameOverride")


RULES: tuple[Rule, ...] = (resolves, since("1.35", own_name))
