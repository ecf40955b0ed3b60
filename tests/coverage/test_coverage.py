"""What the coverage table says is true: its ways lead where it says, and little is left that people set."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.coverage import contexts, meaningless, uses
from generator.coverage.api import Node
from generator.coverage.experiment import KEY, Hit
from generator.coverage.measure import measured
from generator.coverage.page import page
from generator.coverage.uses import COVERED, located
from generator.coverage.values import Part, Path, Values
from generator.coverage.verdict import Kind, Status, Verdict, kinds, steps
from generator.json_types import Json, JsonMap
from generator.model.catalog import Schemas, schema_of
from generator.schemas import locations
from generator.tools.locate import CHECKOUT
from tests.structure.test_kinds import EXAMPLES

OF_ENVIRONMENTS = {"Namespace", "ResourceQuota", "LimitRange", "PriorityClass"}


@pytest.fixture(scope="module")
def every() -> list[Kind]:
    return kinds(measured())


def test_nearly_all_that_people_set_is_native_or_derived(every: list[Kind]) -> None:
    names = {kind.name for kind in every}
    found = [use for use in uses.uses(every) if use.kind in names]
    missed = [use for use in found if use.status not in COVERED]
    shown = "\n".join(f"{use.count} {use.kind} {use.path}: {use.status or 'no such field'}" for use in missed)
    assert sum(use.count for use in missed) <= sum(use.count for use in found) / 100, shown


def test_every_kind_that_we_emit_is_in_the_table(every: list[Kind]) -> None:
    assert {kind.name for kind in every} >= EXAMPLES.keys() | OF_ENVIRONMENTS


def test_every_field_has_a_verdict_and_the_page_is_short_and_up_to_date(every: list[Kind]) -> None:
    for kind in every:
        assert kind.fields.keys() == {path for path, node in kind.node.walk() if node.is_leaf}
    text = page(every)
    assert len(text.splitlines()) < 800
    assert (CHECKOUT / "docs/reference/coverage.md").read_text() == text, "run `python -m generator.docs`"


def test_every_reason_is_that_of_some_field(every: list[Kind]) -> None:
    given_reasons = {verdict.reason for kind in every for verdict in kind.fields.values()}
    assert given_reasons - {""} == set(meaningless.reasons())


class Ways:
    """Writes a value of the catalog, and looks for it in the manifests, by means of its own."""

    def __init__(self) -> None:
        self.rows = [
            (kind, path, verdict)
            for kind in kinds(measured())
            for path, verdict in kind.fields.items()
            if verdict.way and verdict.way.hit is not Hit.SHAPED
        ]
        self._fields = Schemas().fields
        self._schemas: dict[bool, Json] = {
            True: schema_of(locations.PLATFORM_SCHEMA),
            False: schema_of(locations.SERVICE_SCHEMA),
        }

    def leads(self, kind: Kind, path: str, verdict: Verdict) -> bool:
        way = verdict.way.path if verdict.way else ()
        of_platform = way[0] == "environments"
        root = {"properties": self._schemas[of_platform]["properties"], "type": "object"}
        values = Values(self._schemas[of_platform])
        around = [contexts.PLATFORM] if of_platform else _services(way[0])
        for names, variants in _attempts(values, root, way):
            for context in around:
                found = (
                    any(
                        _equal(there, wanted)
                        for manifest in self._made(_put(context, names, written), of_platform=of_platform)
                        if manifest["kind"] == kind.name
                        for there in _at(manifest, list(steps(path)))
                    )
                    for written, wanted in variants
                )
                if all(found):
                    return True
        return False

    def _made(self, written: JsonMap, *, of_platform: bool) -> list[JsonMap]:
        try:
            return contexts.of_environment(written) if of_platform else contexts.manifests(written, self._fields)
        except Exception:  # not every context takes every value
            return []


def _services(field: str) -> list[JsonMap]:
    further = [contexts.plain(other) for other in contexts.FURTHER]
    rich = [contexts.rich(other, without=()) for other in contexts.OTHERS]
    return [{**contexts.example(field), **contexts.plain({})}, *further, *rich]


def _parts(values: Values, schema: JsonMap, way: Path) -> list[Part]:
    parts = values.parts(schema)
    if not way:
        return parts
    inside = (inner for part in parts for step, inner in values.inner(part) if step == way[0])
    return [part for inner in inside for part in _parts(values, inner, way[1:])]


def _attempts(values: Values, root: JsonMap, way: Path) -> Iterator[tuple[Path, list[tuple[Json, Json]]]]:
    """Where to write, and what with what it is to become, in two variants: the value, the key, or all around it."""
    if way[-1] == KEY:
        for part in _parts(values, root, way[:-1]):
            keys = values.keys(part)
            item = next(iter(values.value(part, 0).values())) if keys else None
            if keys:
                yield way[:-1], [({key: item}, key) for key in keys]
        return
    for part in _parts(values, root, way):
        yield way, [(value, value) for value in (values.value(part, variant) for variant in (0, 1))]
    for part in _parts(values, root, way[:-1]) if len(way) > 1 else ():
        every = [values.value(part, variant) for variant in (0, 1)]
        if isinstance(every[0], dict) and way[-1] in every[0]:
            yield way[:-1], [(value, value[way[-1]]) for value in every]


def _put(document: Json, way: Path, value: Json) -> Json:
    if not way:
        return value
    head, rest = way[0], way[1:]
    if head == "[]":
        items = document if isinstance(document, list) else []
        return [_put(next((item for item in items if isinstance(item, dict)), None), rest, value)]
    kept = document if isinstance(document, dict) else {}
    key = next(iter(kept), "key") if head == "*" else head
    return {**kept, key: _put(kept.get(key), rest, value)}


def _at(value: Json, path: list[str]) -> list[Json]:
    if not path:
        return [value]
    if path[0] == "[]":
        inner = value if isinstance(value, list) else []
    elif path[0] == "*":
        inner = list(value.values()) if isinstance(value, dict) else []
    else:
        inner = [value[path[0]]] if isinstance(value, dict) and path[0] in value else []
    return [found for item in inner for found in _at(item, path[1:])]


def _equal(there: Json, wanted: Json) -> bool:
    if isinstance(there, dict) and isinstance(wanted, dict):
        return all(key in there and _equal(there[key], item) for key, item in wanted.items())
    if isinstance(there, (dict, list)) and not isinstance(wanted, list):
        return any(_equal(item, wanted) for item in (there.values() if isinstance(there, dict) else there))
    if isinstance(there, list):
        return len(there) == len(wanted) and all(map(_equal, there, wanted))
    return bool(there == wanted) or there == str(wanted)


@pytest.fixture(scope="module")
def ways() -> Ways:
    return Ways()


@given(st.integers(0, 1_000_000))
@settings(max_examples=100, suppress_health_check=list(HealthCheck))
def test_the_way_that_a_row_names_leads_to_its_field(ways: Ways, number: int) -> None:
    kind, path, verdict = ways.rows[number % len(ways.rows)]
    assert ways.leads(kind, path, verdict), f"{verdict.way} does not reach {path} of {kind.name}"


@pytest.mark.parametrize(
    ("field", "patch"),
    [
        ("spec.template.spec.activeDeadlineSeconds", {"spec": {"template": {"spec": {"activeDeadlineSeconds": 60}}}}),
        (
            "spec.selector.matchExpressions[].key",
            {"spec": {"selector": {"matchExpressions": [{"key": "tier", "operator": "Exists"}]}}},
        ),
    ],
)
def test_what_the_catalog_has_no_field_for_can_be_patched(every: list[Kind], field: str, patch: JsonMap) -> None:
    kind = next(kind for kind in every if kind.name == "Deployment")
    assert kind.fields[field].status is Status.PATCHES
    written = {**contexts.plain({}), "patches": [{"target": {"kind": "Deployment"}, "patch": patch}]}
    made = contexts.manifests(written, Schemas().fields)
    deployment = next(manifest for manifest in made if manifest["kind"] == "Deployment")
    assert _at(deployment, list(steps(field))) == _at(patch, list(steps(field)))


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("spec.ports[].name", "spec.ports[].name"),
        ("spec.ports[]", "spec.ports[]"),
        ("metadata.labels.app", "metadata.labels"),
        ("spec.parts.left.size", "spec.parts.*.size"),
        ("spec.gone", ""),
    ],
)
def test_a_use_is_that_of_the_field_it_leads_to(path: str, field: str) -> None:
    data = Node()
    spec = Node({"ports": Node(item=Node({"name": data})), "parts": Node(value=Node({"size": data}))})
    assert located(Node({"spec": spec, "metadata": Node({"labels": data})}), path) == field
