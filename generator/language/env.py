"""Environment variables: literals, and references by name to configuration, secrets and the pod's own fields."""

from __future__ import annotations

from generator.json_types import Json
from generator.language.naming import one_of, renamed
from generator.language.types import (
    Field,
    Reach,
    array,
    boolean,
    described,
    either,
    fields,
    kubernetes,
    named,
    once,
    string,
)

_KEY = either(string("config-key"), fields(name=string("dns-subdomain"), key=string("config-key"), optional=boolean()))

SOURCES = ("value", "secret", "config", "field", "resource", "valueFrom")

REFERENCE = once(
    fields(
        value=described("A literal value. Placeholders are replaced.", string()),
        secret=described("A key of the service's Secret, or the name and key of another one.", _KEY),
        config=described(
            "A key of the service's ConfigMap (see `config`), or the key and name of another one (see `configs`).", _KEY
        ),
        field=described(
            "A field of the pod, such as `metadata.name` or `status.podIP`.",
            either(string("pod-field"), kubernetes("ObjectFieldSelector")),
        ),
        resource=described(
            "A request or limit of the container, such as `limits.memory`, or with its `divisor`.",
            either(string("container-resource"), kubernetes("ResourceFieldSelector")),
        ),
        valueFrom=described("Kubernetes' own full form.", kubernetes("EnvVarSource")),
    ),
    SOURCES,
)

ENV = named(either(string(), REFERENCE), "env-name")


ENV_FROM_SOURCES = ("config", "secret", "configMapRef", "secretRef")

ENV_FROM = array(
    once(
        kubernetes(
            "EnvFromSource",
            config=described("A ConfigMap: one of `configs`, or its name.", string("dns-subdomain")),
            secret=described("A Secret by its name.", string("dns-subdomain")),
            optional=described("Whether it may be missing.", boolean()),
        ),
        ENV_FROM_SOURCES,
    )
)


def literal(value: Json) -> Json:
    return one_of({"value": value} if isinstance(value, str) else value, SOURCES)


FIELDS = (
    Field(
        "env",
        ENV,
        "Environment variables of the main container. A map is written in order of name, but a variable that another "
        "refers to as `$(NAME)` comes first; a list keeps its order.",
        {
            "LOG_LEVEL": "info",
            "DATABASE_PASSWORD": {"secret": "database-password"},
            "POD_IP": {"field": "status.podIP"},
        },
        expand=renamed("env", literal),
        reach=Reach.SHARED,
    ),
    Field(
        "envFrom",
        ENV_FROM,
        "Whole ConfigMaps and Secrets as environment variables, in order: the last one wins.",
        [{"config": "shared-settings"}, {"secret": "shared-credentials", "prefix": "SHARED_"}],
        reach=Reach.SHARED,
    ),
)
