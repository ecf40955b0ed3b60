"""A repository, as the commands for secrets see it: whose Secret is meant, who can read it, how it is changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from generator.cache.files import FileDigests
from generator.catalog import load
from generator.catalog.suggest import did_you_mean
from generator.errors import KubecatalogError
from generator.inputs import Inputs
from generator.model.catalog import Service
from generator.model.plan import ServicePlan
from generator.model.recipients import Rule
from generator.pipeline import last_run
from generator.resources import secret
from generator.resources.secret import Secret
from generator.secrets import sops_config
from generator.secrets.file import Place
from generator.secrets.needs import Need, needs
from generator.secrets.owners import place_for
from generator.secrets.sops import Sops
from generator.secrets.store import Head, Store
from generator.tools.locate import tool
from generator.workspace import Workspace


class Target(Struct, frozen=True):
    """One Secret of a service in an environment."""

    place: Place
    rule: Rule
    secret: Secret
    plan: ServicePlan

    @property
    def head(self) -> Head:
        return Head(self.secret.name, self.secret.type)


class Session:
    """Raises KubecatalogError where the platform file has errors."""

    def __init__(self, workspace: Workspace) -> None:
        load.must_exist(workspace.root)
        self.workspace = workspace
        known = last_run(workspace)
        self.inputs = Inputs(workspace.root, known, FileDigests(workspace.root, known.files))
        wrong = [finding for finding in self.inputs.catalog.findings if finding.severity == "error"]
        if wrong:
            message = f"{wrong[0].source}: {wrong[0].message}"
            raise KubecatalogError(
                message, wrong[0].hint or "`kubecatalog validate` says what is wrong with the catalog"
            )

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """By environment, of those that have encrypted Secrets."""
        return {name: rule for name, rule in self.inputs.rules.items() if rule}

    @cached_property
    def _planned(self) -> Inputs:
        """What each unit has to do with Secrets is known of all; of what changed since the last run, anew."""
        from generator.make import plan  # which brings all that renders and checks

        plan(self.inputs, sorted(self.inputs.stale))
        return self.inputs

    def needs(self, environment: str) -> dict[str, Need]:
        """By its name, every Secret that a service keeps encrypted in an environment, with all who use it."""
        from generator.checks.secret import usages

        inputs = self._planned
        return needs(environment, usages(inputs, environment), inputs.secrets, inputs.files)

    def environment(self, name: str) -> Rule:
        if name not in self.inputs.rules:
            hint = did_you_mean(name, self.inputs.rules) or f"there are {', '.join(self.inputs.rules)}"
            raise KubecatalogError(f'there is no environment "{name}"', hint)
        if name not in self.rules:
            message = f"nobody can read Secrets of {name}: it names no recipients"
            raise KubecatalogError(message, f"add `environments.{name}.secrets` to {load.PLATFORM_FILE}")
        return self.rules[name]

    def target(self, text: str) -> Target:
        """`ENVIRONMENT/SERVICE`, or `ENVIRONMENT/SERVICE.NAME` for one of its `secrets`."""
        environment, slash, stem = text.partition("/")
        if not slash or not stem or "/" in stem:
            raise KubecatalogError(f'"{text}" is not ENVIRONMENT/SERVICE', "for example: dev/orders")
        rule = self.environment(environment)
        service, _, label = stem.partition(".")
        plan = self.plan(environment, service)
        found = {own.label: own for own in secret.kept(plan)}
        if label not in found:
            if not label:
                message = f"the Secret of {service} is fetched from elsewhere in {environment}"
                raise KubecatalogError(message, "see its `externalSecret`")
            hint = did_you_mean(label, found) or f"add `secrets: {{{label}: {{}}}}` to its catalog file"
            raise KubecatalogError(f'{service} has no Secret "{label}"', hint)
        own = Place(environment, service, label)
        place = place_for(self.inputs.secrets, found[label].name, own, self.inputs.files)
        return Target(place, rule, found[label], plan)

    def targets(self, environment: str, service: str) -> list[Target]:
        """Every Secret that a service keeps encrypted in an environment."""
        stems = [
            f"{service}.{own.label}" if own.label else service for own in secret.kept(self.plan(environment, service))
        ]
        return [self.target(f"{environment}/{stem}") for stem in stems]

    def service(self, name: str) -> Service:
        """Raises KubecatalogError where there is none that could be read."""
        files = self.inputs.files
        if name not in files:
            hint = did_you_mean(name, files) or f"the services are {', '.join(files)}"
            raise KubecatalogError(f'there is no service "{name}"', hint)
        service = self.inputs.service(name)
        if service.broken:
            wrong = service.findings[0]
            raise KubecatalogError(f"{wrong.source}: {wrong.message}", wrong.hint)
        return service

    def plan(self, environment: str, name: str) -> ServicePlan:
        service = self.service(name)
        if environment not in service.specs:
            raise KubecatalogError(f"{name} does not exist in {environment}", f"see `enabled` in {service.file}")
        return self.inputs.catalog.plan(service, environment, self.inputs.neighbours(name))

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The encrypted files, for one process at a time. The rules are those of the catalog as it is now."""
        with self.workspace.scratch() as scratch:
            yield Store(self.workspace.root, scratch, ruled(self.workspace, scratch, self.rules.values()))


def ruled(workspace: Workspace, folder: Path, rules: Iterable[Rule]) -> Sops:
    """sops, with creation rules that are written to a folder."""
    config = folder / sops_config.FILE
    config.write_text(sops_config.text(rules))
    return Sops(tool("sops", workspace.root, workspace.tool_environ), workspace.environ, config)
