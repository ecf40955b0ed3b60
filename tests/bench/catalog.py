"""A number of services -> a catalog of that many, the same bytes each time, with the spread that real catalogs have."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from generator.catalog.load import PLATFORM_FILE, SERVICES_FOLDER
from generator.json_types import JsonMap

KUBERNETES = "1.36"
ENVIRONMENTS = 3

_WORDS = [
    "orders",
    "basket",
    "catalog",
    "search",
    "pricing",
    "stock",
    "invoice",
    "shipping",
    "account",
    "mail",
    "review",
    "media",
    "audit",
    "report",
    "ledger",
]

_PLATFORM: JsonMap = {
    "name": "shop",
    "defaults": {"size": "small", "labels": {"app.kubernetes.io/managed-by": "kubecatalog"}},
    "checks": {"elsewhere": [{"kind": "Secret"}]},
    "environments": {
        "dev": {"kubernetes": KUBERNETES, "domain": "dev.example.com", "defaults": {"replicas": 1}},
        "staging": {"kubernetes": KUBERNETES, "domain": "staging.example.com"},
        "prod": {
            "kubernetes": KUBERNETES,
            "domain": "example.com",
            "quota": {"requests.cpu": "4000", "requests.memory": "8000Gi"},
            "defaults": {"topologySpreadConstraints": ["zone"]},
        },
    },
}

_FILE = "server:\n  port: 8080\n  shutdown: graceful\nlogging:\n  level: info\n  format: json\ncache:\n  ttl: {ttl}s\n"


def write(root: Path, count: int) -> None:
    """Of ten services seven are Deployments, two StatefulSets, one is a CronJob."""
    (root / SERVICES_FOLDER).mkdir(parents=True)
    (root / PLATFORM_FILE).write_text(_yaml(_PLATFORM))
    for index in range(count):
        service_file(root, index).write_text(_yaml(_service(index)))


def edited(index: int, replicas: int) -> str:
    """The text of a service's file after an edit that changes what it is in production."""
    service = _service(index)
    service["environments"]["prod"] = {**service["environments"].get("prod", {}), "env": {"POOL_SIZE": str(replicas)}}
    return _yaml(service)


def service_file(root: Path, index: int) -> Path:
    return root / SERVICES_FOLDER / f"{_name(index)}.yaml"


def _name(index: int) -> str:
    return f"{_WORDS[index % len(_WORDS)]}-{index:04}"


def _yaml(value: JsonMap) -> str:
    text: str = yaml.safe_dump(value, sort_keys=False)
    return text


def _service(index: int) -> JsonMap:
    place = index % 10
    service: JsonMap = {"image": f"registry.example.com/shop/{_name(index)}:1.{index % 40}.{index % 7}"}
    if place == 9:
        return {**service, **_cron_job(index)}
    if place in (3, 7):
        return {**service, **_stateful_set(index)}
    return {**service, **_deployment(index)}


def _cron_job(index: int) -> JsonMap:
    return {
        "kind": "CronJob",
        "schedule": f"{index % 60} {index % 24} * * *",
        "concurrencyPolicy": "Forbid",
        "args": ["run", f"--batch={100 + index % 400}"],
        "env": _env(index),
        "dependsOn": [_name(index - 2)],
        "environments": {"dev": {"suspend": True}},
    }


def _stateful_set(index: int) -> JsonMap:
    return {
        "kind": "StatefulSet",
        "ports": {"client": 5432},
        "readinessProbe": {"port": "client"},
        "replicas": 2,
        "size": "medium",
        "env": _env(index),
        "persistence": {"data": {"mount": "/var/lib/data", "size": "10Gi"}},
        "environments": {"dev": {"replicas": 1}, "prod": {"replicas": 3, "size": "large"}},
    }


def _deployment(index: int) -> JsonMap:
    service: JsonMap = {"port": 8080, "health": "/health", "replicas": 2 + index % 2, "env": _env(index)}
    prod: JsonMap = {"resources": {"limits": {"memory": "1Gi"}}}
    dev: JsonMap = {"env": {"LOG_LEVEL": "debug"}}
    if index % 2 == 0:
        service["config"] = {"values": {"REGION": "eu-west-1", "CACHE_TTL": str(60 + index % 60)}, "env": True}
    if index % 4 == 0:
        service["config"].update(mount="/etc/app", files={"application.yml": _FILE.format(ttl=60 + index % 60)})
    if index % 5 != 4:
        service["expose"] = [{"host": f"{_name(index)}.{{domain}}", "tls": True}]
    if index % 3 != 1:
        service["autoscale"] = {"min": 2, "max": 6 + index % 6, "cpu": 75}
        dev["autoscale"] = None
        prod["autoscale"] = {"min": 3, "max": 20 + index % 20}
    else:
        prod["replicas"] = 4
    if index % 3 == 2:
        service["metrics"] = True
    service["dependsOn"] = sorted(set(_dependencies(index)))
    return {**service, "environments": {"dev": dev, "prod": prod}}


def _dependencies(index: int) -> Iterator[str]:
    """Only services before it, so that there are no circles: the last store, and the one that many depend on."""
    store = index - index % 10 - 3
    if store > 0:
        yield _name(store)
    if index % 4 == 1 and index > 4:
        yield _name(index - 4)


def _env(index: int) -> JsonMap:
    return {
        "LOG_LEVEL": "info",
        "SERVICE_TIER": "backend" if index % 2 else "frontend",
        "POD_IP": {"field": "status.podIP"},
        "DATABASE_PASSWORD": {"secret": "database-password"},
    }
