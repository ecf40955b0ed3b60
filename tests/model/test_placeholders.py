"""Placeholders are replaced where that is documented, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.json_types import JsonMap
from generator.model import placeholders
from generator.model.placeholders import fill, filled, unknown
from tests.repository import SERVICES, Repository, told

VALUES = {"name": "orders", "domain": "example.com"}
PLATFORM: JsonMap = {
    "name": "shop",
    "environments": {"dev": {"domain": "dev.example.com"}, "prod": {"domain": "example.com", "namespace": "live"}},
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{name}", "orders"),
        ("{name}.{domain}", "orders.example.com"),
        ("a{name}b", "aordersb"),
        ("{{name}}", "{name}"),
        ("{{{name}}}", "{{name}}"),
        ("{{anything}}", "{anything}"),
        ("{unknown}", "{unknown}"),
        ("{}", "{}"),
        ("{ name }", "{ name }"),
        ("{name", "{name"),
        ("{a-b} {a_b} {a1} {1}", "{a-b} {a_b} {a1} {1}"),
        ('{"name": 1}', '{"name": 1}'),
        ("${NAME_1}", "${NAME_1}"),
        ("$(name)", "$(name)"),
        ("{name}{name}", "ordersorders"),
    ],
)
def test_one_word_in_braces_is_a_placeholder(text: str, expected: str) -> None:
    assert fill(text, VALUES) == expected


def test_a_value_is_not_looked_at_again() -> None:
    assert fill("{name}", {"name": "{domain}", "domain": "x"}) == "{domain}"


@given(st.text(alphabet="{}ab $\n", max_size=12))
def test_text_without_placeholders_stays(text: str) -> None:
    if not unknown(text, {}) and "{{" not in text:
        assert fill(text, VALUES) == text


@given(st.text(alphabet="ab", min_size=1, max_size=4))
def test_every_word_is_known_or_named(word: str) -> None:
    assert unknown(f"x{{{word}}}", VALUES) == [word]
    assert unknown(f"x{{{{{word}}}}}", VALUES) == []
    assert fill(f"{{{{{word}}}}}", {word: "no"}) == f"{{{word}}}"


def test_only_the_documented_fields_are_filled() -> None:
    spec: JsonMap = {
        "env": {"A": {"value": "{name}", "secret": "{name}"}},
        "expose": [{"host": "{name}.{domain}", "paths": [{"path": "/{name}"}]}],
        "config": {"values": {"A": "{name}"}, "files": {"a.txt": {"text": "{name}"}}},
        "args": ["{name}"],
        "labels": {"a": "{name}"},
        "containers": {"side": {"env": {"A": {"value": "{name}"}}, "args": ["{name}"]}},
        "patches": [{"patch": {"metadata": {"annotations": {"a": "{name}"}}}}],
    }
    assert filled(spec, VALUES) == {
        "env": {"A": {"value": "orders", "secret": "{name}"}},
        "expose": [{"host": "orders.example.com", "paths": [{"path": "/{name}"}]}],
        "config": {"values": {"A": "orders"}, "files": {"a.txt": {"text": "{name}"}}},
        "args": ["{name}"],
        "labels": {"a": "orders"},
        "containers": {"side": {"env": {"A": {"value": "orders"}}, "args": ["{name}"]}},
        "patches": [{"patch": {"metadata": {"annotations": {"a": "{name}"}}}}],
    }
    assert spec["env"]["A"]["value"] == "{name}", "the fields themselves are not changed"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def test_each_environment_has_its_own_values(repository: Repository) -> None:
    every = " ".join(f"{{{name}}}" for name in placeholders.NAMES)
    service = {"image": "registry.example.com/a:1", "name": "order-service", "env": {"ALL": every}}
    repository.catalog(PLATFORM, {"orders": service})
    repository.rendered()
    for environment, expected in (
        ("dev", "order-service orders main shop-dev dev dev.example.com shop"),
        ("prod", "order-service orders main live prod example.com shop"),
    ):
        built = yaml.safe_load_all(repository.kustomize(f"overlays/{environment}/orders").stdout)
        deployment = next(item for item in built if item["kind"] == "Deployment")
        (container,) = deployment["spec"]["template"]["spec"]["containers"]
        assert sorted(container["env"][0]["value"].split()) == sorted(expected.split())


@pytest.mark.parametrize("field", ["env", "annotations", "labels"])
def test_an_unknown_one_is_an_error_where_it_is_written(field: str, repository: Repository) -> None:
    repository.platform(PLATFORM)
    text = f"image: registry.example.com/a:1\n{field}:\n  A: 'x-{{domian}}-x'\n"
    repository.write(f"{SERVICES}/orders.yaml", text)
    (finding,) = repository.render().findings
    assert told([finding]) == [f"{SERVICES}/orders.yaml:3:6: unknown-placeholder: there is no placeholder {{domian}}"]
    assert "{{domian}}" in finding.hint


def test_a_domain_that_the_environment_does_not_have(repository: Repository) -> None:
    platform: JsonMap = {"name": "shop", "environments": {"dev": {}}}
    repository.catalog(platform, {"orders": {"image": "a:1", "port": 80, "expose": "orders.{domain}"}})
    (finding,) = repository.render().findings
    assert finding.message == "{domain} has no value: the environment dev has no domain"
    assert finding.hint == "set `domain` of the environment"


def test_an_environment_is_made_of_its_variables(repository: Repository) -> None:
    environment: JsonMap = {
        "variables": {"region": "eu"},
        "prometheus": "http://prometheus.{region}",
        "cluster": "{region}",
    }
    analysis = {
        "errors": {"provider": {"web": {"url": "http://{name}.{namespace}/{region}"}}},
        "slow": {"query": "p95"},
    }
    service = {"image": "a:1", "kind": "Rollout", "analysis": analysis}
    repository.catalog({"name": "shop", "environments": {"dev": environment}}, {"orders": service})
    repository.rendered()
    built = repository.kustomize("overlays/dev/orders").stdout
    assert "url: http://orders.shop-dev/eu\n" in built
    assert "address: http://prometheus.eu\n" in built
    repository.platform({"name": "shop", "environments": {"dev": {**environment, "cluster": "{regoin}"}}})
    (finding,) = repository.render().findings
    assert (finding.message, finding.hint) == ("there is no placeholder {regoin} here", 'did you mean "region"?')
