"""The one table of types: each module of `types/` describes one type of the API, and composes others by their names.

It is in the folder of its API group and called after the type, so that it is found, and only loaded when an object has
something of that type: `apps/stateful_set_spec.py` is of StatefulSetSpec. What differs in one version has a file for
that: `resource/device_request_v1beta1.py`.

A module has TYPE, the full name of Kubernetes' definition, and any of these:

- ALSO, the full names of the same type in other versions of its API, and of types that are like it (`_LIKE`);
- FIELDS, what each field must be;
- RULES, functions of an object of the type that look at several of its fields;
- DEFAULTED, functions that change an object as the server does beyond the defaults of single fields (`canonical.py`);
- EXCUSED, a function of an object and of something wrong below it: whether its kind does not look at that;
- ADMISSION, a function of a whole manifest, where it is not a part of another, and of what the cluster has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

from msgspec import Struct, field

from generator.checks.admission import types
from generator.checks.admission.field import Excuse, Fields, Versioned
from generator.checks.admission.known import Known
from generator.checks.admission.wrong import Wrong
from generator.json_types import Json, JsonMap


class Type(Struct, frozen=True):
    fields: Fields = field(default_factory=dict)
    rules: Sequence[Json] = ()
    excused: Excuse | Versioned | None = None
    admission: Callable[[JsonMap, Known], Iterable[Wrong]] | Versioned | None = None
    defaulted: Sequence[Callable[[JsonMap], None]] = ()


_EXTENSIONS = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions"
_AGGREGATION = "io.k8s.kube-aggregator.pkg.apis.apiregistration"
_META = "io.k8s.apimachinery.pkg.apis.meta"
_API = (
    *("core", "apps", "batch", "autoscaling", "policy", "networking", "rbac", "scheduling", "node", "storage"),
    *("flowcontrol", "certificates", "discovery", "coordination", "events", "storagemigration", "resource"),
    "admissionregistration",
)

PACKAGES: Mapping[str, Sequence[str]] = {
    **{f"io.k8s.api.{name}": (name,) for name in _API},
    _EXTENSIONS: ("apiextensions", "admissionregistration"),
    _AGGREGATION: ("apiregistration",),
    _META: ("meta",),
}
"""By the group of a definition's name, the packages that describe types of it."""

_PLAIN = Type()


_LIKE: Mapping[str, str] = {
    "BasicDevice": "Device",
    "CompositeDisruptionMode": "DisruptionMode",
    "CompositePodGroup": "PodGroup",
    "CompositePodGroupSchedulingConstraints": "PodGroupSchedulingConstraints",
    "CompositePodGroupSchedulingPolicy": "PodGroupSchedulingPolicy",
    "CompositePodGroupSpec": "PodGroupSpec",
    "CompositePodGroupTemplate": "PodGroupTemplate",
    "DeviceClaimConfiguration": "DeviceConfiguration",
    "DeviceClassConfiguration": "DeviceConfiguration",
    "DeviceCounterConsumption": "CounterSet",
    "MutatingAdmissionPolicyBinding": "ValidatingAdmissionPolicyBinding",
    "MutatingWebhookConfiguration": "WebhookConfiguration",
    "NamedRuleWithOperations": "RuleWithOperations",
    "PodGroupPolicy": "PodGroupSchedulingPolicy",
    "ResourcePoolStatusRequest": "DeviceTaintRule",
    "ResourceSlice": "DeviceTaintRule",
    "ValidatingWebhookConfiguration": "WebhookConfiguration",
}
"""Types that are described with another one, or under a name that they share."""


@cache
def type_of(name: str) -> Type:
    """By the full name; one that says nothing where no module does."""
    module = module_of(name)
    return _described(module) if module else _PLAIN


def module_of(name: str) -> ModuleType | None:
    """The module that describes a type, by the full name."""
    group, version, kind = name.rsplit(".", 2)
    called = _snake_case(_LIKE.get(kind, kind))
    for package in PACKAGES.get(group, ()):
        for file in (f"{called}_{version}", called):
            at = _files(package).get(file)
            if at and name in names(module := import_module(at)):
                return module
    return None


def modules() -> Iterator[ModuleType]:
    """All of them, each once."""
    packages = dict.fromkeys(package for packages in PACKAGES.values() for package in packages)
    found = (import_module(at) for package in packages for at in _files(package).values())
    return (module for module in found if hasattr(module, "TYPE"))


def names(module: ModuleType) -> tuple[str, ...]:
    """The full names of the type that a module describes; none where it describes no type."""
    return (module.TYPE, *getattr(module, "ALSO", ())) if hasattr(module, "TYPE") else ()


@cache
def _files(package: str) -> Mapping[str, str]:
    """The modules of a package and of those in it, by what their files are called."""
    root = Path(types.__path__[0])
    paths = sorted((root / package).rglob("[a-z]*.py"))
    return {path.stem: ".".join((types.__name__, *path.relative_to(root).with_suffix("").parts)) for path in paths}


def _snake_case(kind: str) -> str:
    """`CSIVolumeSource` -> `csi_volume_source`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", kind).lower()


def _described(module: ModuleType) -> Type:
    return Type(
        getattr(module, "FIELDS", {}),
        getattr(module, "RULES", ()),
        getattr(module, "EXCUSED", None),
        getattr(module, "ADMISSION", None),
        getattr(module, "DEFAULTED", ()),
    )
