"""What policies have in common: their variables, and what their expressions see.

https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#variable-composition
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from generator.checks.admission import formats
from generator.checks.admission.constraints import one_of
from generator.checks.admission.field import Field, Made, number, since
from generator.checks.admission.types.admissionregistration import match_conditions
from generator.checks.admission.types.admissionregistration.expressions import typed
from generator.checks.admission.types.meta import metadata
from generator.checks.admission.wrong import Wrong, malformed, missing
from generator.checks.cel.checker import Declared
from generator.checks.cel.names import RESERVED
from generator.checks.cel.requests import of_admission, with_variables
from generator.checks.cel.types import DYN, PLAIN, Type
from generator.json_types import JsonMap

FIELDS = {
    "failurePolicy": Field(one_of("Fail", "Ignore"), keeps=True, default="Fail"),
}

_NAME = re.compile(r"[_a-zA-Z][_a-zA-Z0-9]*")
_RESERVED_SUFFIX = ".static.k8s.io"


class Seen(Struct, frozen=True):
    """What a policy's expressions see; `variables` are those that it names itself, None where it has none."""

    minor: int
    params: bool
    variables: dict[str, Type] | None

    def declared(self, *, authorizer: bool = True, patches: bool = False) -> Declared:
        declared = of_admission(self.minor, params=self.params, authorizer=authorizer, patches=patches)
        return declared if self.variables is None else with_variables(declared, self.variables)


def expressions(rule: Callable[[JsonMap, Seen], Iterable[Wrong]], *, composed: bool = False) -> Made:
    """The rule of a policy's specification, with its conditions, its variables, and then what is its own."""

    def judged(spec: JsonMap, minor: int) -> Iterator[Wrong]:
        seen = Seen(minor, spec.get("paramKind") is not None, {} if composed or spec.get("variables") else None)
        yield from match_conditions.conditions(spec, of_admission(minor, params=seen.params))
        yield from _variables(spec, seen)
        yield from rule(spec, seen)

    return Made(lambda minor: lambda spec: judged(spec, number(minor)[1]))


def _variables(spec: JsonMap, seen: Seen) -> Iterator[Wrong]:
    """Each sees those before it."""
    for position, item in enumerate(spec.get("variables") or ()):
        for wrong in _variable(item or {}, seen):
            yield wrong.below("variables", position)


def _variable(item: JsonMap, seen: Seen) -> Iterator[Wrong]:
    assert seen.variables is not None
    name, text = item.get("name") or "", item.get("expression") or ""
    if not name.strip():
        yield missing("name")
    elif not _NAME.fullmatch(name) or name in RESERVED:
        hint = "use letters, digits and _, not beginning with a digit, and no word that CEL keeps to itself"
        yield malformed(name, "a name of CEL", hint).below("name")
    found = typed(text, seen.declared()) if text.strip() else missing("expression")
    if isinstance(found, Wrong):
        yield found if found.path else found.below("expression")
    seen.variables[name] = DYN if isinstance(found, Wrong) else _kept(found.type)


def _kept(own: Type) -> Type:
    """Of what is no plain value a server forgets the type."""
    if own.name in ("list", "map"):
        return Type(own.name, tuple(map(_kept, own.parameters)))
    return own if own in PLAIN else DYN


def selects_resources(spec: JsonMap) -> Iterator[Wrong]:
    constraints = spec.get("matchConstraints")
    if constraints is None:
        yield missing("matchConstraints", "add `matchConstraints`, with the resources that the policy is about")
    elif not constraints.get("resourceRules"):
        hint = "add the resources that the policy is about"
        yield Wrong("missing-field", "resourceRules must be set", hint, ("matchConstraints", "resourceRules"))


def _own_name(manifest: JsonMap) -> Iterator[Wrong]:
    name = (manifest.get("metadata") or {}).get("name") or ""
    if name.endswith(_RESERVED_SUFFIX):
        hint = "such names belong to the manifests that a server reads from its own disk; choose another"
        yield malformed(name, f"a name that does not end with {_RESERVED_SUFFIX}", hint).below("metadata", "name")


NAMED = (metadata.named(formats.dns_subdomain), since("1.37", _own_name))
"""The rules of the names of policies, their bindings, and webhook configurations."""
