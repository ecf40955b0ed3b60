"""Dashboards that Grafana cannot read."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import Path
from generator.model.meaning.fault import Fault
from generator.model.plan import ServicePlan


def check(plan: ServicePlan) -> Iterator[Fault]:
    for name, item in plan.spec.get("dashboards", {}).items():
        field: Path = ("dashboards", name)
        if "from" not in item:
            message = f'the dashboard "{name}" has no file'
            yield Fault("missing-field", field, message, "add `from: PATH`", reads=("dashboards",))
        elif item["from"] in plan.files:
            yield from _file(item["from"], plan.files[item["from"]], (*field, "from"))


def _file(path: str, text: str, field: Path) -> Iterator[Fault]:
    from generator.data_files import as_json
    from generator.data_files.errors import Unreadable

    try:
        as_json.parse(text)
    except Unreadable as error:
        hint = error.hint or "export the dashboard from Grafana once more"
        yield Fault("invalid-json", field, error.message, hint, at=(path, error.line, error.column))
