"""The language -> which field of which kind comes from where: every experiment, in every context."""

from __future__ import annotations

from functools import cache

from generator.catalog.schema import platform_schema, service_schema
from generator.coverage import contexts
from generator.coverage.experiment import Experiments, Found, Make, kinds_of
from generator.coverage.values import Path, Values
from generator.json_types import JsonMap
from generator.model.build import Fields
from generator.schemas.locations import custom_schema, definitions, versions


@cache
def measured() -> Found:
    """Do not change what you get."""
    newest = definitions(versions()[-1])
    found = Found()
    service = service_schema(newest, custom_schema)
    _services(service, found)
    _environments(platform_schema(newest, custom_schema), found)
    return found


def _services(schema: JsonMap, found: Found) -> None:
    """Every field in a plain Deployment, what concerns the workload in those of other kinds; then among the examples of
    all others what showed nothing so far, and what concerns every resource."""
    values, make = Values(schema), _of_service(schema)
    fields = {name: item for name, item in schema["properties"].items() if name not in contexts.UNTRIED}
    reached: dict[str, set[str]] = {}
    idle: list[tuple[Path, JsonMap]] = []
    for name, item in fields.items():
        plain = Experiments(values, {**contexts.example(name), **contexts.plain({})}, make, found)
        reached[name] = plain.field((name,), item, idle)
    showing: set[Path] = set()
    for other in contexts.FURTHER:
        further = Experiments(values, contexts.plain(other), make, found)
        showing |= {path for path, item in idle if further.field(path, item, [])}
        for name, kinds in reached.items():
            if (name in other and name != "kind") or (contexts.DEPLOYMENT in kinds and other["kind"] != "Deployment"):
                further.field((name,), fields[name], [])
    of_pods = {name for name, kinds in reached.items() if kinds == {contexts.DEPLOYMENT}}
    of_all = [name for name, kinds in reached.items() if kinds >= kinds_of(make(contexts.plain({})))]
    for other in contexts.OTHERS:
        rich = Experiments(values, contexts.rich(other, without=of_pods), make, found)
        for name in dict.fromkeys((*of_all, *other)):
            rich.field((name,), fields[name], [])
        showing |= {path for path, item in idle if path not in showing and rich.field(path, item)}


def _of_service(schema: JsonMap) -> Make:
    passed = {level: tuple(names) for level, names in schema["x-kubecatalog"].items()}
    kinds = {level: names for level, names in passed.items() if level[0].isupper()}
    fields = Fields(passed["pod"], passed["container"], kinds)
    return lambda written: contexts.manifests(written, fields)


def _environments(schema: JsonMap, found: Found) -> None:
    values = Values(schema)
    fields = schema["properties"]["environments"]["additionalProperties"]["properties"]
    experiments = Experiments(values, contexts.PLATFORM, contexts.of_environment, found)
    for name, item in fields.items():
        if name not in contexts.UNTRIED_OF_PLATFORM:
            experiments.field(("environments", "*", name), item)
