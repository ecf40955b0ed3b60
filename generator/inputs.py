"""`catalog/` and the index of the last run -> which units there are, what is known of them, which must be made anew."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, convert, field
from msgspec.structs import replace

from generator.cache import index
from generator.cache.files import FileDigests
from generator.cache.index import Entry, Index
from generator.catalog import load
from generator.findings import Finding, Source
from generator.json_types import JsonMap
from generator.json_types import Path as ValuePath
from generator.model.neighbours import Facts, cycles, dependencies_of, dependents_of, neighbours
from generator.secrets.inventory import Inventory
from generator.secrets.usage import Usage
from generator.tree.ownership import digest, stamped

if TYPE_CHECKING:  # reading YAML is not needed when nothing changed
    from generator.model.catalog import Catalog, Service
    from generator.model.plan import Ciphertexts
    from generator.model.recipients import Rule
    from generator.tree.layout import Files

ENVIRONMENT_UNIT = "_environment"
SECRETS_UNIT = "_secrets"
DELIVERY_UNIT = "_delivery"
COMMON_UNITS = (ENVIRONMENT_UNIT, SECRETS_UNIT, DELIVERY_UNIT)
"""Those that are no service."""


class _Read(Struct):
    """What has been read of the catalog so far."""

    catalog: Catalog | None = None
    services: dict[str, Service] = field(default_factory=dict)


class Inputs:
    """The units of a repository. `entries` are what is known of each; those named in `stale` must be made anew."""

    def __init__(self, root: Path, known: Index, digests: FileDigests, kubernetes: str = "") -> None:
        """`kubernetes` stands for the version of every environment; nothing that is known may be of another one."""
        self.root = root
        self._kubernetes = kubernetes
        self._digests = digests
        self._read = _Read()
        self.files, self.findings = load.service_files(root)
        self.platform = digests.of(load.PLATFORM_FILE) or ""
        same = known.platform == self.platform
        usable = known.entries if same else {}
        self.clean = {name: entry.clean for name, entry in usable.items()}
        """What the last run found nothing in: by unit and environment, the overlay."""
        self.entries: dict[str, Entry] = {}
        self.stale: set[str] = set()
        self.surveyed: set[str] = set()
        """Units that are planned and not made: of these it is known what they come to, not whether it is right."""
        self.secrets = Inventory(root, known.secrets if same else {}, digests, lambda: self.rules)
        derived = {SECRETS_UNIT, DELIVERY_UNIT}
        self.changed = set(usable) - derived != {ENVIRONMENT_UNIT, *self.files} or self.secrets.changed
        for name in (ENVIRONMENT_UNIT, *self.files):
            entry = usable.get(name)
            if entry is None or any(digests.of(path) != wanted for path, wanted in entry.inputs.items()):
                self.changed = True
                entry = self._new_entry(name)
            elif entry.made and entry.mark != self.mark(entry):
                entry = replace(entry, made=False)
            self.entries[name] = entry
            if not entry.made:
                self.stale.add(name)
        if self.changed:
            self._link(usable)
        self._target(usable.get(SECRETS_UNIT), same=same)
        if DELIVERY_UNIT in usable:
            self.entries[DELIVERY_UNIT] = usable[DELIVERY_UNIT]
        self.findings += self._cycles()
        self.findings += self._node_ports()
        self.findings += self._misplaced()

    @property
    def catalog(self) -> Catalog:
        """The catalog's platform, read when it is first needed."""
        if self._read.catalog is None:
            from generator.model.catalog import Catalog

            self._read.catalog = Catalog(self.root, self._kubernetes)
            self._read.catalog.ciphertexts = self._ciphertexts
        return self._read.catalog

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """Who can read the Secrets of each environment."""
        return self.catalog.rules

    def _ciphertexts(self, environment: str) -> Ciphertexts:
        return self.secrets.ciphertexts.get(environment, {})

    def mark(self, entry: Entry) -> str:
        """A digest of the encrypted values that the pods of a unit use."""
        if not (entry.secrets and self.secrets.files):
            return ""
        used = [
            [environment, use.secret, key, text]
            for environment, data in entry.secrets.items()
            if data
            for use in convert(data, Usage).uses
            if use.rolls
            for key, text in self.secrets.ciphertexts.get(environment, {}).get(use.secret, {}).items()
            if use.key in ("", key)
        ]
        return digest(json.dumps(used).encode()) if used else ""

    def _target(self, entry: Entry | None, *, same: bool) -> None:
        """The unit of what is generated for the encrypted Secrets: there is one where the platform has recipients."""
        if same and not self.secrets.changed and entry is not None:
            self.entries[SECRETS_UNIT] = entry
        elif not same or entry is not None or self.secrets.files:
            if not any(self.rules.values()):
                return
            self.entries[SECRETS_UNIT] = Entry(facts=self._facts_of_secrets())
            self.stale.add(SECRETS_UNIT)
            self.changed = True

    def _facts_of_secrets(self) -> JsonMap:
        """What checks need of the rules when nothing is read."""
        managed = [rule for rule in self.rules.values() if rule]
        in_earnest = {key for rule in managed if not rule.example for key in rule.age}
        own = self.catalog.layers.data.get("secrets") or {}
        return {
            "environments": {rule.environment: rule.max_age for rule in managed},
            "namespaces": {rule.environment: self.catalog.environments[rule.environment].namespace for rule in managed},
            "examples": sorted({key for rule in managed if rule.example for key in rule.age} - in_earnest),
            "elsewhere": own.get("elsewhere") or [],
            "exempt": own.get("examples") or [],
        }

    def target(self) -> Files:
        """The generated files of the encrypted Secrets."""
        from generator.secrets import sops_config, target

        files = {sops_config.FILE: stamped(sops_config.text(self.rules.values()), load.PLATFORM_FILE)}
        for name in (name for name, rule in self.rules.items() if rule):
            plan = self.catalog.environments[name]
            files |= target.files(name, list(self.secrets.of(name)), plan.namespace, plan.own.get("labels", {}))
        return files

    def service(self, name: str) -> Service:
        """A service, read when it is first needed."""
        if name not in self._read.services:
            self._read.services[name] = self.catalog.read_service(name, self.files[name])
        return self._read.services[name]

    @cached_property
    def facts(self) -> dict[str, Facts]:
        """The facts of every service whose file fits the schema."""
        return {name: entry.facts for name, entry in self.entries.items() if name in self.files and not entry.broken}

    @cached_property
    def dependents(self) -> dict[str, list[str]]:
        return dependents_of(self.facts)

    def neighbours(self, name: str) -> Mapping[str, Facts]:
        return neighbours(name, self.entries[name].facts, self.facts, self.dependents)

    def _new_entry(self, name: str) -> Entry:
        if name == ENVIRONMENT_UNIT:
            return Entry(inputs={load.PLATFORM_FILE: self.platform}, findings=list(self.catalog.findings))
        service = self.service(name)
        around = load.defaults_files(self.root, service.file)
        paths = [service.file, *around, *(f"{load.SERVICES_FOLDER}/{path}" for path in service.named_files)]
        inputs = {path: self._digests.of(path) or "" for path in paths}
        return Entry(inputs, service.facts, broken=service.broken)

    def _link(self, before: Mapping[str, Entry]) -> None:
        """A unit is stale when its own files or what it reads of its neighbours are not what it was made from. Others
        than those that changed and their neighbours, now and `before`, are what they were."""
        changed = {name for name in self.files if self.entries[name] is not before.get(name)}
        changed |= before.keys() - self.files.keys() - {*COMMON_UNITS}
        reached = set(changed)
        for entries in (self.entries, before):
            reached.update(*(dependencies_of(entries[name].facts) for name in changed if name in entries))
        for name in self.files:
            entry = self.entries[name]
            if name not in reached and changed.isdisjoint(dependencies_of(entry.facts)):
                continue
            others = sorted(dependencies_of(entry.facts) & self.files.keys())
            key = digest(json.dumps([entry.inputs, others, self.neighbours(name)], sort_keys=True).encode())
            if key != entry.key:
                self.stale.add(name)
                self.entries[name] = Entry(entry.inputs, entry.facts, key, broken=entry.broken)

    def _cycles(self) -> Iterator[Finding]:
        """A finding for each circle of `dependsOn`, at the entry of its first service that closes it."""
        facts = {name: entry.facts for name, entry in self.entries.items() if name in self.files}
        environments = sorted({name for found in facts.values() for name in found})
        seen = set()
        for environment in environments:
            for way in cycles(facts, environment):
                if tuple(way) in seen:
                    continue
                seen.add(tuple(way))
                service = self.service(way[0])
                items = service.specs[environment]["dependsOn"]
                name = next(name for name, item in items.items() if item.get("service") == way[1])
                source = self.catalog.source(service, environment, ("dependsOn", name))
                message = f"the services depend on one another in a circle: {' -> '.join(way)}"
                hint = "remove one of the dependencies: nothing could be started first"
                yield Finding("dependency-cycle", "catalog", message, source, hint)

    def _node_ports(self) -> Iterator[Finding]:
        """A finding for each port of the nodes of one cluster that two services ask for, at the later one."""
        wanted: dict[tuple[int, str], list[tuple[str, str, ValuePath]]] = {}
        for name in self.files:
            for environment, fact in self.entries[name].facts.items():
                for number, protocol, at in fact.get("nodePorts", ()):
                    wanted.setdefault((number, protocol), []).append((name, environment, tuple(at)))
        for (number, protocol), places in wanted.items():
            owners: dict[str, tuple[str, str, ValuePath]] = {}
            told = set()
            for place in places if len(places) > 1 else ():
                name, environment, at = place
                plan = self.catalog.environments[environment]
                owner = owners.setdefault(plan.cluster or f"environment {environment}", place)
                if owner == place or owner[:2] == place[:2] or (name, at) in told:
                    continue
                told.add((name, at))
                who = "the same service" if owner[0] == name else f'"{owner[0]}"'
                where = "" if owner[1] == environment else f" in {owner[1]}, which has the same cluster"
                message = f"the port {number}/{protocol} of the nodes is taken by {who}{where}"
                source = self.catalog.source(self.service(name), environment, at)
                yield Finding("duplicate-port", "catalog", message, source, "give one of them another number")

    def _misplaced(self) -> Iterator[Finding]:
        """A finding for each service that is on clusters which there are not, or without what it depends on."""
        if not any("clusters" in fact for own in self.facts.values() for fact in own.values()):
            return
        from generator.model import delivered

        found = {}
        for one in delivered.misplaced(self.facts, self.catalog.environments):
            source = self.catalog.source(self.service(one.service), one.environment, one.field)
            found[one.rule, source] = Finding(one.rule, "catalog", one.message, source, one.hint)
        yield from found.values()

    def duplicates(self) -> Iterator[Finding]:
        """Resources that two units give to one environment; the finding is at the later one, in order of name."""
        given: dict[str, list[str]] = defaultdict(list)
        for entry in self.entries.values():
            for environments, ids in entry.ids:
                for environment in environments:
                    given[environment] += ids
        if all(len(set(ids)) == len(ids) for ids in given.values()):  # nearly always, and quickly said
            return
        owners: dict[tuple[str, str], str] = {}
        found: dict[tuple[str, str], tuple[str, list[str]]] = {}
        for unit, entry in self.entries.items():
            for environments, ids in entry.ids:
                for environment in environments:
                    for identity in ids:
                        owner = owners.setdefault((environment, identity), unit)
                        if owner != unit:
                            same = found.setdefault((owner, unit), (environment, []))[1]
                            same += [identity] if identity not in same else []
        for (owner, unit), (environment, same) in found.items():
            yield self._duplicate(owner, unit, environment, same)

    def _duplicate(self, owner: str, unit: str, environment: str, same: list[str]) -> Finding:
        """Two services of one name give several resources twice; that is one finding."""
        from generator.unit import named_at

        _, kind, _, name = same[0].split("|")
        more = f", as are {len(same) - 1} more" if len(same) > 1 else ""
        message = f'the {kind} "{name}" is also generated from {self.files.get(owner, load.PLATFORM_FILE)}{more}'
        source = Source(load.PLATFORM_FILE)
        if unit in self.files:
            source = named_at(self.catalog, self.service(unit), environment, kind, name)
        return Finding("duplicate-resource", "catalog", message, source, "give one of them another name")


def written_before(root: Path, entries: Mapping[str, Entry]) -> Callable[[str], Collection[str]]:
    """By the path of a generated file, the digests of what the last runs wrote there, or were about to."""
    announced = index.announced(root)

    def digests(path: str) -> Collection[str]:
        entry = entries.get(unit_of(path))
        known = entry.outputs.get(path) if entry else None
        return [*([known] if known else ()), *announced.get(path, ())]

    return digests


def unit_of(path: str) -> str:
    """The unit that a generated file belongs to; empty for any other path."""
    top, *rest = path.split("/")
    if top == "base" and len(rest) > 1:
        return rest[0]
    if top == "overlays" and len(rest) > 2:
        return rest[1]
    if top == "delivery":
        return DELIVERY_UNIT
    return SECRETS_UNIT if top in ("secrets", ".sops.yaml") else ""
