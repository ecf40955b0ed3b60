"""Encrypted Secrets and the catalog -> findings, without any key."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from msgspec import Struct, convert

from generator.checks.schema import Tracer
from generator.findings import Finding, Manifest, Source
from generator.inputs import SECRETS_UNIT, Inputs
from generator.json_types import dotted
from generator.render.kustomize import Overlay
from generator.schemas import locations
from generator.secrets import needs
from generator.secrets.check.between import Shared, between
from generator.secrets.file import place_of, read
from generator.secrets.needs import Fault
from generator.secrets.usage import Usage
from generator.workspace import Workspace


def standing(workspace: Workspace, inputs: Inputs) -> Iterator[Finding]:
    """What is wrong as long as neither changes."""
    files = inputs.secrets.files
    for file in files.values():
        yield from file.findings
    found = _Places(inputs, Tracer(inputs, partial(locations.is_namespaced, root=workspace.root)))
    facts = inputs.entries[SECRETS_UNIT].facts
    # Of a service with a mistake it is not known what it uses.
    wrong = (finding for entry in inputs.entries.values() for finding in entry.findings)
    complete = not any(finding.severity == "error" and finding.category == "catalog" for finding in wrong)
    for shared in between({path: (place.environment, files[path].keys) for path, place in inputs.secrets.places()}):
        yield found.in_file(shared)
    for environment in facts["environments"]:
        used, namespace = usages(inputs, environment), facts["namespaces"][environment]
        for fault in needs.faults(environment, namespace, used, inputs.secrets, inputs.files, facts["elsewhere"]):
            if complete or not fault.rule.startswith("unused-"):
                yield found.finding(environment, fault)


def usages(inputs: Inputs, environment: str) -> dict[str, Usage]:
    """By unit, what each has to do with Secrets in an environment."""
    known = {name: entry.secrets.get(environment) for name, entry in inputs.entries.items()}
    return {name: convert(data, Usage) for name, data in known.items() if data}


class _Places(Struct, frozen=True):
    """Finds the places of faults; nothing is read where there is none."""

    inputs: Inputs
    tracer: Tracer

    def finding(self, environment: str, fault: Fault) -> Finding:
        key = ""
        if fault.path:
            key, source = self._in_file(fault.path, fault.key)
        elif fault.use:
            place = Manifest(environment, kind=fault.use.kind, name=fault.use.name, field=fault.use.field)
            source = self.tracer.source(Overlay(environment, fault.unit, "", []), place)
        else:
            source = self.inputs.catalog.source(self.inputs.service(fault.unit), environment, fault.field)
        manifest = Manifest(environment, "v1", "Secret", name=fault.secret, field=key)
        return Finding(fault.rule, "secret", fault.message, source, fault.hint, fault.severity, manifest)

    def in_file(self, shared: Shared) -> Finding:
        key, source = self._in_file(shared.path, shared.key)
        place = place_of(shared.path)
        name = self.inputs.secrets.files[shared.path].name
        manifest = Manifest(place.environment if place else "", "v1", "Secret", name=name, field=key)
        return Finding(shared.rule, "secret", shared.message, source, shared.hint, manifest=manifest)

    def _in_file(self, path: str, key: str) -> tuple[str, Source]:
        """The field and the place of a key of an encrypted file, or of the file as a whole."""
        file = read(path, (self.inputs.root / path).read_bytes())
        section = next((section for section, name in file.leaves if name == key), "")
        at = (section, key) if section else ("metadata", "name")
        return dotted(at) if section else "", Source(path, *file.location(at, key=True))
