"""The render law for random catalogs: hundreds of services, a few runs of the real pipeline.

Hypothesis draws the services; one repository takes dozens of them, for it is the runs that cost time.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from generator.json_types import JsonMap
from tests.law.planning import Plans, broken
from tests.law.services import FILES, services, with_name
from tests.repository import SERVICES, Repository, mistakes, told

PLATFORMS: dict[str, JsonMap] = {
    "two": {"name": "shop", "environments": {"dev": {"domain": "dev.example.com"}, "prod": {"domain": "example.com"}}},
    "four": {
        "name": "shop",
        "defaults": {"size": "small", "labels": {"team": "a"}, "env": {"E1": "platform", "DOMAIN": "{domain}"}},
        "environments": {
            "dev": {"domain": "dev.example.com", "defaults": {"replicas": None, "labels": {"env": "dev"}}},
            "test": {
                "extends": "dev",
                "namespace": "default",
                "defaults": {"env": {"E1": None}, "labels": {"env": "test"}},
            },
            "prod": {
                "domain": "example.com",
                "defaults": {"labels": {"env": "prod", "team": "on"}, "env": {"E2": "prod"}},
            },
            "prod-eu": {"extends": "prod", "namespace": "1e3", "defaults": {"labels": {"region": "eu"}}},
        },
    },
    "six": {
        "name": "shop",
        "environments": {
            name: {"domain": f"{name}.example.com", "namespace": "same" if name in ("a", "b") else "{environment}"}
            for name in ("a", "b", "on", "1", "true", "null")
        },
    },
}
COUNT = 80
TAKEN = {"two": 80, "four": 80, "six": 40}
"""How many of the services that are drawn: each has as many overlays as there are environments."""


def drawn(environments: list[str], count: int, number: int) -> list[JsonMap]:
    """`count` services, always the same ones for a `number`."""
    found: list[JsonMap] = []

    @seed(number)
    @settings(
        max_examples=count,
        phases=[Phase.generate],
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(services(environments))
    def collect(service: JsonMap) -> None:
        found.append(service)

    collect()
    return found


@pytest.mark.parametrize(("name", "number"), [(name, number) for number, name in enumerate(PLATFORMS)])
def test_every_overlay_gives_back_what_was_planned(name: str, number: int, tmp_path: Path) -> None:
    platform = PLATFORMS[name]
    environments = sorted(platform["environments"])
    taken = drawn(environments, COUNT, number)[: TAKEN[name]]
    candidates = {f"s{place}": with_name(item, f"s{place}") for place, item in enumerate(taken)}
    repository = Repository(tmp_path)
    repository.catalog(platform, candidates)
    for path, content in FILES.items():
        repository.write(f"{SERVICES}/{path}", content)
    plans = Plans(repository)
    refused = {service: told(plans.unit(service).findings) for service in candidates if plans.unit(service).broken}
    assert len(refused) < len(candidates) / 4, refused
    for service in refused:
        repository.remove(f"{SERVICES}/{service}.yaml")
    outcome = repository.render()
    assert told(mistakes(outcome.findings)) == []
    kept = Plans(repository)
    for environment in environments:
        wrong = list(broken(kept, environment))
        assert not wrong, "\n".join(wrong[:3])
