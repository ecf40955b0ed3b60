"""`secrets check`: what `validate` says of encrypted Secrets, without a cluster's manifests; and, with a key, what is
wrong with their values."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Sequence

from generator.catalog.load import PLATFORM_FILE
from generator.checks.secret import usages
from generator.commands.reporting import Reporting
from generator.commands.secrets.session import Session
from generator.errors import FINDINGS
from generator.findings import Finding, Source, merged
from generator.inputs import SECRETS_UNIT
from generator.json_types import get, parsed
from generator.pipeline import Outcome, secret_findings
from generator.report import Report, json_report, text
from generator.resources import emitted
from generator.secrets import decrypted
from generator.secrets.check.subject import Subject
from generator.secrets.check.whole import refusals
from generator.secrets.decrypted import About
from generator.secrets.file import place_of, read
from generator.secrets.needs import Need, needs
from generator.secrets.opened import Opened, opened
from generator.workspace import Workspace

_LOCKED = "none of your keys is one of its recipients"
_NOT_ENCRYPTED = "it is no encrypted Secret that could be read"
_UNKNOWN_USE = "what services with a mistake in the catalog use of Secrets; see `kubecatalog validate`"


def run(workspace: Workspace, environments: Sequence[str], *, decrypt: bool, reporting: Reporting) -> int:
    started = time.monotonic()
    session = Session(workspace)
    for name in environments:
        session.environment(name)
    outcome = Outcome(secret_findings(workspace, session.inputs))
    if environments:
        outcome.findings = [finding for finding in outcome.findings if _concerns(finding, environments)]
    mistaken = sum(_is_mistaken(entry.findings) for entry in session.inputs.entries.values())
    if mistaken:
        outcome.skipped[_UNKNOWN_USE] = mistaken
    subjects = list(_subjects(session, environments))
    files = _decrypted(session, subjects, outcome) if decrypt else None
    outcome.findings = reporting.chosen(outcome.findings)
    outcome.seconds = time.monotonic() - started
    opened_files = None if files is None else sum(file.secret is not None for file in files)
    whole = decrypt and not environments
    code = reporting.show(_report(workspace, outcome, len(subjects), opened_files), looked_at=lambda _: whole)
    return FINDINGS if mistaken else code


def _concerns(finding: Finding, environments: Collection[str]) -> bool:
    """What is of no environment concerns all."""
    place = place_of(finding.source.file)
    name = finding.manifest.environment if finding.manifest else place.environment if place else ""
    return not name or name in environments


def _is_mistaken(findings: Sequence[Finding]) -> bool:
    return any(finding.severity == "error" and finding.category == "catalog" for finding in findings)


def _subjects(session: Session, environments: Collection[str]) -> Iterator[Subject]:
    """The files, in order of their paths."""
    now = int(time.time())
    for path, place in session.inputs.secrets.places():
        if not environments or place.environment in environments:
            content = (session.workspace.root / path).read_bytes()
            yield Subject(read(path, content), place, session.rules.get(place.environment), now)


def _decrypted(session: Session, subjects: Sequence[Subject], outcome: Outcome) -> list[Opened]:
    """The files that the keys at hand open; what is wrong with them goes into `outcome`, and which were not opened."""
    readable = [subject for subject in subjects if not any(refusals(subject))]
    outcome.skipped |= {f"{item.file.path}: {_NOT_ENCRYPTED}": 1 for item in subjects if item not in readable}
    with session.store() as store:
        files = opened(store.sops, session.workspace.root, readable)
    locked = [file.subject.file.path for file in files if file.locked]
    outcome.skipped |= {f"{path}: {_LOCKED}": 1 for path in locked}
    if locked and len(locked) == len(files):
        message = "no encrypted file can be decrypted with the keys that are here"
        hint = "see `kubecatalog secrets init` for a key of your own, or check without --decrypt"
        outcome.findings.append(Finding("no-decryption-key", "secret", message, Source(PLATFORM_FILE), hint))
    about, production = _about(session), _production(session)
    outcome.findings += decrypted.findings(files, about, production, int(time.time()))
    return files


def _about(session: Session) -> dict[str, About]:
    """What the catalog says of each encrypted file, by path."""
    inputs = session.inputs
    found = {}
    for environment in inputs.entries[SECRETS_UNIT].facts["environments"] if SECRETS_UNIT in inputs.entries else ():
        for need in needs(environment, usages(inputs, environment), inputs.secrets, inputs.files).values():
            hosts = sorted(set(_hosts(session, environment, need)))
            found[need.place.path] = About(need.kept.keys, hosts)
    return found


def _hosts(session: Session, environment: str, need: Need) -> Iterator[str]:
    """The names that Ingresses of services serve with a Secret."""
    for unit, use in need.users:
        if use.kind == "Ingress" and unit in session.inputs.files:
            for resource in emitted(session.plan(environment, unit)):
                if (resource.manifest["kind"], resource.manifest["metadata"]["name"]) == (use.kind, use.name):
                    spec = resource.manifest["spec"]
                    named = get(resource.manifest, parsed(use.field)[:-1]).get("hosts")
                    yield from named or (rule["host"] for rule in spec.get("rules", ()) if "host" in rule)


def _production(session: Session) -> set[str]:
    return {name for name, rule in session.rules.items() if rule.production}


def _report(workspace: Workspace, outcome: Outcome, files: int, decrypted_files: int | None) -> Report:
    counted = json_report.counts(outcome)
    counts = {name: counted[name] for name in ("skipped", "skippedReasons", "seconds")}
    more = {} if decrypted_files is None else {"decrypted": decrypted_files}
    found = merged(outcome.findings)
    summary = text.summary_of_secrets(outcome, len(found), files, decrypted_files)
    return Report(found, {"files": files, **more, **counts}, summary, workspace.root)
