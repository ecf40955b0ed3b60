"""ResourceQuotaSpec: https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/resource-quota-v1/#ResourceQuotaSpec"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.constraints import not_negative_quantity
from generator.checks.admission.field import Field
from generator.checks.admission.types.core.quotas import names, scopes
from generator.checks.admission.wrong import Wrong, conflict, out_of_range
from generator.json_types import JsonMap
from generator.quantity import parse

TYPE = "io.k8s.api.core.v1.ResourceQuotaSpec"

FIELDS = {
    "hard": Field(keys=names.of_quota, items=not_negative_quantity),
    "scopes": Field(items=scopes.known),
}


def whole(spec: JsonMap) -> Iterator[Wrong]:
    for name, value in (spec.get("hard") or {}).items():
        amount = parse(value)
        if amount is not None and amount.denominator != 1 and names.is_whole(name):
            yield out_of_range(value, "a whole number").below("hard", name)


def scoped(spec: JsonMap) -> Iterator[Wrong]:
    """https://kubernetes.io/docs/concepts/policy/resource-quotas/#quota-scopes"""
    hard = spec.get("hard") or {}
    plain = [scope for scope in spec.get("scopes") or () if scope]
    selector = (spec.get("scopeSelector") or {}).get("matchExpressions") or ()
    selected = [scope for item in selector if item and (scope := item.get("scopeName"))]
    for chosen, place in ((plain, ("scopes",)), (selected, ("scopeSelector", "matchExpressions"))):
        for first, second in scopes.EXCLUSIVE:
            if first in chosen and second in chosen:
                yield conflict(f"{first} and {second} exclude one another", "leave one of them").below(*place)
        for scope in dict.fromkeys(chosen):
            for name in hard:
                if not scopes.counts(scope, name):
                    hint = f"write a quota of its own for {name}, without the scope"
                    yield conflict(f"the scope {scope} does not count {name}", hint).below("hard", name)


RULES = (whole, scoped)
