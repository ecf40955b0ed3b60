"""The one table of types: each module of `types/` describes one type of the API, and composes others by their names.

A module has TYPE, the full name of Kubernetes' definition, and any of these:

- ALSO, the full names of the same type in other versions of its API;
- FIELDS, what each field must be;
- RULES, functions of an object of the type that look at several of its fields;
- DEFAULTED, functions that change an object as the server does beyond the defaults of single fields (`canonical.py`);
- EXCUSED, a function of an object and of something wrong below it: whether its kind does not look at that;
- ADMISSION, a function of a whole manifest, where it is not a part of another, and of what the cluster has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType

from generator.checks.admission.field import Excuse, Fields, Versioned
from generator.checks.admission.known import Known
from generator.checks.admission.types import (
    admissionregistration,
    apiextensions,
    apiregistration,
    apps,
    autoscaling,
    batch,
    certificates,
    coordination,
    core,
    discovery,
    events,
    flowcontrol,
    meta,
    networking,
    node,
    policy,
    rbac,
    resource,
    scheduling,
    storage,
    storagemigration,
)
from generator.checks.admission.wrong import Wrong
from generator.json_types import Json, JsonMap


@dataclass(frozen=True, slots=True)
class Type:
    fields: Fields = field(default_factory=dict)
    rules: Sequence[Json] = ()
    excused: Excuse | Versioned | None = None
    admission: Callable[[JsonMap, Known], Iterable[Wrong]] | Versioned | None = None
    defaulted: Sequence[Callable[[JsonMap], None]] = ()


MODULES: tuple[ModuleType, ...] = (
    *(*meta.TYPES, *core.TYPES, *apps.TYPES, *batch.TYPES, *autoscaling.TYPES, *policy.TYPES, *networking.TYPES),
    *(*rbac.TYPES, *scheduling.TYPES, *node.TYPES, *storage.TYPES, *flowcontrol.TYPES, *certificates.TYPES),
    *(*discovery.TYPES, *coordination.TYPES, *events.TYPES, *storagemigration.TYPES, *resource.TYPES),
    *(*admissionregistration.TYPES, *apiextensions.TYPES, *apiregistration.TYPES),
)

BY_TYPE: Mapping[str, Type] = {
    name: Type(
        getattr(module, "FIELDS", {}),
        getattr(module, "RULES", ()),
        getattr(module, "EXCUSED", None),
        getattr(module, "ADMISSION", None),
        getattr(module, "DEFAULTED", ()),
    )
    for module in MODULES
    for name in (module.TYPE, *getattr(module, "ALSO", ()))
}
