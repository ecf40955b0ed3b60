"""What reaches a cluster from `secrets/ENVIRONMENT`: through plain kustomize, Flux, and KSOPS in Argo CD."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from generator.json_types import JsonMap
from generator.model.recipients import Rule
from generator.secrets import sops_config, target
from generator.secrets.file import Place
from generator.secrets.sops import Sops
from generator.secrets.store import Head, Store
from generator.secrets.values import Values, of_secret
from generator.tools.locate import CHECKOUT, tool
from generator.tree import ownership
from tests.secrets import ksops
from tests.secrets.age_keys import KeyPair, key_pair

CANARY = b"canary-7f3a"
SECRETS: dict[str, tuple[Head, Values]] = {
    "shop": (
        Head("shop-secrets", "Opaque"),
        {
            # In an order of bytes the MAC would not hold after a build.
            "DBNAME": b"orders",
            "DB_URL": b"postgres://shop:" + CANARY + b"@db/orders?x=%20",
            "key2": b"0123",
            "key10": b"yes",
            "binary": b"\x00\xff\xfe",
            "dollar": b"a${HOME}b$$c",
            "empty": b"",
            "lines": b"one\n  two: 'x'\n\n\ttrailing \n",
            "unicode": "žluťoučký \U0001f511".encode(),
        },
    ),
    "shop.registry": (
        Head("registry", "kubernetes.io/dockerconfigjson"),
        {".dockerconfigjson": b'{"auths":{"registry.example.com":{"auth":"dTpw"}}}'},
    ),
    "zoo": (Head("zoo-tls", "kubernetes.io/tls"), {"tls.crt": b"-----BEGIN", "tls.key": b"-----BEGIN too"}),
}
LABELS = {"app.kubernetes.io/part-of": "shop", "example.com/tier": "1"}


@dataclass(frozen=True, slots=True)
class Tree:
    """A repository with the Secrets above in two environments, and the files that build them."""

    root: Path
    keys: KeyPair
    tools: Path

    def sops(self, *options: str, stdin: bytes) -> subprocess.CompletedProcess[bytes]:
        """`sops decrypt` with the private key, from a pipe."""
        argv = [str(_tool("sops")), "decrypt", *options, "--output-type", "json"]
        return subprocess.run(argv, input=stdin, env=self.environ(), capture_output=True, check=False, timeout=60)

    def decrypted(self, *options: str, stdin: bytes) -> JsonMap:
        done = self.sops(*options, stdin=stdin)
        assert done.returncode == 0, done.stderr
        secret: JsonMap = json.loads(done.stdout)
        return secret

    def environ(self, *, key: bool = True) -> dict[str, str]:
        own = {"SOPS_AGE_KEY": self.keys.private} if key else {}
        return {"PATH": f"{self.tools}:{os.environ['PATH']}", "HOME": "/nonexistent", **own}

    def build(self, folder: str, *flags: str, key: bool = False) -> subprocess.CompletedProcess[str]:
        """`kustomize build`, with its own load restrictions, from a folder that has nothing to do with it."""
        argv = [str(_tool("kustomize")), "build", *flags, str(self.root / folder)]
        return subprocess.run(
            argv, cwd="/", env=self.environ(key=key), capture_output=True, text=True, check=False, timeout=60
        )

    def built(self, folder: str, *flags: str, key: bool = False) -> list[str]:
        """The documents of a build that says nothing else."""
        done = self.build(folder, *flags, key=key)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout.split("\n---\n")


def _tool(name: str) -> Path:
    return tool(name, CHECKOUT, os.environ)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    root = tmp_path_factory.mktemp("repository")
    keys = key_pair()
    made = Tree(root, keys, root / "tools")
    ksops.install(made.tools, _tool("sops"))
    for environment in ("dev", "prod"):
        _write_secrets(made, environment)
        paths = [Place(environment, *stem.split(".")).path for stem in SECRETS]
        for path, content in target.files(environment, paths[::-1], f"shop-{environment}", LABELS).items():
            (root / path).parent.mkdir(exist_ok=True)
            (root / path).write_bytes(content)
    (root / "secrets" / "README.md").write_text("# Not YAML: [\n")
    return made


def _write_secrets(tree: Tree, environment: str) -> None:
    """As the commands do it."""
    config = tree.root / ".sops.yaml"
    config.write_text(sops_config.text([Rule(environment, {tree.keys.public: "alice"})]))
    scratch = tree.root / "scratch"
    scratch.mkdir(exist_ok=True)
    shutil.copy(config, scratch)
    store = Store(tree.root, scratch, Sops(_tool("sops"), tree.environ(), scratch / ".sops.yaml"))
    for stem, (head, values) in SECRETS.items():
        store.change(Place(environment, *stem.split(".")), head, lambda _, values=values: values)  # type: ignore[misc]


def _assert_secrets(secrets: Sequence[JsonMap], environment: str) -> None:
    """That these are the Secrets above, as the API server wants them."""
    assert [secret["metadata"]["name"] for secret in secrets] == [head.name for head, _ in SECRETS.values()]
    for secret, (head, values) in zip(secrets, SECRETS.values(), strict=True):
        assert secret.keys() <= {"apiVersion", "kind", "metadata", "type", "data", "stringData"}
        assert (secret["apiVersion"], secret["kind"], secret["type"]) == ("v1", "Secret", head.type)
        assert secret["metadata"] == {
            "name": head.name,
            "namespace": f"shop-{environment}",
            "labels": LABELS,
            "annotations": {"kustomize.toolkit.fluxcd.io/substitute": "disabled"},
        }
        texts = [text for section in ("data", "stringData") for text in secret.get(section, {}).values()]
        assert all(isinstance(text, str) for text in texts)
        assert of_secret(secret, head.name) == values


def _as_json(document: str) -> bytes:
    """As Go writes a map: its keys in the order of their bytes."""
    return json.dumps(yaml.load(document, Loader=yaml.CSafeLoader), sort_keys=True).encode()


def _decrypted_by_flux(tree: Tree, documents: Sequence[str]) -> list[JsonMap]:
    """What its controller makes of a build: each resource with `sops.mac`, as JSON, without a look at the MAC
    (https://github.com/fluxcd/kustomize-controller/blob/v1.9.6/internal/decryptor/decryptor.go)."""
    options = ("--ignore-mac", "--input-type", "json")
    return [tree.decrypted(*options, stdin=_as_json(document)) for document in documents]


def _write_as_flux_does(folder: Path) -> list[str]:
    """The kustomization that its controller adds to a folder without one: a folder that has one is taken as a whole,
    and not looked into (https://github.com/fluxcd/pkg/blob/kustomize/v1.35.7/kustomize/kustomize_generator.go)."""
    resources: list[str] = []
    for parent, folders, names in os.walk(folder):
        whole = sorted(name for name in folders if (Path(parent) / name / "kustomization.yaml").is_file())
        folders[:] = sorted(set(folders) - set(whole))
        found = [*whole, *(name for name in sorted(names) if name.endswith((".yaml", ".yml")))]
        resources += [os.path.relpath(Path(parent) / name, folder) for name in found]
    # The controller leaves the order as it is; the command, unlike it, sorts unless it is told not to.
    document = {"resources": resources, "sortOptions": {"order": "fifo"}}
    (folder / "kustomization.yaml").write_text(json.dumps(document))
    return resources


def test_plain_build_passes_ciphertext_through(tree: Tree) -> None:
    documents = tree.built("secrets/dev")
    assert CANARY.decode() not in "".join(documents)
    for stem, document in zip(SECRETS, documents, strict=True):
        written = yaml.safe_load((tree.root / "secrets/dev" / f"{stem}.sops.yaml").read_text())
        built = yaml.safe_load(document)
        metadata = {"namespace": "shop-dev", "labels": LABELS, **written["metadata"]}
        assert built["metadata"].pop("annotations") == {"kustomize.toolkit.fluxcd.io/substitute": "disabled"}
        assert built == {**written, "metadata": metadata}


def test_mac_holds_after_the_build(tree: Tree) -> None:
    documents = tree.built("secrets/dev")
    _assert_secrets([tree.decrypted("--input-type", "yaml", stdin=document.encode()) for document in documents], "dev")


def test_value_changed_after_the_build_breaks_the_mac(tree: Tree) -> None:
    document = tree.built("secrets/dev")[0]
    changed = yaml.safe_load(document)
    del changed["stringData"]["key2"]
    done = tree.sops("--input-type", "yaml", stdin=yaml.safe_dump(changed, sort_keys=False).encode())
    assert (done.returncode, done.stdout) == (51, b"")
    assert b"MAC mismatch" in done.stderr


def test_flux_decrypts_what_it_builds(tree: Tree) -> None:
    _assert_secrets(_decrypted_by_flux(tree, tree.built("secrets/prod")), "prod")


def test_flux_on_all_environments_at_once(tree: Tree, tmp_path: Path) -> None:
    shutil.copytree(tree.root / "secrets", tmp_path / "secrets")
    assert _write_as_flux_does(tmp_path / "secrets") == ["dev", "prod"]
    secrets = _decrypted_by_flux(tree, tree.built(str(tmp_path / "secrets")))
    _assert_secrets(secrets[: len(SECRETS)], "dev")
    _assert_secrets(secrets[len(SECRETS) :], "prod")


def test_ksops_gives_the_same_secrets(tree: Tree) -> None:
    documents = tree.built("secrets/dev/ksops", "--enable-alpha-plugins", "--enable-exec", key=True)
    secrets = [yaml.safe_load(document) for document in documents]
    _assert_secrets(secrets, "dev")
    assert secrets == _decrypted_by_flux(tree, tree.built("secrets/dev"))


def test_ksops_without_a_key_gives_nothing(tree: Tree) -> None:
    done = tree.build("secrets/dev/ksops", "--enable-alpha-plugins", "--enable-exec")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Error: couldn't execute function: exit status 1" in done.stderr


def test_variant_for_ksops_fails_where_plugins_are_off(tree: Tree) -> None:
    """As in Flux, and in an Argo CD that is not set up for it."""
    done = tree.build("secrets/dev/ksops")
    assert (done.returncode, done.stdout) == (1, "")
    assert "external plugins disabled; unable to load external plugin 'ksops'" in done.stderr


def test_variant_does_not_disturb_the_target(tree: Tree, tmp_path: Path) -> None:
    shutil.copytree(tree.root / "secrets", tmp_path / "secrets")
    shutil.rmtree(tmp_path / "secrets/dev/ksops")
    assert tree.built(str(tmp_path / "secrets/dev")) == tree.built("secrets/dev")


def test_files_are_ours_and_named_by_their_folder(tree: Tree) -> None:
    made = target.files("dev", ["secrets/dev/zoo.sops.yaml", "secrets/dev/a.b.sops.yaml"], "shop", {})
    assert [path.removeprefix("secrets/dev/") for path in made] == [
        "kustomization.yaml",
        "ksops/kustomization.yaml",
        "ksops/generator.yaml",
    ]
    documents = [yaml.safe_load(content) for content in made.values()]
    assert documents[0]["resources"] == ["a.b.sops.yaml", "zoo.sops.yaml"]
    assert documents[2]["files"] == ["../a.b.sops.yaml", "../zoo.sops.yaml"]
    assert "labels" not in documents[0]
    owners = [ownership.read(content) for content in made.values()]
    assert [owner and (owner.source, owner.unchanged) for owner in owners] == [("catalog/platform.yaml", True)] * 3


def test_environment_without_secrets_has_no_target() -> None:
    assert target.files("dev", [], "shop-dev", LABELS) == {}


def _own_tree() -> Tree:
    """This repository, with the example key."""
    example = (CHECKOUT / "examples/keys/dev.agekey").read_text().splitlines()[-1]
    return Tree(CHECKOUT, KeyPair(example, ""), CHECKOUT)


def test_example_key_opens_the_secrets_of_dev() -> None:
    tree = _own_tree()
    documents = tree.built("secrets/dev")
    assert len(documents) == len(list((CHECKOUT / "secrets/dev").glob("*.sops.yaml")))
    for document in documents:
        secret = tree.decrypted("--input-type", "yaml", stdin=document.encode())
        assert secret["metadata"]["namespace"] == "shop-dev"
        assert of_secret(secret, "")


@pytest.mark.parametrize("environment", ["staging", "prod"])
def test_example_key_opens_no_others(environment: str) -> None:
    tree = _own_tree()
    for document in tree.built(f"secrets/{environment}"):
        done = tree.sops("--input-type", "yaml", stdin=document.encode())
        assert (done.returncode, done.stdout) == (128, b"")
