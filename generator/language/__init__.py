"""The catalog language, defined once: each concern a file with its fields, their schema and their short forms.

The JSON Schema, the reference pages, the defaults and the canonical form all come from here.
"""

from __future__ import annotations

from types import ModuleType

from generator.language import (
    alerts,
    analysis,
    availability,
    certificates,
    checks,
    config,
    containers,
    dashboards,
    delivery,
    env,
    escape,
    external_secret,
    gateway,
    identity,
    image,
    image_update,
    ingress,
    jobs,
    monitoring,
    network,
    ports,
    probes,
    rbac,
    resources,
    rollout,
    scaling,
    scheduling,
    secrets,
    security,
    service,
    service_account,
    storage,
    triggers,
    vertical_scaling,
    workloads,
)
from generator.language.types import Field, Reach

CONCERNS: tuple[ModuleType, ...] = (
    identity,
    image,
    image_update,
    ports,
    env,
    config,
    secrets,
    storage,
    probes,
    resources,
    scaling,
    triggers,
    vertical_scaling,
    rollout,
    analysis,
    scheduling,
    availability,
    security,
    service_account,
    rbac,
    service,
    ingress,
    gateway,
    certificates,
    network,
    external_secret,
    monitoring,
    alerts,
    dashboards,
    jobs,
    containers,
    workloads,
    escape,
    delivery,
    checks,
)

FIELDS: dict[str, Field] = {field.name: field for concern in CONCERNS for field in concern.FIELDS}

OF_SERVICE_ONLY = frozenset(name for name, field in FIELDS.items() if field.reach is Reach.SERVICE)


def is_shared(name: str) -> bool:
    """Whether a further workload has the service's value of this field, until it says otherwise."""
    field = FIELDS.get(name)
    return field.reach is Reach.SHARED if field else name not in workloads.OWN_FIELDS_OF_KUBERNETES
