"""What was made of all units -> the objects of Flux and Argo CD: staged files, and findings of what is wrong with them.

They are made of what the index keeps of each unit, so nothing is planned again for them. What did not change is neither
written nor checked again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from generator.cache.index import Entry
from generator.catalog.load import PLATFORM_FILE
from generator.delivery.gather import places
from generator.findings import Finding, Source
from generator.inputs import DELIVERY_UNIT, ENVIRONMENT_UNIT, SECRETS_UNIT, Inputs
from generator.tree.ownership import KUSTOMIZATION, digest, stamped
from generator.tree.write import write_files
from generator.tree.yaml_writer import dump
from generator.workspace import Workspace

if TYPE_CHECKING:  # needed where something is delivered, and is not what it was
    from generator.delivery import Document

_CATEGORIES = ("admission", "lifecycle")


def deliver(workspace: Workspace, inputs: Inputs, there: Mapping[str, str], scratch: Path) -> None:
    """Fill in the entry of the delivery, and stage what is not `there` already: files with their digests.

    As long as some unit is not made, or not as it is meant, what was delivered stays. Raises ToolError.
    """
    units = {name: entry for name, entry in inputs.entries.items() if name not in (DELIVERY_UNIT, SECRETS_UNIT)}
    known = all(entry.made or name in inputs.surveyed for name, entry in units.items())
    if not known or any(entry.broken or _is_mistaken(entry) for entry in units.values()):
        return
    before = inputs.entries.pop(DELIVERY_UNIT, Entry())
    if not any(environment.delivery for environment in inputs.catalog.environments.values()):
        return
    key = _key(inputs)
    if before.key == key and all(there.get(path) == mark for path, mark in before.outputs.items()):
        inputs.entries[DELIVERY_UNIT] = before
        return
    own = (ENVIRONMENT_UNIT, SECRETS_UNIT)
    where = list(places(inputs.catalog.environments, inputs.entries, inputs.files, own))
    from generator.delivery import documents
    from generator.delivery.flux.misfits import misfits

    made = documents(where)
    if not made:
        return
    marks = {path: _mark(document) for path, document in made.items()}
    same = {path for path, mark in marks.items() if before.facts.get(path) == mark}
    staged = {
        path: stamped(dump(document.data), document.source)
        for path, document in made.items()
        if path not in same or there.get(path) != before.outputs[path]
    }
    write_files(scratch / "tree", staged)
    outputs = {path: digest(staged[path]) if path in staged else before.outputs[path] for path in made}
    anew = {path: document for path, document in made.items() if path not in same or before.findings}
    source = _place(inputs, PLATFORM_FILE)
    found = [replace(finding, source=source) for place in where for finding in misfits(place)]
    findings = list(dict.fromkeys([*found, *_findings(workspace, inputs, anew, scratch / "delivery")]))
    entry = Entry(key=key, facts=marks, outputs=outputs, findings=findings, made=True)
    entry.manifests = sum(Path(path).name != KUSTOMIZATION for path in made)
    inputs.entries[DELIVERY_UNIT] = entry


def _key(inputs: Inputs) -> str:
    """A digest of all that is read of the units (`delivery.gather`)."""
    own = [
        [name, entry.facts, entry.delivery, entry.secrets, [path for path in entry.outputs if KUSTOMIZATION in path]]
        for name, entry in inputs.entries.items()
    ]
    return digest(json.dumps([inputs.platform, inputs.files, own]).encode())


def _is_mistaken(entry: Entry) -> bool:
    return any(finding.severity == "error" and finding.category == "catalog" for finding in entry.findings)


def _mark(document: Document) -> str:
    return digest(json.dumps([document.data, document.environment, document.source], sort_keys=True).encode())


def _findings(workspace: Workspace, inputs: Inputs, made: Mapping[str, Document], folder: Path) -> Iterator[Finding]:
    """What the cluster of the controllers would refuse, at the catalog file that it comes from."""
    from generator.checks import schema, stages
    from generator.checks.clusters import cluster_of
    from generator.checks.combined import combined
    from generator.checks.subject import Subject

    environments = inputs.catalog.environments
    files = {folder / path: document for path, document in made.items() if Path(path).name != KUSTOMIZATION}
    write_files(folder, {str(path.relative_to(folder)): dump(own.data).encode() for path, own in files.items()})
    versions = {path: environments[own.environment].kubernetes for path, own in files.items()}
    of_schema = [
        finding
        for result in schema.results(workspace, versions)
        for finding in schema.describe(result, files[result.file].environment)
    ]
    others = []
    for name in dict.fromkeys(own.environment for own in files.values()):
        subjects = [Subject(own.data, path, 0) for path, own in files.items() if own.environment == name]
        cluster = cluster_of(environments[name], workspace.root)
        others += [finding for _, finding in stages.findings(subjects, cluster, _CATEGORIES)]
    for finding in combined(of_schema, others, lambda kind: False):
        yield replace(finding, source=_place(inputs, files[Path(finding.source.file)].source))


def _place(inputs: Inputs, file: str) -> Source:
    platform = inputs.catalog.platform
    return platform.source(("delivery",)) if platform and file == PLATFORM_FILE else Source(file)
