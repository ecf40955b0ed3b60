"""`explain`: the value, every level that gave, overrode or removed it, and where each is written."""

from __future__ import annotations

import json

import pytest

from tests.conftest import Workspace

PLATFORM = """\
name: shop
environments:
  base: {abstract: true, kubernetes: "1.36", defaults: {replicas: 1, env: {STAGE: base}}}
  prod:
    extends: base
    domain: example.com
    defaults:
      replicas: 2
      labels: {stage: prod}
  prod-eu: {extends: prod, defaults: {replicas: 5}}
  dev: {extends: base, domain: dev.example.com}
defaults:
  size: small
  replicas: 9
  labels: {team: shop}
profiles:
  web:
    port: 8080
    health: /health
    labels: {kind: web}
  calm: {labels: {kind: calm}, terminationGracePeriodSeconds: 60}
"""

SERVICE = """\
image: registry.example.com/shop/orders:1.4.2
profiles: [web, calm]
replicas: 3
health: {path: /ready, periodSeconds: 5}
env:
  LOG_LEVEL: info
  PASSWORD: {secret: database-password}
ports:
  - name: metrics
    containerPort: 9090
expose: ["orders.{domain}"]
volumes: {tmp: /tmp}
persistence: {data: {mount: /data, size: 1Gi}}
environments:
  dev:
    env: {LOG_LEVEL: debug, PASSWORD: null}
    livenessProbe: null
    persistence: null
  prod:
    replicas: 4
  prod-eu:
    env:
      PASSWORD: plain
    size: large
"""

SAID = {
    ("replicas", "prod-eu"): """\
replicas of orders in prod-eu: 4
  platform defaults    9  catalog/platform.yaml:14:13
  service              3  catalog/services/orders.yaml:3:11
  environment base     1  catalog/platform.yaml:3:67
  environment prod     2  catalog/platform.yaml:8:17
  environment prod-eu  5  catalog/platform.yaml:10:49
  service in prod      4  catalog/services/orders.yaml:20:15
""",
    ("replicas", "dev"): """\
replicas of orders in dev: 1
  platform defaults  9  catalog/platform.yaml:14:13
  service            3  catalog/services/orders.yaml:3:11
  environment base   1  catalog/platform.yaml:3:67
""",
    ("labels", "prod"): """\
labels of orders in prod: {app.kubernetes.io/component: '{component}', app.kubernetes.io/name: '{service}', app.kubernetes.io/part-of: '{platform}', kind: calm, stage: prod, team: shop}
  built-in defaults  {app.kubernetes.io/component: '{component}', app.kubernetes.io/name: '{service}', app.kubernetes.io/part-of: '{platform}'}  the language
  platform defaults  {team: shop}  catalog/platform.yaml:15:11
  profile web        {kind: web}  catalog/platform.yaml:20:13
  profile calm       {kind: calm}  catalog/platform.yaml:21:18
  environment prod   {stage: prod}  catalog/platform.yaml:9:15
""",  # noqa: E501
    ("labels.team", "dev"): """\
labels.team of orders in dev: shop
  platform defaults  shop  catalog/platform.yaml:15:18
""",
    ("kind", "dev"): """\
kind of orders in dev: Deployment
  built-in defaults  Deployment  the language
""",
    ("dnsPolicy", "dev"): """\
dnsPolicy of orders in dev: null
  no level gives it a value
""",
    # Short forms, and what they stand for.
    ("port", "dev"): """\
ports.http of orders in dev: {containerPort: 8080}
  profile web  {containerPort: 8080}  catalog/platform.yaml:18:11
""",
    ("ports.http.containerPort", "dev"): """\
ports.http.containerPort of orders in dev: 8080
  profile web  8080  catalog/platform.yaml:18:11
""",
    ("health", "dev"): """\
livenessProbe of orders in dev: null
  profile web     {httpGet: {path: /health}}  catalog/platform.yaml:19:13
  service         {httpGet: {path: /ready}, periodSeconds: 5}  catalog/services/orders.yaml:4:9
  service in dev  removed (null)  catalog/services/orders.yaml:17:20
readinessProbe of orders in dev: {httpGet: {path: /ready}, periodSeconds: 5}
  profile web  {httpGet: {path: /health}}  catalog/platform.yaml:19:13
  service      {httpGet: {path: /ready}, periodSeconds: 5}  catalog/services/orders.yaml:4:9
""",
    ("expose['orders.{domain}'].host", "prod"): """\
expose['orders.{domain}'].host of orders in prod: orders.{domain}
  service  orders.{domain}  catalog/services/orders.yaml:11:10
""",
    ("volumes.tmp", "prod"): """\
volumes.tmp of orders in prod: {mount: [{mountPath: /tmp}]}
  service  {mount: [{mountPath: /tmp}]}  catalog/services/orders.yaml:12:16
""",
    # Named things, in a map and in a list.
    ("env.LOG_LEVEL", "dev"): """\
env.LOG_LEVEL of orders in dev: {value: debug}
  service         {value: info}  catalog/services/orders.yaml:6:14
  service in dev  {value: debug}  catalog/services/orders.yaml:16:22
""",
    ("env", "dev"): """\
env of orders in dev: {LOG_LEVEL: {value: debug}, STAGE: {value: base}}
  service           {LOG_LEVEL: {value: info}, PASSWORD: {secret: database-password}}  catalog/services/orders.yaml:6:3
  environment base  {STAGE: {value: base}}  catalog/platform.yaml:3:75
  service in dev    {LOG_LEVEL: {value: debug}, PASSWORD: null}  catalog/services/orders.yaml:16:10
""",
    ("ports.metrics", "dev"): """\
ports.metrics of orders in dev: {containerPort: 9090}
  service  {containerPort: 9090}  catalog/services/orders.yaml:9:5
""",
    # What is removed: the value, the map around it, one form by another.
    ("env.PASSWORD", "dev"): """\
env.PASSWORD of orders in dev: null
  service         {secret: database-password}  catalog/services/orders.yaml:7:13
  service in dev  removed (null)  catalog/services/orders.yaml:16:39
""",
    ("livenessProbe.httpGet.path", "dev"): """\
livenessProbe.httpGet.path of orders in dev: null
  profile web     /health  catalog/platform.yaml:19:13
  service         /ready  catalog/services/orders.yaml:4:16
  service in dev  removed (null)  catalog/services/orders.yaml:17:20
""",
    ("persistence.data.size", "dev"): """\
persistence.data.size of orders in dev: null
  service         1Gi  catalog/services/orders.yaml:13:42
  service in dev  removed (null)  catalog/services/orders.yaml:18:18
""",
    ("env.PASSWORD.secret", "prod-eu"): """\
env.PASSWORD.secret of orders in prod-eu: null
  service             database-password  catalog/services/orders.yaml:7:22
  service in prod-eu  removed (null)  catalog/services/orders.yaml:23:17
""",
}  # fmt: skip


@pytest.fixture
def catalog(workspace: Workspace) -> Workspace:
    workspace.write("catalog/platform.yaml", PLATFORM)
    workspace.write("catalog/services/orders.yaml", SERVICE)
    return workspace


@pytest.mark.parametrize(("field", "environment"), SAID)
def test_each_level_and_its_place(catalog: Workspace, field: str, environment: str) -> None:
    result = catalog.kubecatalog("explain", "orders", field, "--env", environment)
    assert (result.code, result.err) == (0, "")
    assert result.out == SAID[field, environment]


def test_every_environment_and_every_field_by_default(catalog: Workspace) -> None:
    one = catalog.kubecatalog("explain", "orders", "size").out
    assert [line.split(":")[0] for line in one.splitlines() if not line.startswith(" ")] == [
        "size of orders in dev", "size of orders in prod", "size of orders in prod-eu",
    ]  # fmt: skip
    every = catalog.kubecatalog("explain", "orders", "--env", "dev").out
    fields = [line.split(" of ")[0] for line in every.splitlines() if not line.startswith(" ")]
    assert fields == sorted(fields)
    assert {"image", "replicas", "env", "readinessProbe", "securityContext"} <= set(fields)
    assert {"persistence", "livenessProbe"}.isdisjoint(fields)


def test_json(catalog: Workspace) -> None:
    result = catalog.kubecatalog("explain", "orders", "env.PASSWORD", "--env", "dev", "--format", "json")
    file = "catalog/services/orders.yaml"
    assert json.loads(result.out) == {
        "explanations": [
            {
                "service": "orders",
                "environment": "dev",
                "field": "env.PASSWORD",
                "exists": True,
                "levels": [
                    {
                        "level": "service",
                        "value": {"secret": "database-password"},
                        "source": {"file": file, "line": 7, "column": 13},
                    },
                    {"level": "service in dev", "value": None, "source": {"file": file, "line": 16, "column": 39}},
                ],
                "value": None,
            }
        ]
    }


def test_a_service_that_does_not_exist_there(catalog: Workspace) -> None:
    catalog.write("catalog/services/orders.yaml", SERVICE + "enabled: false\n")
    out = catalog.kubecatalog("explain", "orders", "replicas", "--env", "dev").out
    assert out.startswith("replicas of orders in dev (where the service does not exist): 1\n")


@pytest.mark.parametrize(
    ("field", "said", "hint"),
    [
        ("replcas", 'there is no field "replcas"', 'did you mean "replicas"?'),
        ("autoscale.mni", 'there is no field "autoscale.mni"', 'did you mean "min"?'),
        ("resources.cpu", 'there is no field "resources.cpu"', 'did you mean "requests.cpu"?'),
        ("env.A.secert", 'there is no field "env.A.secert"', 'did you mean "secret"?'),
        ("[0]", '"[0]" is not a field', "for example: replicas, or env.LOG_LEVEL"),
        ("..", '".." is not a field', "for example: replicas, or env.LOG_LEVEL"),
    ],
)
def test_a_field_that_there_is_not(catalog: Workspace, field: str, said: str, hint: str) -> None:
    result = catalog.kubecatalog("explain", "orders", field)
    assert (result.code, result.out, result.err) == (2, "", f"kubecatalog: {said}\n    {hint}\n")


def test_a_broken_catalog_is_not_explained(catalog: Workspace) -> None:
    catalog.write("catalog/services/orders.yaml", SERVICE + "prot: 80\n")
    result = catalog.kubecatalog("explain", "orders", "replicas")
    assert (result.code, result.err) == (1, "")
    assert result.out.startswith('catalog/services/orders.yaml:25:1: error[unknown-field] unknown field "prot"\n')
    result = catalog.kubecatalog("explain", "orders", "replicas", "--format", "json")
    assert [item["rule"] for item in json.loads(result.out)["findings"]] == ["unknown-field"]


def test_what_high_availability_gives_says_why(workspace: Workspace) -> None:
    workspace.write("catalog/platform.yaml", "environments: {prod: {production: true}}\n")
    workspace.write("catalog/services/web.yaml", "image: a:1\nreplicas: 2\nworkloads: {worker: {replicas: 3}}\n")
    told = workspace.kubecatalog("explain", "web", "podDisruptionBudget").out
    assert "high availability (2 pods in prod)" in told
    assert "a drain of nodes never takes all" in told
    assert "(3 pods in prod)" in workspace.kubecatalog("explain", "web", "workloads.worker.podDisruptionBudget").out
