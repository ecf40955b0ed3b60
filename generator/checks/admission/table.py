"""The one table of types: each module of `types/` describes one type of the API, and composes others by their names.

A module has TYPE, the full name of Kubernetes' definition, and any of these:

- ALSO, the full names of the same type in other versions of its API;
- FIELDS, what each field must be;
- RULES, functions of an object of the type that look at several of its fields;
- DEFAULTED, functions that change an object as the server does beyond the defaults of single fields (`canonical.py`);
- EXCUSED, a function of an object and of something wrong below it: whether its kind does not look at that;
- ADMISSION, a function of a whole manifest, where it is not a part of another, and of what the cluster has.

A package of `types/` has TYPES, its modules. It is imported when a type of its group is asked for: few objects are of
many groups.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from types import ModuleType

from msgspec import Struct, field

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


def type_of(name: str) -> Type:
    """By the full name; one that says nothing where no module does."""
    return _of_group(name.rsplit(".", 2)[0]).get(name, _PLAIN)


@cache
def _of_group(group: str) -> Mapping[str, Type]:
    return {name: _described(module) for module in _modules(group) for name in names(module)}


def modules() -> Iterator[ModuleType]:
    """All of them, each once."""
    yield from dict.fromkeys(module for group in PACKAGES for module in _modules(group))


def names(module: ModuleType) -> tuple[str, ...]:
    """The full names of the type that a module describes."""
    return (module.TYPE, *getattr(module, "ALSO", ()))


def _modules(group: str) -> Iterator[ModuleType]:
    for package in PACKAGES.get(group, ()):
        yield from import_module(f"generator.checks.admission.types.{package}").TYPES


def _described(module: ModuleType) -> Type:
    return Type(
        getattr(module, "FIELDS", {}),
        getattr(module, "RULES", ()),
        getattr(module, "EXCUSED", None),
        getattr(module, "ADMISSION", None),
        getattr(module, "DEFAULTED", ()),
    )
