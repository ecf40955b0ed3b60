"""The catalog as a whole: the platform with its environments, the services, and the problems of each.

Services that did not change since the last run are known by the facts that the index keeps of them, and not read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from generator.catalog import load, versions
from generator.catalog.fits import Plain
from generator.catalog.load import Document, Mistake, Read
from generator.catalog.suggest import did_you_mean
from generator.findings import Finding, Source
from generator.json_types import Json, JsonMap
from generator.json_types import Path as ValuePath
from generator.model import environments, placeholders, recipients
from generator.model import facts as facts_module
from generator.model.build import Context, Fields, environment, service_plan, sizes_of
from generator.model.layers import SERVICE, Groups, Platform
from generator.model.neighbours import Facts
from generator.model.plan import Ciphertexts, Environment, ServicePlan
from generator.schemas import locations

if TYPE_CHECKING:
    import jsonschema


@cache
def _plain(name: str) -> Plain:
    return Plain((locations.schemas_dir() / name).read_bytes())


@cache
def schema_of(name: str) -> JsonMap:
    """The whole of a schema of the catalog, by the name of its file."""
    schema: JsonMap = msgspec.json.decode((locations.schemas_dir() / name).read_bytes())
    return schema


@cache
def _compiled(name: str) -> jsonschema.Draft7Validator:
    from generator.catalog.validate import validator

    return validator(schema_of(name))


def _mistakes(name: str, data: Json) -> list[Mistake]:
    """What is wrong with the data of a catalog file, by the schema of that name."""
    if _plain(name).takes(data):
        return []
    from generator.catalog.validate import mistakes

    return mistakes(data, _compiled(name))


class Schemas:
    """The catalog's JSON Schemas, read when they are first needed."""

    def of_service(self, data: Json) -> list[Mistake]:
        return _mistakes(locations.SERVICE_SCHEMA, data)

    def of_platform(self, data: Json) -> list[Mistake]:
        return _mistakes(locations.PLATFORM_SCHEMA, data)

    @cached_property
    def fields(self) -> Fields:
        passed = _plain(locations.SERVICE_SCHEMA).passed
        of_kinds = {level: names for level, names in passed.items() if level[0].isupper()}
        return Fields(passed["pod"], passed["container"], of_kinds)


class Service(Struct):
    """One service. `document` is None while nobody needed to read it; `files` are the texts that it names, by path."""

    name: str
    file: str
    facts: Facts = field(default_factory=dict)
    document: Document | None = None
    groups: tuple[Document, ...] = ()
    """The defaults of the folders that it is in, the outermost first."""
    specs: dict[str, JsonMap] = field(default_factory=dict)
    neutral: JsonMap = field(default_factory=dict)
    """The canonical fields without those of any environment."""
    files: dict[str, str] = field(default_factory=dict)
    binaries: dict[str, bytes] = field(default_factory=dict)
    """The content of those of them that are not text."""
    findings: list[Finding] = field(default_factory=list)
    doubtful: tuple[ValuePath, ...] = ()
    """The paths of fields that do not fit the schema, and that its specs are without."""
    broken: bool = False
    """Whether its file does not fit the schema, so that nothing is made of it."""

    @property
    def group_data(self) -> Groups:
        return {group.file: group.data for group in self.groups}

    @property
    def named_files(self) -> set[str]:
        """The paths of the files beside the catalog file that it names."""
        return {path for path, _ in named_files(self.specs)}


class Catalog:
    """Everything that is read of `catalog/`, and what follows from it for all services together."""

    def __init__(self, root: Path, kubernetes: str = "") -> None:
        """`kubernetes` is a minor version that every environment is to have, whatever the platform file says."""
        self.root = root
        self.kubernetes = kubernetes
        self.schemas = Schemas()
        self.findings: list[Finding] = []
        self.doubtful: tuple[ValuePath, ...] = ()
        """The paths of fields of the platform file that do not fit its schema, and that its data is without."""
        self.platform = self._read_platform()
        data = self.platform.data if self.platform else {}
        self.layers = Platform(data)
        newest = locations.versions()[-1]
        self.environments: dict[str, Environment] = {
            name: environment(data, name, newest) for name in self.layers.environments
        }
        self.rules = recipients.rules(data)
        self.nowhere = environment({"name": data.get("name")}, "", newest)
        self.sizes = sizes_of(data)
        self.ciphertexts: Callable[[str], Ciphertexts] = lambda environment: {}
        """What is encrypted for an environment, by Secret and key."""
        self.services: dict[str, Service] = {}
        self._groups: dict[str, Read] = {}

    def _read_platform(self) -> Document | None:
        if not (self.root / load.PLATFORM_FILE).exists():
            hint = "add it; `kubecatalog init` writes a first one in an empty folder"
            finding = Finding(
                "missing-platform", "catalog", "there is no platform file", Source(load.PLATFORM_FILE), hint
            )
            self.findings.append(finding)
            return None
        found = load.read(self.root, load.PLATFORM_FILE, self.schemas.of_platform)
        if found.document:
            versions.must_fit(self.root, found.document)
        self.findings += found.findings
        self.doubtful = found.doubtful
        if found.document:
            mistaken = environments.mistakes(found.document.data, locations.versions())
            certain = [mistake for mistake in mistaken if not _is_doubtful(mistake.path, found.doubtful)]
            self.findings += [load.finding_at(found.document, mistake) for mistake in certain]
            if self.kubernetes:
                return found.document.saying(_with_version(found.document.data, self.kubernetes))
        return found.document

    def read_service(self, name: str, file: str) -> Service:
        """Read a service, check it against the schema and merge its layers; its findings say what is wrong."""
        found = self._read_layers(file)
        around = [self._group(path) for path in load.defaults_files(self.root, file)]
        service = Service(name, file, document=found.document, findings=found.findings, doubtful=found.doubtful)
        service.groups = tuple(read.document for read in around if read.document)
        for read in around:
            service.findings += read.findings
            # What a folder's file does not say as its writer meant may be anything.
            service.doubtful += ((),) if read.findings else ()
        service.broken = bool(service.findings)
        if found.document is not None:
            unknown = list(self._names(found.document.data))
            service.findings += [load.finding_at(found.document, item) for item in unknown]
            if any(item.rule == "unknown-profile" for item in unknown):
                service.doubtful = (*service.doubtful, ())
            data, groups = found.document.data, service.group_data
            specs = self.layers.effective(data, groups)
            service.neutral = self.layers.neutral(data, groups)
            service.specs = {env: spec for env, spec in specs.items() if spec.get("enabled")}
            service.facts = facts_module.facts_of(name, service.specs, self.environments)
            self._read_files(service)
        return service

    def _group(self, file: str) -> Read:
        """The defaults of a folder, read once."""
        if file not in self._groups:
            found = self._read_layers(file)
            if found.document:
                mistaken = [*self._names(found.document.data), *_of_one_service(found.document.data)]
                findings = [load.finding_at(found.document, item) for item in mistaken]
                found = replace(found, findings=[*found.findings, *findings])
            self._groups[file] = found
        return self._groups[file]

    def _read_layers(self, file: str) -> Read:
        """A file of the shape of a service's, in which the paths of files start at the folder of services."""
        found = load.read(self.root, file, self.schemas.of_service)
        folder = file.removeprefix(f"{load.SERVICES_FOLDER}/").rpartition("/")[0]
        if not folder or found.document is None:
            return found
        return replace(found, document=found.document.saying(_within(found.document.data, folder)))

    def _names(self, data: JsonMap) -> Iterator[Mistake]:
        """Names in a service file that the platform file must know."""
        environments = data.get("environments")
        known = list(self.layers.data.get("environments") or {})
        for name, own in environments.items() if isinstance(environments, dict) else ():
            path = ("environments", name)
            if ("environments",) in self.doubtful or ("environments", name) in self.doubtful:
                continue
            if self.platform and name not in known:
                hint = did_you_mean(name, known) or f"the environments are {', '.join(known)}"
                yield Mistake("unknown-environment", path, f'there is no environment "{name}"', hint, at_key=True)
            elif own is None:
                hint = "write `{}` to change nothing, or `{enabled: false}` to leave the service out"
                yield Mistake("empty-environment", path, f'nothing stands under "{name}"', hint, at_key=True)
            elif isinstance(own, dict) and "profiles" in own:
                message = "profiles are the same in every environment"
                yield Mistake(
                    "profiles-in-environment", (*path, "profiles"), message, "move them to the top", at_key=True
                )
        yield from self._profiles(data, ())
        workloads = data.get("workloads")
        for name, own in workloads.items() if isinstance(workloads, dict) else ():
            yield from self._profiles(own or {}, ("workloads", name))

    def _profiles(self, data: JsonMap, path: ValuePath) -> Iterator[Mistake]:
        """The profiles that a service or one of its workloads names and that there are not."""
        profiles = data.get("profiles") if self.platform and ("profiles",) not in self.doubtful else None
        for index, name in enumerate(profiles if isinstance(profiles, list) else ()):
            declared = list(self.layers.data.get("profiles") or {})
            if isinstance(name, str) and name not in declared and ("profiles", name) not in self.doubtful:
                hint = did_you_mean(name, declared) or "define it under `profiles` of the platform file"
                yield Mistake("unknown-profile", (*path, "profiles", index), f'there is no profile "{name}"', hint)

    def _read_files(self, service: Service) -> None:
        """The files that the service names, beside its catalog file."""
        for path, (env, field_path) in named_files(service.specs):
            may_be_binary = field_path[0] in MAY_BE_BINARY
            if path in service.files or (may_be_binary and path in service.binaries):
                continue
            file = f"{load.SERVICES_FOLDER}/{path}"
            raw, problem = load.read_bytes(self.root, file)
            message = problem.message if problem else ""
            if raw is not None:
                try:
                    service.files[path] = raw.decode("utf-8")
                    continue
                except UnicodeDecodeError:
                    message = "it is not UTF-8 text"
                if may_be_binary:
                    service.binaries[path] = raw
                    continue
            source = self.source(service, env, field_path)
            rule = problem.rule if problem else "invalid-encoding"
            hint = f"paths are relative to {load.SERVICES_FOLDER}/"
            service.findings.append(Finding(rule, "catalog", f"{file}: {message}", source, hint))

    def plan(self, service: Service, environment: str, facts: Mapping[str, Facts]) -> ServicePlan:
        return self.plan_with(service, service.specs[environment], self.environments[environment], facts)

    def plan_with(
        self, service: Service, spec: JsonMap, environment: Environment, facts: Mapping[str, Facts]
    ) -> ServicePlan:
        """`plan`, for other fields or another environment than the catalog's own."""
        ciphertexts = self.ciphertexts(environment.name)
        context = Context(self.sizes, self.schemas.fields, service.files, facts, service.binaries, ciphertexts)
        return service_plan(service.name, spec, environment, context)

    def origin(self, service: Service, environment: str, field_path: ValuePath) -> tuple[Document | None, ValuePath]:
        """Where the effective value of a canonical field was written: the file, and the path in it."""
        from generator.model.trace import origin

        data = service.document.data if service.document else {}
        name, path = origin(self.layers.data, data, environment, field_path, service.group_data)
        return self.document(service, name), path

    def document(self, service: Service, name: str) -> Document | None:
        """The document of a layer of a service."""
        documents = {SERVICE: service.document, **{group.file: group for group in service.groups}}
        return documents.get(name, self.platform)

    def source(self, service: Service, environment: str, field_path: ValuePath) -> Source:
        """The place of `origin`."""
        document, path = self.origin(service, environment, field_path)
        return document.source(path) if document else Source(service.file)


def _with_version(platform: JsonMap, kubernetes: str) -> JsonMap:
    own = platform.get("environments")
    if not isinstance(own, dict):
        return platform
    changed = {name: {**item, "kubernetes": kubernetes} for name, item in own.items() if isinstance(item, dict)}
    return {**platform, "environments": {**own, **changed}}


def _is_doubtful(path: ValuePath, doubtful: tuple[ValuePath, ...]) -> bool:
    """Whether one of the doubtful paths leads through `path`, or the other way round."""
    return any(path[: len(other)] == other[: len(path)] for other in doubtful if other[:1] in ((), ("environments",)))


FILES: tuple[tuple[str, ...], ...] = (
    ("config", "files", "*", "from"),
    ("configs", "*", "files", "*", "from"),
    ("dashboards", "*", "from"),
    ("manifests", "*", "from"),
    ("metrics", "scrapeConfig", "from"),
    ("workloads", "*", "metrics", "scrapeConfig", "from"),
)
"""Where a service names a file beside its catalog file, as paths of the canonical fields."""

MAY_BE_BINARY = ("config", "configs")
"""The fields whose files need not be text."""


def _within(data: JsonMap, folder: str) -> JsonMap:
    """A layer as written in a file of `folder`, with the paths that start there."""
    result = placeholders.changed(data, FILES, lambda path: f"{folder}/{path}")
    for part in ("workloads", "environments"):
        if isinstance(result.get(part), dict):
            within = {name: _within(own, folder) if own else own for name, own in result[part].items()}
            result = {**result, part: within}
    return result


def _of_one_service(data: JsonMap) -> Iterator[Mistake]:
    if "name" in data:
        yield Mistake("field-of-a-service", ("name",), "services of one folder cannot share a name", "remove it", True)


def named_files(specs: Mapping[str, JsonMap]) -> Iterator[tuple[str, tuple[str, ValuePath]]]:
    """Every path that a service names, with an environment and the canonical field that names it."""
    for env, spec in specs.items():
        yield from ((path, (env, field_path)) for field_path, path in placeholders.texts(spec, FILES))
