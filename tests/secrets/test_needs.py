"""What the catalog uses of Secrets, against the encrypted files: what is missing, of whom, and what nobody needs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from generator.json_types import Json, JsonMap
from generator.resources.secret_references import MARK
from tests.secrets.shop import FILE, ORDERS, SERVICE, Shop


@pytest.fixture
def shop(shop: Shop) -> Shop:
    """With all that its service needs."""
    write(shop, ORDERS, SERVICE)
    return shop


def findings(shop: Shop, *rules: str) -> list[str]:
    """As `file:line:column severity rule message [environments]`, those of the rules alone where some are given."""
    done = shop.command("validate", "--format", "json")
    found: dict[str, list[str]] = {}
    for item in json.loads(done.stdout)["findings"]:
        source = item["source"]
        place = f"{source['file']}:{source['line']}:{source['column']}"
        if item["category"] == "secret" and (not rules or item["rule"] in rules):
            line = f"{place} {item['severity']} {item['rule']} {item['message']}"
            found.setdefault(line, []).extend(item["environments"])
    return [f"{line} {environments}" for line, environments in found.items()]


def write(shop: Shop, path: str, text: str) -> None:
    file = shop.root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def marks(shop: Shop, service: str = "orders", environment: str = "dev") -> list[str]:
    """The marks on the pods of the rendered overlay."""
    shop.command("render")
    text = shop.kubecatalog("build", f"{environment}/{service}")
    return list(_marks(list(yaml.safe_load_all(text))))


def _marks(value: Json) -> list[str]:
    if isinstance(value, list):
        return [mark for item in value for mark in _marks(item)]
    if not isinstance(value, dict):
        return []
    return [*([value[MARK]] if MARK in value else []), *(mark for item in value.values() for mark in _marks(item))]


def test_every_key_that_is_used_must_have_a_value(shop: Shop) -> None:
    service = """\
image: registry.example.com/shop/orders:1.0.0
port: 8080
env:
  DATABASE_PASSWORD: {secret: database-password}
  NEW: {secret: new-key}
  MAYBE: {secret: {key: maybe, optional: true}}
volumes: {other: {mount: /other, secret: {secretName: orders-secrets, items: [{key: from-a-file, path: a}]}}}
secret: {keys: {api-key: {}, token: {}, declared: {}}}
secrets: {tls: {name: orders-tls, type: kubernetes.io/tls}, registry: {pull: true}}
triggerAuthentications: {queue: {secretTargetRef: {host: amqp-url}}}
patches:
  - target: {kind: Deployment}
    patch: {spec: {template: {spec: {containers: [{name: orders, envFrom: [{secretRef: {name: patched}}]}]}}}}
"""
    write(shop, ORDERS, service)
    lacking = "error missing-secret-key the Secret has no value for the key"
    assert findings(shop) == [
        f"{ORDERS}:5:17 {lacking} new-key ['dev']",
        f"{ORDERS}:7:85 {lacking} from-a-file ['dev']",
        f"{ORDERS}:8:51 {lacking} declared ['dev']",
        f"{ORDERS}:9:41 {lacking} tls.crt ['dev']",
        f"{ORDERS}:9:41 {lacking} tls.key ['dev']",
        f"{ORDERS}:9:78 {lacking} .dockerconfigjson ['dev']",
        f"{ORDERS}:10:58 {lacking} amqp-url ['dev']",
        f"{ORDERS}:13:95 warning unknown-secret nothing here brings this Secret into the cluster ['dev']",
    ]


def test_a_key_that_nothing_uses_is_told(shop: Shop) -> None:
    shop.set("left-over", "canary")
    line = next(n for n, line in enumerate(shop.read().decode().splitlines(), 1) if "left-over" in line)
    assert findings(shop, "unused-secret-key") == [
        f"{FILE}:{line}:3 warning unused-secret-key nothing uses the key left-over ['dev']"
    ]
    write(shop, ORDERS, SERVICE.replace("keys: {api-key: {}, token: {}}, ", ""))
    assert findings(shop, "unused-secret-key") == []


def test_a_secret_without_keys_that_are_known(shop: Shop) -> None:
    write(shop, ORDERS, SERVICE + "secrets:\n  extra: {mount: /etc/extra}\nenvFrom: [{secret: orders-more}]\n")
    assert findings(shop) == [
        f"{ORDERS}:6:10 error missing-secret there is no such Secret ['dev']",
        f"{ORDERS}:7:20 warning unknown-secret nothing here brings this Secret into the cluster ['dev']",
    ]


def test_a_file_of_no_service_is_told(shop: Shop) -> None:
    write(shop, "secrets/dev/gone.sops.yaml", shop.read().decode().replace("orders-secrets", "gone-secrets"))
    assert findings(shop, "unused-secret") == [
        "secrets/dev/gone.sops.yaml:4:3 warning unused-secret no service keeps this Secret ['dev']"
    ]


def test_a_secret_in_two_files_is_told(shop: Shop) -> None:
    write(shop, "secrets/dev/web.sops.yaml", shop.read().decode())
    message = f"the Secret orders-secrets is in {FILE}, too, and kustomize takes only one"
    assert findings(shop, "duplicate-secret", "unused-secret") == [
        f"secrets/dev/web.sops.yaml:4:3 error duplicate-secret {message} ['dev']"
    ]


def test_the_name_and_the_type_are_those_of_the_catalog(shop: Shop) -> None:
    service = SERVICE.replace("secret: {k", "secret: {type: example.com/orders, k")
    write(shop, ORDERS, service)
    message = "the Secret orders-secrets is of type Opaque, and the catalog says example.com/orders"
    assert findings(shop, "wrong-secret-type") == [f"{FILE}:4:3 error wrong-secret-type {message} ['dev']"]
    shop.set("api-key", "another")
    assert b"\ntype: example.com/orders\n" in shop.read()
    assert findings(shop) == []
    write(shop, ORDERS, service + "secretName: renamed\n")
    message = "the Secret is called orders-secrets, and the catalog calls it renamed"
    assert findings(shop, "wrong-secret-name") == [f"{FILE}:4:3 error wrong-secret-name {message} ['dev']"]


def test_a_secret_of_elsewhere_is_known_by_who_makes_it(shop: Shop) -> None:
    service = """\
image: registry.example.com/shop/web:1.0.0
port: 8080
expose: [{host: web.example.com, tls: made-by-an-issuer}]
ingress: {annotations: {cert-manager.io/issuer: ours}}
certificates: {made-by-cert-manager: {dnsNames: [a.example.com], issuer: ours}}
externalSecrets: {made-by-a-store: {store: vault, data: {token: a#b}}}
env: {TOKEN: {secret: {name: made-by-a-store, key: token}}}
volumes: {tls: {mount: /tls, secret: made-by-cert-manager}}
imagePullSecrets: [of-the-platform, of-nobody]
"""
    platform = (shop.root / "catalog/platform.yaml").read_text()
    write(shop, "catalog/platform.yaml", platform.replace("secrets:\n", "secrets:\n  elsewhere: [of-the-*]\n", 1))
    write(shop, "catalog/services/web.yaml", service)
    assert findings(shop) == [
        "catalog/services/web.yaml:9:37 warning unknown-secret nothing here brings this Secret into the cluster ['dev']"
    ]


def test_two_services_share_a_secret(shop: Shop) -> None:
    service = "image: registry.example.com/shop/migrate:1.0.0\nkind: Job\nsecretName: orders-secrets\n"
    write(shop, "catalog/services/a-migrate.yaml", service + "env: {P: {secret: migration-password}}\n")
    assert findings(shop) == [
        "catalog/services/a-migrate.yaml:4:19 error missing-secret-key "
        "the Secret has no value for the key migration-password ['dev']"
    ]
    shop.set("migration-password", "canary", "dev/a-migrate")
    assert sorted(path.name for path in (shop.root / "secrets/dev").glob("*.sops.yaml")) == ["orders.sops.yaml"]
    assert findings(shop) == []


def test_pods_roll_when_a_key_that_they_use_changes_and_only_then(shop: Shop) -> None:
    write(shop, ORDERS, SERVICE.replace(", mount: /etc/orders", ""))
    (before,) = marks(shop)
    shop.set("api-key", "another")
    assert marks(shop) == [before]
    shop.set("database-password", "another")
    (after,) = marks(shop)
    assert after != before
    shop.set("database-password", "another")
    assert marks(shop) == [after]


def test_pods_that_see_all_keys_roll_at_each(shop: Shop) -> None:
    (before,) = marks(shop)
    shop.set("api-key", "another")
    assert marks(shop) != [before]


def test_a_job_is_not_changed_by_a_secret(shop: Shop) -> None:
    use = "env: {A: {secret: {name: orders-secrets, key: token}}}\n"
    service = f"image: registry.example.com/shop/job:1.0.0\nkind: Job\n{use}"
    write(shop, "catalog/services/job.yaml", service)
    assert marks(shop, "job") == []


def test_an_environment_without_recipients_is_left_alone(shop: Shop) -> None:
    platform: JsonMap = yaml.safe_load((shop.root / "catalog/platform.yaml").read_text())
    platform["environments"]["open"] = {}
    write(shop, "catalog/platform.yaml", yaml.safe_dump(platform))
    assert findings(shop) == []
    done = shop.command("secrets", "set", "open/orders", "token", stdin="canary")
    assert (done.returncode, done.stderr.splitlines()) == (
        2,
        [
            "kubecatalog: nobody can read Secrets of open: it names no recipients",
            "    add `environments.open.secrets` to catalog/platform.yaml",
        ],
    )


def test_the_seed(tmp_path: Path) -> None:
    """The reference catalog's service that the product began with: its Secret with four keys, in every environment."""
    from generator.secrets.file import read
    from generator.tools.locate import CHECKOUT

    for environment in ("dev", "staging", "prod"):
        path = f"secrets/{environment}/flask-microservice.sops.yaml"
        file = read(path, (CHECKOUT / path).read_bytes())
        assert (file.name, sorted(file.keys)) == (
            "flask-secrets",
            ["api-key", "database-password", "database-url", "jwt-secret"],
        )


def test_the_namespace_is_that_of_the_environment(shop: Shop) -> None:
    write(
        shop,
        FILE,
        shop.read().decode().replace("  name: orders-secrets\n", "  name: orders-secrets\n  namespace: other\n"),
    )
    message = "the Secret is in the namespace other, and those of dev are in shop-dev"
    assert findings(shop) == [f"{FILE}:4:3 error wrong-secret-namespace {message} ['dev']"]
    write(shop, FILE, shop.read().decode().replace("namespace: other", "namespace: shop-dev"))
    assert findings(shop) == []


def test_a_value_that_is_older_than_the_catalog_wants(shop: Shop) -> None:
    shop.git("commit", "--quiet", "--amend", "--no-edit", "--date", "2020-01-31T12:00:00")
    write(shop, ORDERS, SERVICE.replace("api-key: {}", "api-key: {maxAge: 90d}"))
    line = next(n for n, line in enumerate(shop.read().decode().splitlines(), 1) if "api-key" in line)
    message = "the value is of 2020-01-31, and a new one is wanted after 90 days"
    assert findings(shop) == [f"{FILE}:{line}:3 warning old-value {message} ['dev']"]
    shop.set("api-key", "another")
    assert findings(shop) == []
