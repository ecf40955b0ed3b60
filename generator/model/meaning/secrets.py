"""Secrets that cannot be what the catalog says of them."""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import Path
from generator.model.meaning.fault import Fault
from generator.model.plan import ServicePlan
from generator.resources import config_map, secret
from generator.resources.secret import Secret
from generator.secret_types import DOCKER_CONFIG, FIXED, PULLING
from generator.secrets import shapes


def check(plan: ServicePlan) -> Iterator[Fault]:
    """`plan` is that of the service as a whole."""
    found = secret.declared(plan)
    yield from _names(found)
    for own in found:
        yield from _type(own)
        for key, about in own.keys.items():
            yield from _key(own, key, about)


def check_volumes(plan: ServicePlan) -> Iterator[Fault]:
    """Of one workload: volumes of the same name."""
    configs = {config.volume: (*config.path, "mount") for config in config_map.of(plan) if config.mounts}
    for own, _ in secret.volumes(plan):
        for group in ("volumes", "persistence"):
            if own.volume in plan.spec.get(group, {}):
                message = f'"{own.volume}" is the volume of a Secret of the service'
                yield Fault("duplicate-volume", (group, own.volume), message, "rename it")
        if own.volume in configs:
            message = f'"{own.volume}" is both the volume of a Secret and one of configuration'
            yield Fault("duplicate-volume", configs[own.volume], message, "rename one of them")


def _names(declared: list[Secret]) -> Iterator[Fault]:
    taken: dict[str, str] = {}
    for own in declared:
        if own.name in taken:
            message = f'the Secret "{own.name}" is declared twice'
            yield Fault("duplicate-secret", own.path, message, "set another `name`", reads=("secretName",))
        taken[own.name] = own.label


def _type(own: Secret) -> Iterator[Fault]:
    field: Path = (*own.path, "type")
    if own.type in FIXED:
        message = f"a Secret of type {own.type} is the cluster's to make"
        yield Fault("invalid-secret-type", field, message, "leave it out; see `serviceAccount`")
    if own.fields.get("pull") and own.type not in PULLING:
        message = f"images are pulled with a Secret of type {DOCKER_CONFIG}, not {own.type}"
        yield Fault("invalid-secret-type", field, message, "remove `type`, or `pull`")


def _key(own: Secret, key: str, about: dict[str, object]) -> Iterator[Fault]:
    field: Path = (*own.path, "keys", key)
    shape = about.get("generate")
    if isinstance(shape, dict):
        wrong = shapes.weak(shape)
        if wrong:
            yield Fault("weak-secret", (*field, "generate"), wrong, "values of it would be no secrets")
        for other in shapes.keys(shape, key)[1:]:
            if other == key or "generate" in (own.keys.get(other) or {}):
                message = f'the key "{other}" would be generated twice'
                hint = "name another key, or remove its `generate`"
                yield Fault("duplicate-key", (*field, "generate"), message, hint)
    if isinstance(about.get("schema"), dict):
        yield from _schema(about["schema"], (*field, "schema"))


def _schema(schema: object, field: Path) -> Iterator[Fault]:
    from jsonschema import Draft202012Validator, SchemaError

    try:
        Draft202012Validator.check_schema(schema)  # type: ignore[arg-type]
    except SchemaError as error:
        path = (*field, *error.absolute_path)
        yield Fault("invalid-schema", path, "this is no JSON Schema", f"see the keyword {error.validator}")
