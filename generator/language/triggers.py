"""Scaling by events: the triggers of KEDA, and what they authenticate with."""

from __future__ import annotations

from collections.abc import Callable

from generator.json_types import Json, JsonMap
from generator.language.naming import by_name, one_of, renamed
from generator.language.types import Field, Reach, custom, described, either, fields, map_of, named, once, string

_KEDA = "keda.sh/v1alpha1"

_AUTHENTICATIONS = ("authentication", "authenticationRef")

_TRIGGER = once(
    custom(
        f"{_KEDA}/ScaledObject",
        "spec.triggers[]",
        without=("name",),
        metadata=described(
            "What the trigger needs to know, as KEDA's page of that type says. Numbers and booleans become strings. "
            "Placeholders are replaced.",
            map_of({"type": ["string", "number", "boolean"]}),
        ),
        authentication=described(
            "One of `triggerAuthentications`, by the name that it has there.", string("dns-label")
        ),
    ),
    _AUTHENTICATIONS,
)

TRIGGERS = named(_TRIGGER, "")


def triggers(value: Json) -> Json:
    return by_name(value, _trigger)


def _trigger(value: Json) -> Json:
    if not isinstance(value, dict):
        return value
    metadata = value.get("metadata")
    texts = {"metadata": {key: _text(item) for key, item in metadata.items()}} if isinstance(metadata, dict) else {}
    return one_of({**value, **texts}, _AUTHENTICATIONS)


def _text(value: Json) -> Json:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, (int, float)) else value


def _parameters(target: JsonMap) -> JsonMap:
    """References by the parameter of the trigger that they give; Kubernetes' own form is a list of them."""
    return named(target, "", "parameter")


_KEY = either(string("config-key"), fields(name=string("dns-subdomain"), key=string("config-key")))

REFERENCES = {"secretTargetRef": "key", "configMapTargetRef": "key", "env": "name"}
"""Lists of parameters -> what a word stands for in their items."""

_AUTHENTICATION = custom(
    f"{_KEDA}/TriggerAuthentication",
    "spec",
    name=described("The name of the TriggerAuthentication; `SERVICE-NAME` by default.", string("dns-subdomain")),
    secretTargetRef=described(
        "Parameters from Secrets: a key of the service's own, or the name and key of another.", _parameters(_KEY)
    ),
    configMapTargetRef=described("Parameters from ConfigMaps, likewise.", _parameters(_KEY)),
    env=described(
        "Parameters from environment variables of the workload.",
        _parameters(either(string("env-name"), fields(name=string("env-name"), containerName=string("dns-label")))),
    ),
    podIdentity=described(
        "Who KEDA is to the cloud; a word is the provider.",
        either(string(), custom(f"{_KEDA}/TriggerAuthentication", "spec.podIdentity")),
    ),
)


def _under(key: str) -> Callable[[Json], Json]:
    return lambda item: {key: item} if isinstance(item, str) else item


def _authentication(value: Json) -> Json:
    if not isinstance(value, dict):
        return value
    expanded: JsonMap = dict(value)
    for field, key in REFERENCES.items():
        if field in value:
            expanded[field] = by_name(value[field], _under(key), "parameter")
    if isinstance(value.get("podIdentity"), str):
        expanded["podIdentity"] = {"provider": value["podIdentity"]}
    return expanded


FIELDS = (
    Field(
        "triggerAuthentications",
        named(_AUTHENTICATION),
        "What KEDA's triggers authenticate with, by name; all fields of a TriggerAuthentication.",
        {"queue": {"secretTargetRef": {"host": "amqp-url"}}, "cloud": {"podIdentity": "aws"}},
        expand=renamed("triggerAuthentications", _authentication),
        reach=Reach.SERVICE,
    ),
)
