"""`explain`: an effective value of a service, and every level that gave or overrode it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import yaml

from generator.cache.files import FileDigests
from generator.cache.index import Index
from generator.catalog import load
from generator.catalog.suggest import did_you_mean
from generator.errors import FINDINGS, KubecatalogError
from generator.findings import Source
from generator.inputs import Inputs
from generator.json_types import Json, JsonMap, dotted, get, parsed
from generator.json_types import Path as ValuePath
from generator.language import FIELDS
from generator.model.catalog import Catalog, Service
from generator.model.layers import BUILT_IN, SERVICE, canonical, layers
from generator.model.trace import written_path
from generator.report import text
from generator.workspace import Workspace


def run(workspace: Workspace, name: str, field: str, environment: str, form: str) -> int:
    load.must_exist(workspace.root)
    inputs = Inputs(workspace.root, Index(""), FileDigests(workspace.root, {}))
    if name not in inputs.files:
        hint = did_you_mean(name, inputs.files) or f"the services are {', '.join(inputs.files)}"
        raise KubecatalogError(f'there is no service "{name}"', hint)
    catalog, service = inputs.catalog, inputs.service(name)
    if environment and environment not in catalog.environments:
        hint = did_you_mean(environment, catalog.environments) or f"there are {', '.join(catalog.environments)}"
        raise KubecatalogError(f'there is no environment "{environment}"', hint)
    if service.broken or service.document is None or catalog.findings:
        for line in text.findings([*catalog.findings, *service.findings]):
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
    spec = catalog.layers.effective(service.document.data if service.document else {})[environment]
    if not field:
        yield from ((name,) for name in spec)
        return
    path = parsed(field)
    head = str(path[0])
    short = FIELDS.get(head)
    if short and short.expand and head not in short.expand(short.example):
        for name, value in short.expand(short.example).items():
            yield (name, *_single(value), *path[1:])
        return
    known = {*FIELDS, *spec, *catalog.schemas.fields.pod, *catalog.schemas.fields.container}
    if head not in known:
        raise KubecatalogError(f'there is no field "{head}"', did_you_mean(head, known) or "see the catalog reference")
    yield path


def _single(value: Json) -> ValuePath:
    """`{"http": {...}}` -> `("http",)`: the named thing that a short form stands for."""
    if isinstance(value, dict) and len(value) == 1:
        name, inner = next(iter(value.items()))
        return (name,) if isinstance(inner, dict) and name not in FIELDS else ()
    return ()


def _answer(catalog: Catalog, service: Service, environment: str, path: ValuePath) -> JsonMap:
    document = service.document
    assert document is not None
    effective = catalog.layers.effective(document.data)[environment]
    levels = []
    for layer in layers(catalog.layers.data, document.data, environment):
        try:
            value = get(canonical(layer.written), path)
        except KeyError:
            continue
        source = None
        if layer.document != BUILT_IN:
            owner = document if layer.document == SERVICE else catalog.platform
            written = (*layer.path, *written_path(layer.written, path))
            source = owner.source(written) if owner else None
        levels.append({"level": layer.title, "value": value, "source": _place(source)})
    answer: JsonMap = {"service": service.name, "environment": environment, "field": dotted(path)}
    try:
        answer["value"] = get(effective, path)
    except KeyError:
        answer["value"] = None
    return {**answer, "levels": levels}


def _place(source: Source | None) -> JsonMap | None:
    return {"file": source.file, "line": source.line, "column": source.column} if source else None


def _lines(answer: JsonMap) -> Iterator[str]:
    yield f"{answer['field']} of {answer['service']} in {answer['environment']}: {_flow(answer['value'])}"
    levels = answer["levels"]
    if not levels:
        yield "  no level gives it a value"
    width = max((len(level["level"]) for level in levels), default=0)
    for level in levels:
        source = level["source"]
        place = f"{source['file']}:{source['line']}:{source['column']}" if source else "the language"
        value = "removed (null)" if level["value"] is None else _flow(level["value"])
        yield f"  {level['level']:<{width}}  {value}  {place}"


def _flow(value: Json) -> str:
    plain = json.loads(json.dumps(value))
    return yaml.safe_dump(plain, default_flow_style=True, width=10_000).strip().removesuffix("\n...")
