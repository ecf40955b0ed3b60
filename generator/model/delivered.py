"""The platform file's `delivery` and the services' `clusters` -> what is wrong with them beyond their schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.catalog.load import Mistake
from generator.catalog.suggest import did_you_mean
from generator.json_types import Json, JsonMap, Path, get
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
    argocd = (platform.get("delivery") or {}).get("argocd")
    steps = (argocd.get("rollingSync") or ()) if isinstance(argocd, dict) else ()
    for place, step in enumerate(steps):
        start: Path = ("delivery", "argocd", "rollingSync", place)
        listed = not isinstance(step, str)
        for index, name in enumerate(step["environments"] if listed else [step]):
            if name not in known:
                path = (*start, "environments", index) if listed else start
                hint = did_you_mean(name, known) or f"the environments are {', '.join(known)}"
                yield Mistake("unknown-environment", path, f'there is no environment "{name}"', hint)
    for name, own in (platform.get("environments") or {}).items():
        told = ((own or {}).get("delivery") or {}).get("argocd")
        if isinstance(told, dict) and "rollingSync" in told:
            path = ("environments", name, "delivery", "argocd", "rollingSync")
            message = "one environment cannot say in which order all of them change"
            yield Mistake(
                "order-of-one-environment", path, message, "move it to the platform's `delivery`", at_key=True
            )


@dataclass(frozen=True, slots=True)
class Misplaced:
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
