"""`explain`: an effective value of a service, and every level that gave or overrode it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import yaml

from generator.cache.files import FileDigests
from generator.cache.index import Index
from generator.catalog import belongs, load
from generator.catalog.suggest import did_you_mean
from generator.errors import FINDINGS, KubecatalogError
from generator.findings import Source
from generator.inputs import Inputs
from generator.json_types import Json, JsonMap, dotted, get, parsed
from generator.json_types import Path as ValuePath
from generator.language import FIELDS
from generator.model.catalog import Catalog, Service, schema_of
from generator.model.layers import BUILT_IN, Layer, canonical, layers, workload_layers
from generator.model.trace import written_path
from generator.report import Report, lines
from generator.schemas import locations
from generator.workspace import Workspace


def run(workspace: Workspace, name: str, field: str, environment: str, form: str) -> int:
    load.must_exist(workspace.root)
    inputs = Inputs(workspace.root, Index(), FileDigests(workspace.root, {}))
    if name not in inputs.files:
        hint = did_you_mean(name, inputs.files) or f"the services are {', '.join(inputs.files)}"
        raise KubecatalogError(f'there is no service "{name}"', hint)
    catalog, service = inputs.catalog, inputs.service(name)
    if environment and environment not in catalog.environments:
        hint = did_you_mean(environment, catalog.environments) or f"there are {', '.join(catalog.environments)}"
        raise KubecatalogError(f'there is no environment "{environment}"', hint)
    if service.broken or service.document is None or catalog.findings:
        for line in lines(Report.of([*catalog.findings, *service.findings], {}, [], workspace.root), form):
            print(line)
        return FINDINGS
    names = [environment] if environment else list(catalog.environments)
    answers = [_answer(catalog, service, env, path) for env in names for path in _paths(catalog, service, env, field)]
    if form == "json":
        print(json.dumps({"explanations": answers}, indent=2))
    else:
        print("\n".join(line for answer in answers for line in _lines(answer)))
    return 0


def _paths(catalog: Catalog, service: Service, environment: str, field: str) -> Iterator[ValuePath]:
    """The canonical fields that are asked for: one, what a short form stands for, or every one that has a value."""
    spec = _effective(catalog, service, environment)
    if not field:
        yield from ((name,) for name in spec)
        return
    path = parsed(field)
    if not path or not isinstance(path[0], str):
        raise KubecatalogError(f'"{field}" is not a field', "for example: replicas, or env.LOG_LEVEL")
    head = path[0]
    short = FIELDS.get(head)
    if short and short.expand and head not in short.expand(short.example):
        for name, value in short.expand(short.example).items():
            yield (name, *_single(value), *path[1:])
        return
    known = {*FIELDS, *spec, *catalog.schemas.fields.pod, *catalog.schemas.fields.container}
    if head not in known:
        answer = belongs.answer(_schema(), (), head)
        raise KubecatalogError(f'there is no field "{head}"', answer.hint)
    _must_fit(_schema(), path)
    yield path


def _schema() -> JsonMap:
    return {**schema_of(locations.SERVICE_SCHEMA), "$ref": "#/definitions/layer"}


def _must_fit(root: JsonMap, path: ValuePath) -> None:
    """Raises KubecatalogError for a path that no service can have."""
    for length, step in enumerate(path):
        around = belongs.schema_at(root, path[:length])
        known = belongs.fields(root, around)
        if isinstance(step, str) and known and step not in known and not belongs.takes_any(root, around):
            hint = belongs.answer(root, path[:length], step).hint
            raise KubecatalogError(f'there is no field "{dotted(path[: length + 1])}"', hint)


def _single(value: Json) -> ValuePath:
    """`{"http": {...}}` -> `("http",)`: the named thing that a short form stands for."""
    if isinstance(value, dict) and len(value) == 1:
        name, inner = next(iter(value.items()))
        return (name,) if isinstance(inner, dict) and name not in FIELDS else ()
    return ()


def _answer(catalog: Catalog, service: Service, environment: str, path: ValuePath) -> JsonMap:
    effective = _effective(catalog, service, environment)
    levels = []
    for layer, own in _levels(catalog, service, environment, path):
        given = _given(layer, own)
        if given is None:
            continue
        value, written = given
        source = None
        if layer.document != BUILT_IN:
            owner = catalog.document(service, layer.document)
            source = owner.source((*layer.path, *written)) if owner else None
        why = layer.why.get(str(own[0]), "")
        levels.append({"level": layer.title, "value": value, "source": _place(source), **({"why": why} if why else {})})
    answer: JsonMap = {"service": service.name, "environment": environment, "field": dotted(path)}
    answer["exists"] = bool(effective.get("enabled"))
    try:
        answer["value"] = get(effective, path)
    except KeyError:
        answer["value"] = None
    return {**answer, "levels": levels}


def _effective(catalog: Catalog, service: Service, environment: str) -> JsonMap:
    return catalog.layers.effective(service.document.data if service.document else {}, service.group_data)[environment]


def _levels(catalog: Catalog, service: Service, environment: str, path: ValuePath) -> Iterator[tuple[Layer, ValuePath]]:
    """Every level, with the path of the field in it: a further workload of the service has levels of its own."""
    platform, groups = catalog.layers.data, service.group_data
    own = service.document.data if service.document else {}
    if path[:1] == ("workloads",) and len(path) > 2:
        levels = workload_layers(platform, own, environment, str(path[1]), groups)
        yield from ((layer, path[2:]) for layer in levels)
    else:
        yield from ((layer, path) for layer in layers(platform, own, environment, groups))


def _given(layer: Layer, path: ValuePath) -> tuple[Json, ValuePath] | None:
    """What a layer makes of a field, and where that is written; None where it says nothing of it.

    A null around the field removes it, too.
    """
    fields = canonical(layer.written)
    for length in range(len(path), 0, -1):
        try:
            value = get(fields, path[:length])
        except KeyError:
            continue
        if length < len(path) and value is not None:
            return None
        places = (written_path(layer.written, path[:shorter]) for shorter in range(length, 0, -1))
        return _as_written(value, path, layer.written), next(filter(None, places), ())
    return None


def _as_written(value: Json, path: ValuePath, written: JsonMap) -> Json:
    """Without the nulls by which a short form removes its alternatives: nobody wrote them."""
    if not isinstance(value, dict):
        return value
    return {
        key: _as_written(item, (*path, key), written)
        for key, item in value.items()
        if item is not None or _stands(written, (*path, key))
    }


def _stands(written: JsonMap, path: ValuePath) -> bool:
    try:
        get(written, path)
    except KeyError:
        return False
    return True


def _place(source: Source | None) -> JsonMap | None:
    return {"file": source.file, "line": source.line, "column": source.column} if source else None


def _lines(answer: JsonMap) -> Iterator[str]:
    absent = "" if answer["exists"] else " (where the service does not exist)"
    yield f"{answer['field']} of {answer['service']} in {answer['environment']}{absent}: {_flow(answer['value'])}"
    levels = answer["levels"]
    if not levels:
        yield "  no level gives it a value"
    width = max((len(level["level"]) for level in levels), default=0)
    for level in levels:
        source = level["source"]
        place = f"{source['file']}:{source['line']}:{source['column']}" if source else level.get("why", "the language")
        value = "removed (null)" if level["value"] is None else _flow(level["value"])
        yield f"  {level['level']:<{width}}  {value}  {place}"


def _flow(value: Json) -> str:
    plain = json.loads(json.dumps(value))
    return yaml.safe_dump(plain, default_flow_style=True, width=10_000).strip().removesuffix("\n...")
