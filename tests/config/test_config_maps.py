"""Configuration from the catalog to what kustomize makes of it, in two environments."""

from __future__ import annotations

import base64
import json
import tomllib
from pathlib import Path

import pytest
import yaml

from generator.json_types import Json, JsonMap
from generator.resources.config_map import KEEP_UNTIL_ROLLED, RELOADER
from tests.law.planning import Plans, broken
from tests.repository import SERVICES, Repository, told

PLATFORM: JsonMap = {"name": "shop", "environments": {"dev": {"domain": "dev.example.com"}, "prod": {}}}
IMAGE = {"image": "registry.example.com/shop/app:1"}
FLASK = f"{SERVICES}/flask-microservice"
BYTES = bytes(range(256))


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def built(repository: Repository, service: JsonMap, environment: str = "prod") -> dict[str, list[JsonMap]]:
    """What the service's overlay renders to, by kind."""
    repository.catalog(PLATFORM, {"app": {**IMAGE, **service}})
    repository.rendered()
    done = repository.kustomize(f"overlays/{environment}/app")
    found: dict[str, list[JsonMap]] = {}
    for manifest in yaml.safe_load_all(done.stdout):
        found.setdefault(manifest["kind"], []).append(manifest)
    return found


def findings(repository: Repository, service: JsonMap) -> list[str]:
    repository.catalog(PLATFORM, {"app": {**IMAGE, **service}})
    return [line.removeprefix(f"{SERVICES}/") for line in told(repository.render().findings)]


def flask(repository: Repository, **more: Json) -> JsonMap:
    """The configuration of the service that ran long before it came into the catalog."""
    for name in ("application.yml", "logback.xml"):
        source = Path(__file__).parents[2] / FLASK / name
        repository.write(f"{FLASK}/{name}", source.read_bytes())
    files = {name: {"from": f"flask-microservice/{name}"} for name in ("application.yml", "logback.xml")}
    return {"config": {"name": "flask-config", "mount": "/etc/config", "files": files, **more}}


def test_a_rollout_has_a_name_of_its_content(repository: Repository) -> None:
    found = built(repository, flask(repository))
    (config,) = found["ConfigMap"]
    (workload,) = found["Deployment"]
    assert config["metadata"]["name"].startswith("flask-config-")
    assert config["metadata"]["annotations"] == KEEP_UNTIL_ROLLED
    (volume,) = workload["spec"]["template"]["spec"]["volumes"]
    assert volume == {"name": "config", "configMap": {"name": config["metadata"]["name"]}}
    assert "annotations" not in workload["metadata"]


def test_a_live_one_keeps_its_name_and_tells_the_reloader(repository: Repository) -> None:
    found = built(repository, flask(repository, reload="live"))
    (config,) = found["ConfigMap"]
    (workload,) = found["Deployment"]
    assert config["metadata"]["name"] == "flask-config"
    assert "annotations" not in config["metadata"]
    pod = workload["spec"]["template"]["spec"]
    assert pod["volumes"] == [{"name": "config", "configMap": {"name": "flask-config"}}]
    assert pod["containers"][0]["volumeMounts"] == [{"name": "config", "mountPath": "/etc/config", "readOnly": True}]
    assert workload["metadata"]["annotations"] == {RELOADER: "flask-config"}
    quiet = built(repository, flask(repository, reload="live", reloader=False))
    assert "annotations" not in quiet["Deployment"][0]["metadata"]


def test_an_environment_changes_one_key_of_a_file(repository: Repository) -> None:
    service = flask(repository)
    change = {"server": {"port": 5001}, "logging": {"level": None}}
    service["environments"] = {"prod": {"config": {"files": {"application.yml": {"data": change}}}}}
    before = yaml.safe_load(built(repository, service, "dev")["ConfigMap"][0]["data"]["application.yml"])
    (config,) = built(repository, service)["ConfigMap"]
    wanted = {**before, "server": {**before["server"], "port": 5001}}
    wanted.setdefault("logging", {}).pop("level", None)
    assert yaml.safe_load(config["data"]["application.yml"]) == wanted


@pytest.mark.parametrize("reload", ["rollout", "live"])
def test_bytes_stay_as_they_are(reload: str, repository: Repository) -> None:
    contents = {f"{length}.bin": b"\xff" * length for length in (0, 1, 51, 52, 53, 104, 105, 106)}
    contents |= {"all.bin": BYTES, "long.bin": BYTES * 40, "more.txt": b"text\r\n\xc3"}
    for name, content in contents.items():
        repository.write(f"{SERVICES}/app/{name}", content)
    files: JsonMap = {name: {"from": f"app/{name}"} for name in contents}
    other = {"all.bin": {"from": "app/long.bin"}, "52.bin": "text", "53.bin": None}
    service = {
        "config": {"reload": reload, "files": {**files, "b.txt": "text"}},
        "environments": {"prod": {"config": {"files": {**other, "b.txt": {"from": "app/all.bin"}}}}},
    }
    assert _contents(built(repository, service, "dev")["ConfigMap"][0]) == {**contents, "b.txt": b"text"}
    wanted = {**contents, "all.bin": BYTES * 40, "52.bin": b"text", "b.txt": BYTES}
    del wanted["53.bin"]
    assert _contents(built(repository, service)["ConfigMap"][0]) == wanted
    plans = Plans(repository)
    assert [*broken(plans, "dev"), *broken(plans, "prod")] == []


def _contents(config: JsonMap) -> dict[str, bytes]:
    texts = {name: text.encode() for name, text in config.get("data", {}).items()}
    return texts | {name: base64.b64decode(text) for name, text in config.get("binaryData", {}).items()}


def test_placeholders_only_where_the_file_is_a_template(repository: Repository) -> None:
    repository.write(f"{SERVICES}/app/a.json", '{"a": 1, "host": "{name}.{namespace}", "raw": "{{name}}"}')
    text = "{name} {{name}} {a b} {}\n"
    files: JsonMap = {
        "plain.txt": text,
        "text.txt": {"text": text, "template": True},
        "a.json": {"from": "app/a.json"},
        "b.json": {"from": "app/a.json", "template": True},
        "c.json": {"from": "app/a.json", "template": True, "data": {"list": ["{environment}"], "raw": None}},
        "d.json": {"data": {"x": "{name}"}},
    }
    (config,) = built(repository, {"config": {"files": files}})["ConfigMap"]
    data = config["data"]
    assert data["plain.txt"] == text
    assert data["text.txt"] == "app {name} {a b} {}\n"
    assert data["a.json"] == (repository.root / f"{SERVICES}/app/a.json").read_text()
    assert data["b.json"] == '{"a": 1, "host": "app.shop-prod", "raw": "{name}"}'
    assert json.loads(data["c.json"]) == {"a": 1, "host": "app.shop-prod", "list": ["prod"]}
    assert json.loads(data["d.json"]) == {"x": "{name}"}


def test_an_unknown_placeholder_of_a_file_is_told_there(repository: Repository) -> None:
    repository.write(f"{SERVICES}/app/a.txt", "one {name}\n  two {{nam}} {nam}\n")
    service = {"config": {"files": {"a.txt": {"from": "app/a.txt", "template": True}}}}
    assert findings(repository, service) == ["app/a.txt:2:15: unknown-placeholder: there is no placeholder {nam}"]
    service["config"]["files"]["a.txt"] = {"template": True, "data": {}, "format": "json"}
    service["config"]["files"]["a.txt"]["data"] = {"a": ["{domain}"]}
    assert findings(repository, service) == [
        "app.yaml:8:11: unknown-placeholder: {domain} has no value: the environment prod has no domain"
    ]


@pytest.mark.parametrize(
    ("name", "content", "place", "message"),
    [
        ("a.yml", "a: 1\n b: 2\n", "2:2", "a field cannot start here"),
        ("a.json", '{"a": 1,}\n', "1:9", "not JSON: "),
        ("a.toml", "a = 1\nb = c\n", "2:5", "not TOML: invalid value"),
        ("a.properties", "a=\\uxyz\n", "1:1", "\\u without four hexadecimal digits"),
        ("a.env", "A=1\nB\n", "2:1", "expected NAME=value"),
    ],
)
def test_a_file_that_cannot_be_read(name: str, content: str, place: str, message: str, repository: Repository) -> None:
    repository.write(f"{SERVICES}/app/{name}", content)
    service = {"config": {"files": {name: {"from": f"app/{name}", "data": {"A": "1"}}}}}
    (line,) = findings(repository, service)
    assert line.startswith(f"app/{name}:{place}: unreadable-config-file: ")
    assert message in line


def test_characters_that_kustomize_cannot_carry_are_escaped(repository: Repository) -> None:
    characters = "".join(map(chr, (*range(0x7F, 0xA0), 0xFFFE, 0xFFFF)))
    escapes = "".join(f"\\u{ord(character):04x}" for character in characters)
    repository.write(f"{SERVICES}/app/a.json", f'{{"a": "{escapes}", "b": "\\ud800"}}')
    repository.write(f"{SERVICES}/app/a.toml", f'a = "{escapes}"')
    repository.write(f"{SERVICES}/app/a.yml", f'a: "{escapes}"')
    files = {f"a.{form}": {"from": f"app/a.{form}", "data": {"c": 1}} for form in ("json", "toml", "yml")}
    (config,) = built(repository, {"config": {"files": files}})["ConfigMap"]
    assert json.loads(config["data"]["a.json"]) == {"a": characters, "b": "\ud800", "c": 1}
    assert tomllib.loads(config["data"]["a.toml"]) == {"a": characters, "c": 1}
    assert yaml.safe_load(config["data"]["a.yml"]) == {"a": characters, "c": 1}


def test_a_manifest_must_still_be_text(repository: Repository) -> None:
    repository.write(f"{SERVICES}/app/a.bin", BYTES)
    service = {"config": {"files": {"a.bin": {"from": "app/a.bin"}}}, "manifests": [{"from": "app/a.bin"}]}
    (line,) = findings(repository, service)
    assert "invalid-encoding: catalog/services/app/a.bin: it is not UTF-8 text" in line


def test_several_config_maps(repository: Repository) -> None:
    service = {
        "config": {"values": {"A": "1"}, "env": True},
        "configs": {
            "rules": {"mount": ["/etc/rules"], "defaultMode": 0o440, "files": {"a.json": {"data": {"b": 1}}}},
            "flags": {"reload": "live", "values": {"B": "1"}, "env": True},
            "unused": {"name": "other", "reload": "live", "files": {"c.txt": "c"}},
            "frozen": {"immutable": True, "files": {"d.txt": "d"}},
        },
        "containers": {
            "side": {
                **IMAGE,
                "volumeMounts": [{"name": "rules", "mountPath": "/r"}, {"name": "frozen", "mountPath": "/f"}],
            }
        },
        "environments": {"prod": {"configs": {"frozen": {"files": {"d.txt": "e"}}}}},
    }
    found = built(repository, service)
    names = {
        config["metadata"]["name"].rpartition("-")[0] or config["metadata"]["name"] for config in found["ConfigMap"]
    }
    assert names == {"app-config", "app-rules", "app", "other", "app-frozen"}
    (workload,) = found["Deployment"]
    assert workload["metadata"]["annotations"] == {RELOADER: "app-flags"}
    main, side = workload["spec"]["template"]["spec"]["containers"]
    assert [item["configMapRef"]["name"].removesuffix("-flags") for item in main["envFrom"]][1] == "app"
    assert main["volumeMounts"] == [{"name": "rules", "mountPath": "/etc/rules", "readOnly": True}]
    assert {mount["name"] for mount in side["volumeMounts"]} == {"rules", "frozen"}
    volumes = {item["name"]: item["configMap"] for item in workload["spec"]["template"]["spec"]["volumes"]}
    assert volumes.keys() == {"rules", "frozen"}
    assert volumes["rules"]["defaultMode"] == 0o440
    (frozen,) = (config for config in found["ConfigMap"] if config["metadata"]["name"].startswith("app-frozen-"))
    assert frozen["immutable"] is True
    assert frozen["data"] == {"d.txt": "e"}
    assert list(broken(Plans(repository), "prod")) == []
