"""`secrets move`: a Secret from the repository to a store outside, from which an ExternalSecret fetches it, and back.

The pods see the same Secret with the same keys. Either all of it is done, or catalog and files are as they were.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from msgspec import Struct

from generator.catalog import edit
from generator.commands.secrets import entry
from generator.commands.secrets.session import Session, Target
from generator.errors import KubecatalogError
from generator.json_types import JsonMap
from generator.json_types import Path as ValuePath
from generator.model import layers, placeholders
from generator.model.catalog import Service
from generator.model.plan import ServicePlan
from generator.resources import emitted, external_secret, secret
from generator.resources.secret import Secret
from generator.schemas import locations
from generator.secret_types import OPAQUE, REQUIRED
from generator.secrets import as_json, external_field, gather
from generator.secrets.external_field import Effective
from generator.secrets.file import Place
from generator.secrets.store import Head, Store
from generator.secrets.values import Values, checked
from generator.unit import service_unit
from generator.workspace import Workspace

_KEY = "{key}"
_NOT_COPIED = "no value was copied: put these into the store before you render; the last commit has the encrypted file"


class Moved(Struct, frozen=True):
    """What is moved: a Secret of a service, in one environment or, without a name of one, in all."""

    service: str
    label: str
    environment: str

    @property
    def stem(self) -> str:
        return f"{self.service}.{self.label}" if self.label else self.service

    def environments(self, session: Session) -> list[str]:
        """Those that are meant, and in which the service exists. Raises KubecatalogError."""
        if self.environment:
            session.plan(self.environment, self.service)
            return [self.environment]
        return list(session.service(self.service).specs)


def run(workspace: Workspace, text: str, *, to: str, reference: str, store: str) -> int:
    environment, slash, stem = text.rpartition("/")
    service, _, label = stem.partition(".")
    if not service or "/" in environment or (slash and not environment):
        raise KubecatalogError(
            f'"{text}" is not ENVIRONMENT/SERVICE, nor SERVICE', "for example: dev/orders, or orders"
        )
    moved = Moved(service, label, environment)
    session = Session(workspace)
    if environment:
        session.environment(environment)
    if to == "external":
        _to_external(session, moved, reference, store)
    elif reference or store:
        raise KubecatalogError("--reference and --store say where a store has values", "leave them out with --to sops")
    else:
        _to_sops(session, moved)
    print("    `kubecatalog render`, so that the cluster gets it from there", file=sys.stderr)
    return 0


def _to_external(session: Session, moved: Moved, reference: str, store_name: str) -> None:
    targets = _kept(session, moved)
    keys = {target.place.environment: _keys(session, target) for target in targets}
    data = {key: _filled(reference, moved, key) for key in sorted({key for found in keys.values() for key in found})}
    _must_be_usable(reference, data, moved)
    names = {(target.secret.name, target.secret.type) for target in targets}
    if len(names) > 1:
        message = f"the Secret of {moved.stem} has another name or type in some environments"
        raise KubecatalogError(message, "move it environment by environment: ENVIRONMENT/SERVICE")
    name, kind = names.pop()
    path = ("externalSecrets", name) if moved.label else ("externalSecret",)
    value: JsonMap = {"store": store_name} if store_name else {}
    # The operator makes an Opaque Secret of what is not said to be of another type.
    value |= {"target": {"template": {"type": kind}}} if kind != OPAQUE else {}
    service = session.inputs.service(moved.service)
    content = external_field.put_in(_read(session, service), path, {**value, "data": data}, moved.environment)
    files = [target.place.path for target in targets]
    with session.store() as store, _all_or_nothing(session.workspace.root, [service.file, *files]):
        _write(store, service.file, content)
        _must_be_valid(session, moved, [target.place.environment for target in targets], name, fetched=True)
        for file in files:
            (session.workspace.root / file).unlink(missing_ok=True)
    for target in targets:
        values = target.plan.environment.values(moved.service, target.plan.spec)
        for key in keys[target.place.environment]:
            print(target.place.environment, key, placeholders.fill(data[key], values), sep="\t")
    print(f"{service.file}: {moved.stem} is fetched from a store\n    {_NOT_COPIED}", file=sys.stderr)


def _kept(session: Session, moved: Moved) -> list[Target]:
    """The Secret in each environment that keeps it encrypted. Raises KubecatalogError where none does."""
    found = []
    for name in moved.environments(session):
        kept = {own.label for own in secret.kept(session.plan(name, moved.service))}
        if moved.environment or (moved.label in kept and name in session.rules):
            found.append(session.target(f"{name}/{moved.stem}"))
    if not found:
        message = f"no environment keeps the Secret {moved.stem} encrypted"
        raise KubecatalogError(message, "`kubecatalog secrets list` shows those that are")
    for target in found:
        if target.place.service != moved.service:
            message = f"the Secret {target.secret.name} is that of {target.place.service}"
            raise KubecatalogError(message, f"move {target.place.service} instead")
    return found


def _keys(session: Session, target: Target) -> list[str]:
    """Those that the file has, and others that somebody needs."""
    known = session.inputs.secrets.files.get(target.place.path)
    need = session.needs(target.place.environment).get(target.secret.name)
    found = {*(known.keys if known else ()), *(need.keys() if need else ()), *_used(target.plan, target.secret.name)}
    return sorted(found)


def _used(plan: ServicePlan, name: str) -> set[str]:
    """The keys of a Secret that the service itself uses."""
    uses = gather.of_resources(emitted(plan)).get("uses", ())
    return {key for secret_name, key, *_ in uses if secret_name == name and key}


def _filled(reference: str, moved: Moved, key: str) -> str:
    """Only what is the same in every environment; the catalog knows the other placeholders."""
    return reference.replace("{service}", moved.service).replace(_KEY, key)


def _must_be_usable(reference: str, data: JsonMap, moved: Moved) -> None:
    if not reference:
        raise KubecatalogError(
            "where does the store have the values?", "for example: --reference 'shop/{service}#{key}'"
        )
    if not data:
        raise KubecatalogError(
            f"no key of {moved.stem} is known", "name them under `keys` of the Secret in the catalog"
        )
    if len(data) > 1 and len(set(data.values())) == 1:
        message = f"all keys of {moved.stem} would have the same value"
        raise KubecatalogError(message, f"put {_KEY} into --reference: 'shop/{{service}}#{_KEY}'")


class _Fetched(Struct, frozen=True):
    """An external secret in one environment, and the encrypted one that takes its place."""

    path: ValuePath
    place: Place
    head: Head
    keys: frozenset[str]
    declared: bool
    """Whether the catalog says of the encrypted one what it must."""


def _to_sops(session: Session, moved: Moved) -> None:
    found = [one for name in moved.environments(session) if (one := _fetched(session, moved, name))]
    if not found:
        raise KubecatalogError(f"{moved.stem} is not fetched from a store", "see `externalSecret` in the catalog")
    for one in found:
        session.environment(one.place.environment)
    values = _given(moved, found)
    service = session.inputs.service(moved.service)
    content = _read(session, service)
    environments = [one.place.environment for one in found]
    for path in dict.fromkeys(one.path for one in found):
        every = not moved.environment
        content = external_field.taken_out(content, path, environments, _effective(session, service), everywhere=every)
    content = _declared(content, moved, found)
    files = [one.place.path for one in found]
    with session.store() as store, _all_or_nothing(session.workspace.root, [service.file, *files]):
        for one in found:
            own = values[one.place.environment]
            store.change(one.place, one.head, lambda _, own=own: own)  # type: ignore[misc]
        _write(store, service.file, content)
        _must_be_valid(session, moved, environments, found[0].head.name, fetched=False)
    print("\n".join(f"{file} written" for file in files), file=sys.stderr)
    print(f"{service.file}: {moved.stem} is no longer fetched from a store", file=sys.stderr)


def _effective(session: Session, service: Service) -> Effective:
    platform = session.inputs.catalog.layers.data
    return lambda data, environment: layers.effective(platform, data, environment, service.group_data)


def _declared(text: str, moved: Moved, found: list[_Fetched]) -> str:
    """The service's file in which the Secret is declared, where it must be."""
    for one in found:
        if not one.declared:
            path: ValuePath = ("secrets", moved.label) if moved.label else ("secret",)
            at = external_field.within(path, moved.environment)
            if one.head.type != OPAQUE:
                text = edit.edited(text, (*at, "type"), one.head.type)
            elif not external_field.holds(external_field.data(text), at):
                text = edit.edited(text, at, {})
    return text


def _fetched(session: Session, moved: Moved, environment: str) -> _Fetched | None:
    plan = session.plan(environment, moved.service)
    declared = {own.label: own for own in secret.declared(plan)}.get(moved.label)
    name = declared.name if declared else moved.label or plan.secret_name
    for path, made, own in external_secret.every(plan):
        if made == name:
            kind = own.get("target", {}).get("template", {}).get("type", OPAQUE)
            fits = _declares(declared, moved, kind)
            head = Head(name, declared.type if declared and fits else kind)
            known = external_secret.keys(own) or set()
            about = declared.keys if declared else {}
            wanted = frozenset({*known, *about, *_used(plan, name), *REQUIRED.get(head.type, ())})
            return _Fetched(path, Place(environment, moved.service, moved.label), head, wanted, fits)
    return None


def _declares(declared: Secret | None, moved: Moved, kind: str) -> bool:
    if declared is None:
        return not moved.label and kind == OPAQUE
    return kind in (OPAQUE, declared.type)


def _given(moved: Moved, found: list[_Fetched]) -> dict[str, Values]:
    """The values, by environment: a JSON object from standard input, or one after the other from a person."""
    if sys.stdin is not None and sys.stdin.isatty():
        return {
            one.place.environment: {key: checked(key, entry.asked(f"{key} of {one.place}")) for key in sorted(one.keys)}
            for one in found
        }
    try:
        data = as_json.parsed(entry.content("-").decode())
    except UnicodeDecodeError:
        raise KubecatalogError("standard input is no UTF-8 text", 'it is {"KEY": "VALUE", ...}') from None
    objects = {found[0].place.environment: data} if moved.environment else data
    if not isinstance(objects, dict):
        raise KubecatalogError("what is given is not a JSON object", 'expected {"ENVIRONMENT": {"KEY": "VALUE"}}')
    return {one.place.environment: _values(one, objects.get(one.place.environment, {})) for one in found}


def _values(one: _Fetched, data: JsonMap) -> Values:
    """Raises KubecatalogError where some are missing, or cannot be values."""
    faults: list[str] = []
    values = as_json.values(data, faults)
    missing = sorted(one.keys - values.keys())
    if faults or missing:
        named = [f"there is none of {key}" for key in missing]
        raise KubecatalogError(f"the values of {one.place} are not complete", "\n    ".join([*faults, *named]))
    return {key: checked(key, value, binary=isinstance(data[key], dict)) for key, value in values.items()}


def _read(session: Session, service: Service) -> str:
    return (session.workspace.root / service.file).read_bytes().decode()


def _write(store: Store, file: str, text: str) -> None:
    """In one step, with the permissions that the file has."""
    target = (store.root / file).resolve()
    staged = store.scratch / "catalog.yaml"
    staged.write_bytes(text.encode())
    staged.chmod(target.stat().st_mode)
    os.replace(staged, target)


def _must_be_valid(session: Session, moved: Moved, environments: list[str], name: str, *, fetched: bool) -> None:
    """Whether the catalog, as it is by now, says what it was to say. Raises KubecatalogError."""
    after = Session(session.workspace)
    inputs = after.inputs
    service = inputs.service(moved.service)
    scope = partial(locations.is_namespaced, root=inputs.root)
    found = service_unit(inputs.catalog, service, inputs.neighbours(moved.service), inputs.files, scope).findings
    for finding in (*service.findings, *found):
        if finding.severity == "error":
            hint = f"nothing was changed\n    {finding.hint}" if finding.hint else "nothing was changed"
            raise KubecatalogError(f"{finding.source}: {finding.message}", hint)
    for environment in environments:
        made = {made for _, made, _ in external_secret.every(after.plan(environment, moved.service))}
        if (name in made) != fetched:
            message = f"another level of the catalog has its say on the Secret of {moved.stem} in {environment}"
            raise KubecatalogError(message, f"nothing was changed; see `kubecatalog explain {moved.service}`")


@contextmanager
def _all_or_nothing(root: Path, paths: list[str]) -> Iterator[None]:
    """Puts the files back as they were where what is done with them fails."""
    before = {path: (root / path).read_bytes() if (root / path).exists() else None for path in paths}
    try:
        yield
    except BaseException:
        for path, content in before.items():
            with suppress(OSError):
                _restore(root / path, content)
        raise


def _restore(file: Path, content: bytes | None) -> None:
    if content is None:
        file.unlink(missing_ok=True)
    elif not file.exists() or file.read_bytes() != content:
        file.write_bytes(content)
