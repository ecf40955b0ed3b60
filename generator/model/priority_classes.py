"""The platform file -> what is wrong with the priority classes of its environments."""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog.load import Mistake
from generator.json_types import JsonMap, Path
from generator.model.layers import chain, environment_fields, environment_names


def mistakes(data: JsonMap) -> Iterator[Mistake]:
    for environment in environment_names(data):
        classes: JsonMap = environment_fields(data, environment).get("priorityClasses", {})
        for name, item in classes.items():
            path = _written(data, environment, name)
            if path and "value" not in item:
                yield Mistake("missing-field", path, f'the priority class "{name}" has no value', "add `value: 1000`")
            if path and name.startswith("system-"):
                message = "names with `system-` are those of Kubernetes itself"
                yield Mistake("reserved-name", path, message, "rename the priority class", at_key=True)
        defaults = [name for name, item in classes.items() if item.get("globalDefault")]
        for name in defaults[1:]:
            path = (*_written(data, environment, name), "globalDefault")
            message = f'"{defaults[0]}" is already the default of {environment}'
            yield Mistake("duplicate-default", path, message, "a cluster has one default priority class")


def _written(data: JsonMap, environment: str, name: str) -> Path:
    """Where the class was last written; empty where it was not."""
    environments = data["environments"]
    steps = chain(data, environment)
    own = [step for step in steps if name in ((environments[step] or {}).get("priorityClasses") or {})]
    return ("environments", own[-1], "priorityClasses", name) if own else ()
