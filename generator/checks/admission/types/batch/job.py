"""Job: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/job-v1/"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import IGNORED, Field
from generator.checks.admission.types.batch import job_spec
from generator.checks.admission.types.meta import metadata
from generator.checks.admission.wrong import Wrong, forbidden, malformed
from generator.checks.label_selectors import selects
from generator.json_types import JsonMap

TYPE = "io.k8s.api.batch.v1.Job"

FIELDS = {"spec": Field(required=True), "status": IGNORED}

JOB_NAME = ("job-name", "batch.kubernetes.io/job-name")
CONTROLLER = ("controller-uid", "batch.kubernetes.io/controller-uid")
LABELS = ("spec", "template", "metadata", "labels")
LONGEST = 63
"""Characters of a label's value."""

UNKNOWN = "\0"
"""Stands for the UID that the server will give to the Job: equal to nothing that one can write."""


def name_of_pods(job: JsonMap) -> Iterator[Wrong]:
    """The name and the last index make the host name of an indexed Job's last pod."""
    spec, name = job.get("spec") or {}, _name(job)
    last = (job_spec.completions(spec) or 0) - 1
    if job_spec.is_indexed(spec) and last >= 0 and (wrong := formats.dns_label(f"{name}-{last}")):
        found = malformed(name, f"a name that makes a DNS label with -{last}", wrong.hint)
        yield found.below("metadata", "name" if (job.get("metadata") or {}).get("name") else "generateName")


def name_in_labels(job: JsonMap) -> Iterator[Wrong]:
    """The server labels the pods with the Job's name."""
    name = (job.get("metadata") or {}).get("name") or ""
    longer = len(name) - LONGEST
    if longer > 0 and not (job.get("spec") or {}).get("manualSelector"):
        found = malformed(name, f"at most {LONGEST} characters, as in the label job-name", f"shorten it by {longer}")
        yield found.below("metadata", "name")


def own_labels(job: JsonMap) -> Iterator[Wrong]:
    """The server sets them, and the selector; whoever writes other ones has asked for what it refuses."""
    spec = job.get("spec") or {}
    if spec.get("manualSelector"):
        return
    labels = ((spec.get("template") or {}).get("metadata") or {}).get("labels") or {}
    hint = "remove it: the server adds it"
    for key in CONTROLLER:
        if key in labels:
            yield forbidden("only the server sets this label", hint).below(*LABELS, key)
    name = (job.get("metadata") or {}).get("name")
    for key in JOB_NAME:
        if key in labels and labels[key] != name:
            yield forbidden("this label is the Job's name", hint).below(*LABELS, key)


def own_selector(job: JsonMap) -> Iterator[Wrong]:
    spec = job.get("spec") or {}
    selector = spec.get("selector")
    if selector is None or spec.get("manualSelector"):
        return
    labels = ((spec.get("template") or {}).get("metadata") or {}).get("labels") or {}
    given = {**dict.fromkeys(JOB_NAME, _name(job)), **dict.fromkeys(CONTROLLER, UNKNOWN)}
    if not selects(selector, given) or not selects(selector, {**labels, **given}):
        hint = "remove it: the server makes one; or set `manualSelector: true`"
        yield forbidden("the selector is not the one that the server makes", hint).below("spec", "selector")


def _name(job: JsonMap) -> str:
    metadata = job.get("metadata") or {}
    name: str = metadata.get("name") or f"{(metadata.get('generateName') or '')[:58]}xxxxx"
    return name


RULES = (metadata.named(formats.dns_subdomain), name_of_pods, name_in_labels, own_labels, own_selector)


def fill(job: JsonMap) -> None:
    job["spec"] = job_spec.fill(job.get("spec") or {})


DEFAULTED = (fill,)
