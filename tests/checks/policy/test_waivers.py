"""What waivers excuse, and what is wrong with them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generator.checks.subject import Subject
from generator.checks.waivers import ANNOTATION, Waiver, of_catalog, of_manifests, waived
from generator.findings import Finding, Manifest, Source

TODAY = date(2026, 11, 27)
PLACE = Source("catalog/services/web.yaml", 3, 5)
FIELD = "spec.template.spec.containers[0].image"


def finding(rule: str = "latest-tag", field: str = FIELD, environment: str = "prod") -> Finding:
    where = Manifest(environment, "apps/v1", "Deployment", "shop", "web", field)
    category = "policy" if rule == "latest-tag" else "admission"
    return Finding(rule, category, "m", PLACE, manifest=where)  # type: ignore[arg-type]


def waiver(**fields: object) -> Waiver:
    (found,) = of_catalog([{"rule": "latest-tag", "reason": "r", "until": "2027-01-31", **fields}], [PLACE])
    return found


@pytest.mark.parametrize(
    ("given", "kept", "own"),
    [
        (waiver(), 0, []),
        (waiver(until="2026-11-27"), 0, []),
        (waiver(until=None), 0, []),
        (waiver(until="2026-11-26"), 1, ["expired-waiver"]),
        (waiver(kind="Deployment", name="w*", environments=["prod"], field="spec.template"), 0, []),
        (waiver(field="spec.template.spec.containers[*].image"), 0, []),
        (waiver(field="spec.template.spec.containers"), 0, []),
        (waiver(field="spec.template.spec.container"), 1, ["unused-waiver"]),
        (waiver(kind="StatefulSet"), 1, ["unused-waiver"]),
        (waiver(name="other"), 1, ["unused-waiver"]),
        (waiver(environments=["dev"]), 1, ["unused-waiver"]),
        (waiver(rule="unpinned-image"), 1, ["unused-waiver"]),
    ],
)
def test_one_waiver(given: Waiver, kept: int, own: list[str]) -> None:
    result = waived([finding()], [given], TODAY)
    assert len(result.kept) == kept
    assert len(result.excused) == 1 - kept
    assert [(item.rule, item.source) for item in result.own] == [(rule, PLACE) for rule in own]


def test_what_a_cluster_refuses_is_not_excused() -> None:
    result = waived([finding("unknown-field")], [waiver(rule="unknown-field")], TODAY)
    assert [item.rule for item in result.kept] == ["unknown-field"]
    assert result.own == []


def test_annotations() -> None:
    end = "(until 2027-01-31)"
    lines = f"latest-tag: pinned by the mirror {end}\nlatest-tag\nlatest-tga: typo {end}\nunknown-field: vendor {end}"
    metadata = {"name": "web", "namespace": "shop", "annotations": {ANNOTATION: lines}}
    subject = Subject({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": metadata}, Path("a.yaml"))
    found, wrong = of_manifests([subject], "prod")
    assert [(item.rule, item.reason, item.until) for item in found if item.rule == "latest-tag"] == [
        ("latest-tag", "pinned by the mirror", date(2027, 1, 31))
    ]
    assert [(item.rule, item.message) for item in wrong] == [
        ("unreadable-waiver", 'there is no rule "latest-tga"'),
        ("unreadable-waiver", "findings of unknown-field cannot be excused"),
        ("unreadable-waiver", '"latest-tag" is no waiver with a reason and an end'),
    ]
    of_it = Finding(
        "latest-tag", "policy", "m", PLACE, manifest=Manifest("prod", "apps/v1", "Deployment", "shop", "web", FIELD, 0)
    )
    other = Finding("latest-tag", "policy", "m", PLACE, manifest=Manifest("prod", "v1", "Pod", "shop", "web", FIELD, 0))
    result = waived([of_it, other], found, TODAY)
    assert [item for item, _ in result.excused] == [of_it]
    assert result.kept == [other]
