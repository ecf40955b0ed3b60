"""After any edit, a run with a cache finds and writes what a run without one does."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from generator.errors import KubecatalogError
from generator.pipeline import Options, Outcome
from tests.incremental.shop import CONF, Shop
from tests.repository import SERVICES, Repository, told

Edit = Callable[[Shop, Random], object]


def a_service(shop: Shop, random: Random) -> str:
    return random.choice(sorted(shop.services))


def of_environment(shop: Shop, random: Random) -> dict[str, object]:
    """What a service says of one environment, to be added to."""
    environments: dict[str, dict[str, object]] = shop.services[a_service(shop, random)].setdefault("environments", {})
    return environments.setdefault(random.choice(sorted(shop.platform["environments"])), {})


def change_port(shop: Shop, random: Random) -> None:
    shop.services[a_service(shop, random)]["ports"] = {
        "sql": random.randint(1000, 1003),
        "http": random.randint(80, 82),
    }


def change_dependencies(shop: Shop, random: Random) -> None:
    """Of anything on anything: circles and services that are not there may come of it."""
    names = [*sorted(shop.services), "db", "nothing"]
    shop.services[a_service(shop, random)]["dependsOn"] = random.sample(names, random.randint(0, 2))


def rename(shop: Shop, random: Random) -> None:
    shop.services[f"new-{random.randint(0, 3)}"] = shop.services.pop(a_service(shop, random))


def remove(shop: Shop, random: Random) -> None:
    if len(shop.services) > 2:
        del shop.services[a_service(shop, random)]


def add(shop: Shop, random: Random) -> None:
    name = random.choice(("db", "cache", "added"))
    shop.services[name] = {"image": "registry.example.com/added:1", "ports": {"sql": 5432}}


def toggle(shop: Shop, random: Random) -> None:
    of_environment(shop, random)["enabled"] = random.random() < 0.4


def change_platform(shop: Shop, random: Random) -> None:
    name = random.choice(sorted(shop.platform["environments"]))
    shop.platform["environments"][name] = {"domain": f"{random.randint(0, 2)}.example.com"}
    shop.platform["defaults"]["labels"] = {"team": random.choice("ab")}


def change_delivery(shop: Shop, random: Random) -> None:
    """What the controllers are told, or that they are told nothing."""
    told_of: tuple[dict[str, object], ...] = (
        {"flux": True, "argocd": True},
        {"flux": {"per": "group", "notifications": {"provider": {"type": "slack"}}}},
        {"flux": {"serviceAccountName": "shop", "rbac": True}, "path": "deploy"},
        {"flux": {"interval": "10s"}},
    )
    shop.platform.pop("delivery", None)
    if random.random() < 0.8:
        shop.platform["delivery"] = {"repository": "https://git.example.com/deploy.git", **random.choice(told_of)}


def change_environments(shop: Shop, random: Random) -> None:
    environments = shop.platform["environments"]
    if "test" in environments:
        del environments["test"]
    else:
        environments["test"] = {"extends": "prod"}


def change_file(shop: Shop, random: Random) -> None:
    shop.repository.write(CONF, f"port = {random.randint(1, 3)}\n")


def remove_file(shop: Shop, random: Random) -> None:
    (shop.root / CONF).unlink(missing_ok=True)


def break_service(shop: Shop, random: Random) -> None:
    shop.services[a_service(shop, random)].update(random.choice(({"colour": 1}, {"replicas": "x"}, {"image": "A B"})))


def break_meaning(shop: Shop, random: Random) -> None:
    of_environment(shop, random)["metrics"] = {"port": "none"}


def break_schema(shop: Shop, random: Random) -> None:
    patch = {"target": {"kind": "Deployment"}, "patch": {"spec": {"replicas": "many"}}}
    shop.services[a_service(shop, random)]["patches"] = [patch]


def break_kustomize(shop: Shop, random: Random) -> None:
    metadata = {"name": "x", "labels": {"a": "b"}, "annotations": {"a": 1}}
    shop.services[a_service(shop, random)]["manifests"] = [
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata}
    ]


def break_platform(shop: Shop, random: Random) -> None:
    shop.platform["nonsense"] = True


def clash(shop: Shop, random: Random) -> None:
    shop.services[a_service(shop, random)]["name"] = "same-name"


def heal(shop: Shop, random: Random) -> None:
    """Take away whatever may be wrong."""
    shop.platform.pop("nonsense", None)
    shop.repository.write(CONF, "port = 1\n")
    for service in shop.services.values():
        for name in ("colour", "patches", "name", "dependsOn", "environments", "manifests"):
            service.pop(name, None)
        service.update(image="registry.example.com/healed:1", replicas=1)


def edit_tree(shop: Shop, random: Random) -> None:
    paths = sorted(shop.repository.tree())
    if paths:
        path = shop.root / random.choice(paths)
        path.write_bytes(path.read_bytes() + b"# by hand\n")


def restore_tree(shop: Shop, random: Random) -> None:
    for name in shop.repository.tree():
        path = shop.root / name
        if path.read_bytes().endswith(b"# by hand\n"):
            path.write_bytes(path.read_bytes().removesuffix(b"# by hand\n"))


def remove_tree(shop: Shop, random: Random) -> None:
    paths = sorted(shop.repository.tree())
    for path in random.sample(paths, min(3, len(paths))):
        (shop.root / path).unlink()


def validate_partly(shop: Shop, random: Random) -> None:
    shop.validate(a_service(shop, random), env=random.choice(("", "prod")))


EDITS: tuple[Edit, ...] = (
    *(change_port, change_dependencies, rename, remove, add, toggle, change_platform, change_environments, change_file),
    change_delivery,
    *(remove_file, break_service, break_meaning, break_schema, break_kustomize, break_platform, clash, edit_tree),
    *(restore_tree, remove_tree, validate_partly, *(heal,) * 6),
)


def outcome_of(repository: Repository, options: Options) -> tuple[list[str], list[str], list[str]]:
    try:
        outcome: Outcome = repository.run(options)
    except KubecatalogError as error:
        return [error.message], [], []
    hints = [finding.hint for finding in outcome.findings]
    return [*told(outcome.findings), *hints], outcome.written, outcome.deleted


@pytest.mark.parametrize("script", range(5))
def test_a_cache_makes_no_difference(script: int, tmp_path: Path) -> None:
    random = Random(script)
    shop = Shop(tmp_path / "shop")
    shop.render()
    done: list[str] = []
    for step in range(12):
        edit = random.choice(EDITS)
        done.append(edit.__name__)
        edit(shop, random)
        shop.save()
        fresh = Repository(tmp_path / f"fresh-{step}")
        shutil.copytree(shop.root, fresh.root, ignore=shutil.ignore_patterns(".kubecatalog"))
        # Whether it was looked at before it is written may make a difference, too.
        for options in (Options(), Options(write=True))[random.randrange(2) :]:
            found = outcome_of(shop.repository, options)
            assert found == outcome_of(fresh, options), done
        assert shop.repository.tree() == fresh.tree(), done
        assert (fresh.root / SERVICES).is_dir()
