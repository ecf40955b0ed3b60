"""The layers of a service in an environment: their precedence, and what `null` and an empty layer do in each."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.json_types import Json, JsonMap
from generator.model.build import environment
from generator.model.layers import Platform, chain, effective
from tests.law.services import COMMON, some_of
from tests.repository import Repository

LEVELS: Final = (
    "platform defaults", "first profile", "second profile", "service", "environment it extends", "environment",
    "service in the environment it extends", "service in the environment",
)  # fmt: skip
"""Lowest first."""


def catalog(layers: dict[str, JsonMap]) -> tuple[JsonMap, JsonMap]:
    """A platform and a service that say this at these levels; the environment is `prod-eu`, which extends `prod`."""
    empty: JsonMap = {}
    platform = {
        "name": "shop",
        "defaults": layers.get(LEVELS[0], empty),
        "profiles": {"one": layers.get(LEVELS[1], empty), "two": layers.get(LEVELS[2], empty)},
        "environments": {
            "prod": {"defaults": layers.get(LEVELS[4], empty)},
            "prod-eu": {"extends": "prod", "defaults": layers.get(LEVELS[5], empty)},
        },
    }
    own = {"prod": layers.get(LEVELS[6], empty), "prod-eu": layers.get(LEVELS[7], empty)}
    return platform, {"profiles": ["one", "two"], **layers.get(LEVELS[3], empty), "environments": own}


def field(layers: dict[str, JsonMap], name: str) -> Json:
    return effective(*catalog(layers), "prod-eu").get(name)


@pytest.mark.parametrize("place", range(1, len(LEVELS)))
def test_each_level_overrides_those_below(place: int) -> None:
    for below in range(place):
        layers = {LEVELS[below]: {"replicas": 1}, LEVELS[place]: {"replicas": 2}}
        assert field(layers, "replicas") == 2


@pytest.mark.parametrize("place", range(1, len(LEVELS)))
@pytest.mark.parametrize(
    ("given", "removed", "left"),
    [
        ({"nodeSelector": {"a": "1", "b": "1"}}, {"nodeSelector": None}, None),
        ({"nodeSelector": {"a": "1", "b": "1"}}, {"nodeSelector": {"a": None}}, {"b": "1"}),
        ({"env": {"A": "1", "B": "1"}}, {"env": {"A": None}}, {"B": {"value": "1"}}),
        ({"env": [{"name": "A", "value": "1"}]}, {"env": None}, None),
        ({"volumes": {"tmp": "/tmp"}}, {"volumes": {"tmp": None}}, {}),
        ({"autoscale": {"max": 3, "cpu": 50}}, {"autoscale": {"cpu": None}}, {"max": 3}),
        ({"port": 80}, {"port": None}, {}),
        ({"ports": {"http": 80, "x": 1}}, {"port": None}, {"x": {"containerPort": 1}}),
    ],
)
def test_null_removes_at_every_level(place: int, given: JsonMap, removed: JsonMap, left: Json) -> None:
    name = {"port": "ports"}.get(next(iter(given)), next(iter(given)))
    for below in range(place):
        assert field({LEVELS[below]: given, LEVELS[place]: removed}, name) == left
    # And what is given again above it is there again.
    for above in range(place + 1, len(LEVELS)):
        layers = {LEVELS[0]: given, LEVELS[place]: removed, LEVELS[above]: given}
        assert field(layers, name) == field({LEVELS[0]: given}, name)


@pytest.mark.parametrize("level", LEVELS)
def test_null_removes_what_the_language_gives(level: str) -> None:
    assert field({}, "securityContext") == {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}
    assert field({level: {"securityContext": None}}, "securityContext") is None
    assert field({level: {"securityContext": {"capabilities": None}}}, "securityContext") == {
        "allowPrivilegeEscalation": False
    }
    assert field({level: {"service": {"enabled": None}}}, "service") == {}


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(("name", "default"), [("kind", "Deployment"), ("enabled", True)])
def test_what_a_service_cannot_be_without_it_gets_back(level: str, name: str, default: Json) -> None:
    assert field({level: {name: None}}, name) == default


@pytest.mark.parametrize("level", LEVELS)
def test_one_alternative_displaces_the_other(level: str) -> None:
    """`value` or `secret`, `httpGet` or `exec`, `emptyDir` or `persistentVolumeClaim`."""
    if level == LEVELS[0]:
        return
    below = {"env": {"A": "1"}, "health": "/", "volumes": {"a": "/a"}, "podDisruptionBudget": {"minAvailable": 1}}
    above: JsonMap = {
        "env": {"A": {"secret": "a"}},
        "livenessProbe": {"exec": {"command": ["x"]}},
        "volumes": {"a": {"persistentVolumeClaim": {"claimName": "a"}}},
        "podDisruptionBudget": {"maxUnavailable": 1},
    }
    spec = effective(*catalog({LEVELS[0]: below, level: above}), "prod-eu")
    assert spec["env"] == {"A": {"secret": "a"}}
    assert spec["livenessProbe"] == {"exec": {"command": ["x"]}}
    assert spec["readinessProbe"] == {"httpGet": {"path": "/"}}
    assert spec["volumes"]["a"]["persistentVolumeClaim"] == {"claimName": "a"}
    assert "emptyDir" not in spec["volumes"]["a"]
    assert spec["podDisruptionBudget"] == {"maxUnavailable": 1}


NULLABLE = {name: strategy | st.none() for name, strategy in COMMON.items()}


@st.composite
def layer(draw: st.DrawFn) -> JsonMap:
    names: list[str] = draw(some_of(sorted(NULLABLE), 4))
    return {name: draw(NULLABLE[name]) for name in names}


@st.composite
def catalogs(draw: st.DrawFn) -> tuple[JsonMap, JsonMap]:
    environments: JsonMap = {}
    for name in ("a", "b", "c", "d"):
        fields: JsonMap = {"defaults": draw(layer())}
        parent = draw(st.sampled_from((None, *environments)))
        if parent:
            fields["extends"] = parent
        fields["abstract"] = draw(st.booleans()) and name != "d"
        environments[name] = fields
    platform = {
        "defaults": draw(layer()),
        "profiles": {name: draw(layer()) for name in "xy"},
        "environments": environments,
    }
    if draw(st.booleans()):
        platform["defaults"]["profiles"] = draw(some_of("xy", 2))
    service = {**draw(layer()), "environments": {name: draw(layer()) for name in draw(some_of("abcd", 4))}}
    if draw(st.booleans()):
        service["profiles"] = draw(some_of("xy", 2))
    return platform, service


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(catalogs())
def test_the_quick_way_gives_what_the_plain_one_gives(both: tuple[JsonMap, JsonMap]) -> None:
    platform, service = both
    before = deepcopy(both)
    quick = Platform(platform).effective(service)
    assert quick == {name: effective(platform, service, name) for name in quick}
    # With the order of what has one, and twice, for the parts that are merged once are shared.
    for name, spec in Platform(platform).effective(service).items():
        assert ordered(spec) == ordered(effective(platform, service, name)) == ordered(quick[name])
    assert both == before


def ordered(value: Json) -> Json:
    return [(key, ordered(item)) for key, item in value.items()] if isinstance(value, dict) else value


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(catalogs())
def test_naming_an_environment_changes_nothing(both: tuple[JsonMap, JsonMap]) -> None:
    platform, service = both
    own = service["environments"]
    named = {**service, "environments": {**{name: {} for name in "abcd"}, **own}}
    assert Platform(platform).effective(named) == Platform(platform).effective(service)


def test_naming_an_environment_changes_no_file(tmp_path: Path) -> None:
    platform, service = catalog({LEVELS[3]: {"image": "registry.example.com/a:1", "port": 80, "replicas": 2}})
    trees = []
    named: tuple[JsonMap, ...] = ({}, {"prod": {}}, {"prod": {}, "prod-eu": {}})
    for number, environments in enumerate(named):
        repository = Repository(tmp_path / str(number))
        repository.catalog(platform, {"orders": {**service, "environments": environments}})
        repository.rendered()
        trees.append(repository.tree())
    assert trees[0] == trees[1] == trees[2]


def workload(layers: dict[str, JsonMap], name: str = "worker") -> JsonMap:
    found: JsonMap = effective(*catalog(layers), "prod-eu")["workloads"][name]
    return found


def test_a_workload_has_what_the_service_shares_and_not_what_is_its_own() -> None:
    shared = {"image": "a:1", "env": {"A": "1"}, "tolerations": [{"operator": "Exists"}]}
    own = {"port": 8080, "args": ["serve"], "replicas": 3, "dependsOn": ["db"]}
    found = workload({"service": {**shared, **own, "workloads": {"worker": {"env": {"B": "2"}}}}})
    assert (found["image"], found["tolerations"]) == ("a:1", [{"operator": "Exists"}])
    assert found["env"] == {"A": {"value": "1"}, "B": {"value": "2"}}
    assert not {"ports", "args", "replicas", "dependsOn"} & found.keys()


def test_what_is_said_for_every_service_is_said_for_every_workload() -> None:
    levels = {"platform defaults": {"replicas": 2, "revisionHistoryLimit": 3}, "environment": {"replicas": 1}}
    found = workload({**levels, "service": {"workloads": {"worker": {"replicas": 5}}}})
    assert (found["replicas"], found["revisionHistoryLimit"]) == (1, 3)


def test_a_profile_of_the_service_says_nothing_of_the_replicas_of_its_workloads_but_one_of_their_own_does() -> None:
    profile: JsonMap = {"second profile": {"replicas": 4, "size": "large"}}
    assert "replicas" not in workload({**profile, "service": {"workloads": {"worker": {}}}})
    assert workload({**profile, "service": {"workloads": {"worker": {}}}})["size"] == "large"
    named: JsonMap = {"service": {"size": "small", "workloads": {"worker": {"profiles": ["two"]}}}}
    assert [workload({**profile, **named})[name] for name in ("replicas", "size")] == [4, "large"]


def test_an_environment_changes_removes_and_adds_a_workload() -> None:
    below: JsonMap = {"service": {"workloads": {"worker": {"args": ["a"], "replicas": 2}}}}
    changed = {**below, "service in the environment": {"workloads": {"worker": {"replicas": 3}}}}
    assert [workload(changed)[name] for name in ("args", "replicas")] == [["a"], 3]
    removed = {**below, "service in the environment it extends": {"workloads": {"worker": None}}}
    assert effective(*catalog(removed), "prod-eu")["workloads"] == {}
    anew = {**removed, "service in the environment": {"workloads": {"worker": {"args": ["b"]}}}}
    assert workload(anew)["args"] == ["b"]
    assert "replicas" not in workload(anew)
    disabled = {**below, "service in the environment": {"workloads": {"worker": {"enabled": False}}}}
    assert effective(*catalog(disabled), "prod-eu")["workloads"] == {}


PRODUCTION: JsonMap = {
    "name": "shop",
    "profiles": {"web": {"port": 8080}},
    "environments": {"prod": {"production": True}, "dev": {}, "eu": {"extends": "prod", "priorityClass": "gold"}},
}
AVAILABLE: Final = {
    "lifecycle", "podDisruptionBudget", "priorityClassName", "strategy", "terminationGracePeriodSeconds",
    "topologySpreadConstraints",
}  # fmt: skip


def available(service: JsonMap, environment: str = "prod") -> JsonMap:
    """What high availability adds to a service."""
    spec = effective(PRODUCTION, {"profiles": ["web"], **service}, environment)
    return {name: spec[name] for name in AVAILABLE if name in spec}


def test_several_pods_in_production_are_highly_available() -> None:
    found = available({"replicas": 2})
    assert found.keys() == AVAILABLE
    assert found["priorityClassName"] == "shop-prod"
    assert found["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
    pause = found["lifecycle"]["preStop"]["sleep"]["seconds"]
    assert found["terminationGracePeriodSeconds"] > pause > 0


@pytest.mark.parametrize(
    "service",
    [{"replicas": 1}, {}, {"autoscale": {"max": 5}}, {"kind": "DaemonSet"}, {"replicas": 3, "highAvailability": False}],
)
def test_one_pod_or_a_word_against_it_adds_nothing(service: JsonMap) -> None:
    assert available(service) == {}


def test_other_environments_have_it_on_demand() -> None:
    assert available({"replicas": 2}, "dev") == {}
    on_demand = available({"replicas": 2, "highAvailability": True}, "dev")
    assert on_demand.keys() == AVAILABLE - {"priorityClassName"}
    assert available({"autoscale": {"min": 2, "max": 3}}, "eu")["priorityClassName"] == "gold"


@pytest.mark.parametrize("name", sorted(AVAILABLE))
def test_each_is_taken_away_by_name(name: str) -> None:
    covered = {"terminationGracePeriodSeconds"} if name == "lifecycle" else set()
    assert available({"replicas": 2, name: None}).keys() == AVAILABLE - {name} - covered


def test_what_is_written_stands_above_it() -> None:
    found = available(
        {
            "replicas": 4,
            "podDisruptionBudget": {"minAvailable": 3},
            "lifecycle": {"preStop": {"sleep": {"seconds": 60}}},
            "strategy": "Recreate",
        }
    )
    assert found["podDisruptionBudget"] == {"minAvailable": 3, "unhealthyPodEvictionPolicy": "AlwaysAllow"}
    assert found["strategy"] == {"type": "Recreate"}
    assert found["terminationGracePeriodSeconds"] > 60


def test_a_workload_is_highly_available_by_its_own_number_of_pods() -> None:
    workloads = effective(PRODUCTION, {"workloads": {"one": {}, "two": {"replicas": 2}}}, "prod")["workloads"]
    assert "podDisruptionBudget" not in workloads["one"]
    assert "podDisruptionBudget" in workloads["two"]


def test_an_environment_of_two_others() -> None:
    platform: JsonMap = {
        "environments": {
            "all": {"domain": "{region}.example.com", "defaults": {"replicas": 1}},
            "prod": {"extends": "all", "defaults": {"replicas": 2}},
            "eu": {"extends": "all", "variables": {"region": "eu"}, "defaults": {"size": "large"}},
            "prod-eu": {"extends": ["prod", "eu"]},
        }
    }
    assert chain(platform, "prod-eu") == ("all", "prod", "eu", "prod-eu")
    service: JsonMap = {"environments": {"eu": {"env": {"A": "eu"}}, "prod": {"env": {"A": "prod", "B": "prod"}}}}
    found = effective(platform, service, "prod-eu")
    assert (found["replicas"], found["size"]) == (2, "large")
    assert found["env"] == {"A": {"value": "eu"}, "B": {"value": "prod"}}
    assert environment(platform, "prod-eu", "1.37").domain == "eu.example.com"


def test_an_environment_without_autoscalers_leaves_jobs_their_triggers() -> None:
    fixed: JsonMap = {"environment": {"autoscale": {"enabled": False}, "replicas": 1}}
    scaler: JsonMap = {"max": 5, "triggers": {"queue": {"type": "redis", "metadata": {"listName": "a"}}}}
    assert "autoscale" not in effective(*catalog({**fixed, "service": {"autoscale": scaler}}), "prod-eu")
    assert "autoscale" not in effective(*catalog(fixed), "prod-eu")
    found = effective(*catalog({**fixed, "service": {"kind": "ScaledJob", "autoscale": scaler}}), "prod-eu")
    assert found["autoscale"]["max"] == 5
    assert "enabled" not in found["autoscale"]
    again = {**fixed, "service": {"autoscale": scaler}, "service in the environment": {"autoscale": {"enabled": True}}}
    assert (
        effective(*catalog(again), "prod-eu")["autoscale"]
        == effective(*catalog({"service": {"autoscale": scaler}}), "prod-eu")["autoscale"]
    )


def test_dependencies_merge_by_name() -> None:
    listed: JsonMap = {"service": {"dependsOn": ["db", {"cidr": "10.0.0.0/8", "ports": [443]}]}}
    added = field({**listed, "service in the environment": {"dependsOn": ["cache"]}}, "dependsOn")
    assert list(added) == ["db", "cidr/10.0.0.0/8", "cache"]
    changed = {
        **listed,
        "service in the environment": {"dependsOn": {"db": None, "cache": [6379], "net": {"host": "a.b"}}},
    }
    assert field(changed, "dependsOn") == {
        "cidr/10.0.0.0/8": {"cidr": "10.0.0.0/8", "ports": [443]},
        "cache": {"service": "cache", "ports": [6379]},
        "net": {"host": "a.b"},
    }
    elsewhere = {**changed, "environment": {"dependsOn": {"net": {"cidr": "192.0.2.0/24"}}}}
    assert field(elsewhere, "dependsOn")["net"] == {"host": "a.b"}
