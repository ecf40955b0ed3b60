"""Ingress: the hosts of `expose`."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import JsonMap
from generator.model.plan import Resource, ServicePlan
from generator.resources import exposure
from generator.resources.metadata import resource


def emit(plan: ServicePlan) -> Iterator[Resource]:
    hosts = [entry for _, entry in exposure.hosts(plan, exposure.INGRESS)]
    fallback = exposure.default_backend(plan)
    if not hosts and fallback is None:
        return
    own = plan.spec.get("ingress", {})
    spec: JsonMap = {}
    if "className" in own:
        spec["ingressClassName"] = own["className"]
    if fallback is not None:
        spec["defaultBackend"] = _backend(plan, fallback)
    secrets = tls_secrets(plan)
    if secrets:
        spec["tls"] = [{**_hosts(secrets[name]), **({"secretName": name} if name else {})} for name in sorted(secrets)]
    rules = [(entry["host"], [_path(plan, path) for path in exposure.paths(entry)]) for entry in hosts]
    if rules:
        spec["rules"] = [{**({"host": host} if host != "*" else {}), "http": {"paths": paths}} for host, paths in rules]
    issuer = one_issuer(plan)
    note = {_ANNOTATION[issuer["kind"]]: issuer["name"]} if issuer else {}
    yield resource(
        plan,
        "networking.k8s.io/v1",
        "Ingress",
        own.get("name", plan.name),
        {"spec": spec},
        labels=own.get("labels"),
        annotations={**note, **own.get("annotations", {})},
    )


def _hosts(names: list[str]) -> JsonMap:
    return {} if "*" in names else {"hosts": names}


_ANNOTATION = {"Issuer": "cert-manager.io/issuer", "ClusterIssuer": "cert-manager.io/cluster-issuer"}


def tls_secrets(plan: ServicePlan) -> dict[str, list[str]]:
    """The Secrets with the certificates of the Ingress, with the hosts of each; "" stands for the controller's own."""
    found: dict[str, list[str]] = {}
    for entry, tls in _with_tls(plan):
        found.setdefault(_secret(plan, tls), []).append(entry["host"])
    return found


def _with_tls(plan: ServicePlan) -> Iterator[tuple[JsonMap, JsonMap]]:
    for _, entry in exposure.hosts(plan, exposure.INGRESS):
        tls = entry.get("tls", plan.spec.get("ingress", {}).get("tls", False))
        if tls is not False:
            yield entry, tls


def _secret(plan: ServicePlan, tls: JsonMap) -> str:
    for level in (tls, plan.spec.get("ingress", {}).get("tls") or {}):
        if "secretName" in level or level.get("default"):
            secret: str = level.get("secretName", "")
            return secret
    return f"{plan.name}-tls"


def issuer_of(own: JsonMap) -> JsonMap | None:
    """The `issuerRef` that a map with `issuer` or `clusterIssuer` stands for."""
    if "clusterIssuer" in own:
        return {"kind": "ClusterIssuer", "name": own["clusterIssuer"]}
    return {"kind": "Issuer", "name": own["issuer"]} if "issuer" in own else None


def default_issuer(plan: ServicePlan) -> JsonMap | None:
    own = plan.spec.get("ingress", {})
    return issuer_of(own.get("tls") or {}) or issuer_of(own)


def issuers(plan: ServicePlan) -> dict[str, JsonMap]:
    """The issuer of each Secret that has one, but for those of `certificates`."""
    usual = default_issuer(plan)
    declared = {own.get("secretName", name) for name, own in plan.spec.get("certificates", {}).items()}
    found = {_secret(plan, tls): issuer_of(tls) or usual for _, tls in _with_tls(plan)}
    return {secret: issuer for secret, issuer in found.items() if secret and issuer and secret not in declared}


def one_issuer(plan: ServicePlan) -> JsonMap | None:
    """The issuer that an annotation of the Ingress can name, as it is that of every Secret."""
    found = issuers(plan)
    wanted = list(found.values())
    same = wanted and all(issuer == wanted[0] for issuer in wanted) and found.keys() == tls_secrets(plan).keys() - {""}
    return wanted[0] if same else None


def _backend(plan: ServicePlan, target: JsonMap) -> JsonMap:
    name, number = exposure.address(plan, target)
    return {"service": {"name": name, "port": {"name": number} if isinstance(number, str) else {"number": number}}}


def _path(plan: ServicePlan, path: JsonMap) -> JsonMap:
    return {
        "path": path["path"],
        "pathType": path.get("pathType", "Prefix"),
        "backend": _backend(plan, path),
    }
