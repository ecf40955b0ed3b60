"""What is made again after an edit, and what is not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import yaml

from generator.checks import rendered
from generator.checks.made import Made
from generator.checks.rendered import findings
from generator.findings import Finding
from generator.inputs import Inputs
from generator.render.kustomize import Overlay
from generator.resources import Scope
from generator.workspace import Workspace
from tests.incremental.shop import CONF, UNITS, Shop, made, units
from tests.repository import SERVICES, told


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    shop = Shop(tmp_path / "shop")
    assert told(shop.render().findings) == []
    assert made(shop.render()) == 0
    return shop


def test_an_edit_of_one_service_makes_that_one(shop: Shop) -> None:
    shop.services["web"]["replicas"] = 3
    outcome = shop.render()
    assert made(outcome) == 1
    assert outcome.written == ["base/web/deployment.yaml"]


def test_a_port_changes_the_policies_of_dependents(shop: Shop) -> None:
    shop.services["db"]["ports"]["sql"] = 6432
    outcome = shop.render()
    assert made(outcome) == 3, "db, and api and worker, which depend on it"
    policies = {path for path in outcome.written if path.endswith("network-policy.yaml")}
    assert policies == {
        "base/api/network-policy.yaml",
        "base/db/network-policy.yaml",
        "base/worker/network-policy.yaml",
    }


def test_a_port_that_a_dependent_does_not_use_changes_nothing_of_it(shop: Shop) -> None:
    shop.services["db"]["ports"]["metrics"] = 9188
    outcome = shop.render()
    assert units(outcome.written) == {"api", "db"}, "worker names the other port"


def test_a_dependency_that_is_added_changes_both_sides(shop: Shop) -> None:
    shop.services["worker"]["dependsOn"].append("cache")
    outcome = shop.render()
    assert outcome.written == ["base/cache/network-policy.yaml", "base/worker/network-policy.yaml"]
    assert made(outcome) == 3, "and db, on which worker depends, for its policy names worker"


def test_a_dependency_that_is_removed_changes_both_sides(shop: Shop) -> None:
    shop.services["api"]["dependsOn"].remove("db")
    outcome = shop.render()
    assert outcome.written == ["base/api/network-policy.yaml", "base/db/network-policy.yaml"]


def test_a_dependency_with_another_name(shop: Shop) -> None:
    shop.services["store"] = shop.services.pop("db")
    outcome = shop.render()
    assert told(outcome.findings) == [
        f'{SERVICES}/api.yaml:4:3: unknown-service: there is no service "db"',
        f'{SERVICES}/worker.yaml:3:14: unknown-service: there is no service "db"',
    ]
    assert outcome.written == []
    shop.services["api"]["dependsOn"][0] = "store"
    shop.services["worker"]["dependsOn"][0]["service"] = "store"
    outcome = shop.render()
    assert told(outcome.findings) == []
    assert units(outcome.written) == {"api", "store", "worker"}
    assert units(outcome.deleted) == {"db"}


def test_a_selector_changes_the_policies_around_it(shop: Shop) -> None:
    shop.services["api"]["selector"] = {"app": "api"}
    outcome = shop.render()
    assert {path for path in outcome.written if "network-policy" in path} == {
        "base/api/network-policy.yaml",
        "base/cache/network-policy.yaml",
        "base/db/network-policy.yaml",
        "base/web/network-policy.yaml",
    }


def test_a_route_to_another_service_changes_with_it(shop: Shop) -> None:
    rules = [{"backendRefs": [{"weight": 9}, {"service": "db", "port": "sql"}]}]
    shop.services["web"] |= {"gateway": "gateways/public", "httpRoutes": {"split": {"rules": rules}}}
    outcome = shop.render()
    assert units(outcome.written) == {"db", "web"}, "the Gateway may come to db"
    shop.services["db"]["service"] = {"name": "store", "ports": {"sql": 5000}}
    outcome = shop.render()
    (path,) = (path for path in outcome.written if "httproute" in path)
    route = yaml.safe_load((shop.root / path).read_text())
    assert {"name": "store", "port": 5000} in route["spec"]["rules"][0]["backendRefs"]
    del shop.services["web"]["httpRoutes"]
    assert "base/db/network-policy.yaml" in shop.render().written


def test_a_host_that_leads_to_another_service_changes_with_it(shop: Shop) -> None:
    shop.services["web"]["expose"] = {"www.example.com": {"paths": ["/", {"path": "/sql", "service": "db"}]}}
    outcome = shop.render()
    assert units(outcome.written) == {"db", "web"}, "the ingress controller may come to db"
    shop.services["db"]["service"] = {"name": "store", "ports": {"sql": 5000}}
    outcome = shop.render()
    ingress = yaml.safe_load((shop.root / "base/web/ingress.yaml").read_text())
    _, path = ingress["spec"]["rules"][0]["http"]["paths"]
    assert path["backend"] == {"service": {"name": "store", "port": {"number": 5000}}}
    shop.services["web"]["expose"]["www.example.com"]["paths"] = ["/"]
    assert "base/db/network-policy.yaml" in shop.render().written


def test_the_platform_makes_everything(shop: Shop) -> None:
    shop.platform["environments"]["prod"]["domain"] = "example.org"
    outcome = shop.render()
    assert made(outcome) == UNITS
    assert outcome.written == ["overlays/prod/web/ingress.yaml"]


def test_an_environment_that_is_added(shop: Shop) -> None:
    shop.platform["environments"]["test"] = {"domain": "test.example.com"}
    outcome = shop.render()
    assert [path for path in outcome.written if not path.startswith("overlays/test/")] == []
    assert units(outcome.written) >= {"_environment", *shop.services}


def test_a_file_beside_the_catalog(shop: Shop) -> None:
    shop.repository.write(CONF, "port = 5433\n")
    outcome = shop.render()
    assert made(outcome) == 1
    assert outcome.written == ["base/db/db-config/db.conf", "base/db/kustomization.yaml"]
    shop.repository.remove(CONF)
    (finding,) = shop.render().findings
    why = "the file cannot be read: no such file or directory"
    assert told([finding]) == [f"{SERVICES}/db.yaml:9:15: unreadable-file: {CONF}: {why}"]
    shop.repository.write(CONF, "port = 5433\n")
    outcome = shop.render()
    assert (told(outcome.findings), outcome.written) == ([], [])


def test_a_service_that_is_turned_off_and_on(shop: Shop) -> None:
    tree = shop.repository.tree()
    shop.services["web"]["environments"] = {"dev": {"enabled": False}}
    outcome = shop.render()
    assert {path for path in outcome.deleted if path.startswith("overlays/dev/")} == {
        path for path in tree if path.startswith("overlays/dev/web/")
    }
    assert "base/api/network-policy.yaml" in {*outcome.written, *outcome.deleted}, "nobody may come from web there"
    del shop.services["web"]["environments"]
    assert told(shop.render().findings) == []
    assert shop.repository.tree() == tree


def test_a_dependency_that_is_turned_off(shop: Shop) -> None:
    shop.services["cache"]["environments"] = {"dev": {"enabled": False}}
    outcome = shop.render()
    message = 'the service "cache" does not exist in dev'
    assert told(outcome.findings) == [f"{SERVICES}/api.yaml:5:14: absent-dependency: {message}"]
    assert outcome.written == []
    del shop.services["cache"]["environments"]
    assert told(shop.render().findings) == []


def test_findings_are_told_again_without_another_look(shop: Shop) -> None:
    shop.services["web"]["colour"] = "red"
    first = shop.render()
    assert [finding.rule for finding in first.findings] == ["unknown-field"]
    again = shop.render()
    assert told(again.findings) == told(first.findings)
    del shop.services["web"]["colour"]
    outcome = shop.render()
    assert (told(outcome.findings), outcome.written) == ([], [])


def test_an_error_is_fixed_later_with_another_edit_in_between(shop: Shop) -> None:
    """What was edited while nothing could be rendered is rendered then."""
    shop.services["web"]["replicas"] = "three"
    assert shop.render().written == []
    shop.services["api"]["replicas"] = 4
    assert shop.render().written == []
    shop.services["web"]["replicas"] = 3
    outcome = shop.render()
    assert outcome.written == ["base/api/deployment.yaml", "base/web/deployment.yaml"]


def test_a_manifest_that_does_not_fit_its_schema(shop: Shop) -> None:
    """Found after rendering: it is told every time, and forgotten with its cause."""
    shop.services["web"]["patches"] = [{"target": {"kind": "Deployment"}, "patch": {"spec": {"replicas": "many"}}}]
    first = shop.render()
    assert {(item.category, item.source.file) for item in first.findings} == {("schema", f"{SERVICES}/web.yaml")}
    assert {item.manifest.field for item in first.findings if item.manifest} == {"spec.replicas"}
    assert first.written == []
    assert told(shop.render().findings) == told(first.findings)
    shop.services["web"].pop("patches")
    assert told(shop.render().findings) == []


def test_validate_looks_where_it_is_told_to(shop: Shop) -> None:
    shop.services["web"]["colour"] = "red"
    shop.services["api"]["color"] = "red"
    outcome = shop.validate("web")
    assert [finding.source.file for finding in outcome.findings] == [f"{SERVICES}/web.yaml"]
    assert outcome.services == 1
    del shop.services["web"]["colour"], shop.services["api"]["color"]
    shop.services["web"]["replicas"] = 7
    (finding,) = shop.validate("web").findings
    assert told([finding]) == [
        "base/web/deployment.yaml:1:1: outdated-file: base/web/deployment.yaml is not what the catalog generates"
    ]
    assert told(shop.validate("api").findings) == []


def test_validate_of_one_environment(shop: Shop) -> None:
    shop.render()
    outcome = shop.validate(env="prod")
    assert told(outcome.findings) == []
    bad = [{"target": {"kind": "Deployment"}, "patch": {"spec": {"minReadySeconds": "soon"}}}]
    shop.services["web"]["environments"] = {"prod": {"patches": bad}}
    assert [
        finding.category for finding in shop.validate("web", env="dev").findings if finding.category == "schema"
    ] == []
    (finding,) = [item for item in shop.validate("web", env="prod").findings if item.category == "schema"]
    assert finding.manifest is not None
    assert (finding.manifest.environment, finding.manifest.field) == ("prod", "spec.minReadySeconds")


def test_a_partial_run_spoils_nothing_for_the_next(shop: Shop) -> None:
    shop.services["web"]["replicas"] = 5
    shop.services["api"]["replicas"] = 6
    shop.validate("web", env="dev")
    outcome = shop.render()
    assert outcome.written == ["base/api/deployment.yaml", "base/web/deployment.yaml"]


def test_an_overlay_that_is_what_it_was_is_not_judged_again(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[str] = []

    def noted(
        workspace: Workspace, inputs: Inputs, made: Made, scope: Scope, stack: ExitStack
    ) -> Iterator[tuple[Overlay, Finding]]:
        judged.extend(sorted(overlay.folder for overlay in made.overlays.values()))
        return findings(workspace, inputs, made, scope, stack)

    monkeypatch.setattr(rendered, "findings", noted)
    shop.services["web"]["environments"] = {"prod": {"replicas": 3}}
    assert units(shop.render().written) == {"web"}
    assert judged == ["overlays/prod/web"]
    judged.clear()
    shop.services["web"]["env"] = {"A": "1"}
    shop.render()
    assert judged == ["overlays/dev/web", "overlays/prod/web"]
    judged.clear()
    spec = {"type": "ExternalName", "externalName": "not a name"}
    more = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "more"}, "spec": spec}
    shop.services["web"]["manifests"] = [more]
    refused = told(shop.render().findings)
    assert len(refused) == 2, "one in each environment"
    shop.services["web"]["environments"]["prod"]["replicas"] = 2
    judged.clear()
    assert told(shop.render().findings) == refused, "of both, though dev is what it was"
    assert judged == ["overlays/dev/web", "overlays/prod/web"]
