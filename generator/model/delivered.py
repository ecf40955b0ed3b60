"""The platform file's `delivery` and the services' `clusters` -> what is wrong with them beyond their schema."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from generator.catalog.load import Mistake
from generator.catalog.suggest import did_you_mean
from generator.json_types import Json, JsonMap, Path, as_map, get
from generator.model import placeholders
from generator.model.build import delivery_of
from generator.model.layers import environment_fields, environment_names, giver
from generator.model.neighbours import Facts
from generator.model.plan import Environment


def mistakes(platform: JsonMap) -> Iterator[Mistake]:
    """`platform` fits its schema."""
    told = set()
    for name in environment_names(platform):
        wanted = delivery_of(platform, environment_fields(platform, name))
        if wanted and not wanted.get("repository"):
            owner = giver(platform, name, "delivery")
            own = (platform["environments"][owner] or {}).get("delivery")
            path: Path = ("environments", owner, "delivery") if own else ("delivery",)
            if path not in told:
                told.add(path)
                message = "nothing says which repository the clusters read"
                hint = "add `repository: https://git.example.com/shop/deploy.git`"
                yield Mistake("missing-repository", path, message, hint, at_key=True)
    yield from _rolling(platform)
    yield from _branches(platform)


_OF_ALL = ("repository", "path", "argocd.namespace", "argocd.whenRemoved")
"""What one ApplicationSet, and the Application that applies it, can have one of for all of its environments."""


def _differing(platform: JsonMap, known: Sequence[str]) -> Iterator[Mistake]:
    """Environments that are to change one after the other, and are not delivered alike, or twice, or not by Argo CD."""
    seen: dict[str, JsonMap] = {}
    for path, name in ((path, name) for path, name in _ordered(platform) if name in known):
        delivery = delivery_of(platform, environment_fields(platform, name))
        own = as_map(delivery.get("argocd"))
        mine = {**delivery, **{f"argocd.{field}": value for field, value in own.items()}}
        first = next(iter(seen), name)
        wrong = [field for field in _OF_ALL if mine.get(field) != seen.get(first, mine).get(field)]
        if name in seen:
            message, hint = f"{name} has its turn already", "remove it here: an environment changes once"
            yield Mistake("differing-environments", path, message, hint)
        elif not own:
            message = f"{name} is not delivered by Argo CD, so its turn never comes"
            yield Mistake("differing-environments", path, message, "remove it, or set `argocd` in its `delivery`")
        elif wrong:
            one, other = (json.dumps(of.get(wrong[0])) for of in (mine, seen[first]))
            message = f"{name} has {one} as `{wrong[0]}`, and {first} has {other}; one ApplicationSet makes both"
            hint = "say it for the platform, in its `delivery`, or leave the environment out of the order"
            yield Mistake("differing-environments", path, message, hint)
        if own:
            seen.setdefault(name, mine)


def _ordered(platform: JsonMap) -> Iterator[tuple[Path, str]]:
    """The environments of the order, with where each of them is named."""
    argocd = as_map(platform.get("delivery")).get("argocd")
    for place, step in enumerate(as_map(argocd).get("rollingSync") or ()):
        path: Path = ("delivery", "argocd", "rollingSync", place)
        if isinstance(step, str):
            yield path, step
        else:
            yield from (((*path, "environments", index), name) for index, name in enumerate(step["environments"]))


def push_branch(delivery: JsonMap, environment: str) -> JsonMap:
    """The branch that Flux commits images of an environment to, where it is not the one that is delivered."""
    branch = delivery["flux"]["images"].get("push", {}).get("branch")
    return {"branch": placeholders.fill(branch, {"environment": environment})} if branch else {}


def _branches(platform: JsonMap) -> Iterator[Mistake]:
    """Environments whose images are committed to one branch beside the one that is delivered: its controller writes
    such a branch anew each time, without what others have committed to it."""
    taken: dict[str, str] = {}
    for name in environment_names(platform):
        wanted = delivery_of(platform, environment_fields(platform, name))
        branch = push_branch(wanted, name).get("branch") if "flux" in wanted else None
        if not branch or branch == wanted["branch"]:
            continue
        owner = taken.setdefault(branch, name)
        if owner != name:
            field = ("delivery", "flux", "images", "push", "branch")
            level: Path = ("environments", giver(platform, name, "delivery"), *field)
            path = level if _has(platform, level) else field
            message = f'{owner} and {name} both write the branch "{branch}" anew, without what the other has committed'
            yield Mistake("shared-branch", path, message, f"write `{branch}-{{environment}}`, quoted")
            return


def _has(value: Json, path: Path) -> bool:
    try:
        get(value, path)
    except KeyError:
        return False
    return True


def _rolling(platform: JsonMap) -> Iterator[Mistake]:
    """Environments that change one after the other: the platform says in which order, and there are such."""
    known = list(environment_names(platform))
    for path, name in _ordered(platform):
        if name not in known:
            hint = did_you_mean(name, known) or f"the environments are {', '.join(known)}"
            yield Mistake("unknown-environment", path, f'there is no environment "{name}"', hint)
    yield from _differing(platform, known)
    for name, own in (platform.get("environments") or {}).items():
        told = ((own or {}).get("delivery") or {}).get("argocd")
        if isinstance(told, dict) and "rollingSync" in told:
            path = ("environments", name, "delivery", "argocd", "rollingSync")
            message = "one environment cannot say in which order all of them change"
            yield Mistake(
                "order-of-one-environment", path, message, "move it to the platform's `delivery`", at_key=True
            )


class Misplaced(Struct, frozen=True):
    """What is wrong with the clusters of a service in an environment, and at which of its fields."""

    rule: str
    service: str
    environment: str
    field: Path
    message: str
    hint: str


def misplaced(facts: Mapping[str, Facts], environments: Mapping[str, Environment]) -> Iterator[Misplaced]:
    """Services that name clusters which there are not, or that depend on what is not on all of theirs."""
    for service, own in facts.items():
        for name, fact in own.items():
            environment = environments[name]
            known = {*environment.clusters, *regions(environment)}
            for index, wanted in enumerate(fact.get("clusters", ()) if len(environment.clusters) > 1 else ()):
                if wanted not in known:
                    message = f'the environment {name} has no cluster and no region "{wanted}"'
                    hint = did_you_mean(wanted, known) or f"they are {', '.join(sorted(known))}"
                    yield Misplaced("unknown-cluster", service, name, ("clusters", index), message, hint)
            yield from _dependencies(service, name, facts, environment)


def _dependencies(service: str, name: str, facts: Mapping[str, Facts], environment: Environment) -> Iterator[Misplaced]:
    fact = facts[service][name]
    here = clusters_of(environment, fact.get("clusters", ()))
    for item in fact["dependsOn"]:
        other = facts.get(item.get("service", ""), {}).get(name)
        there = clusters_of(environment, other.get("clusters", ())) if other else frozenset()
        missing = sorted(here - there)
        if there and missing:  # a cluster that there is not is told by itself
            message = f"{item['service']} is not on {', '.join(missing)}, where {service} is, in {name}"
            hint = f"give {item['service']} these `clusters`, too, or take them from {service}"
            yield Misplaced("dependency-elsewhere", service, name, ("dependsOn", item["service"]), message, hint)


def regions(environment: Environment) -> Iterable[str]:
    """The regions of its clusters."""
    return dict.fromkeys(own["region"] for own in environment.clusters.values() if own.get("region"))


def clusters_of(environment: Environment, wanted: Iterable[str]) -> frozenset[str]:
    """The clusters that a service names, by their name or region; all where it names none, or where there is one."""
    every, names = environment.clusters, set(wanted)
    if not names or len(every) == 1:
        return frozenset(every)
    return frozenset(name for name, own in every.items() if names & {name, own.get("region")})
