"""`matchConditions` of webhooks and policies: https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#matching-requests-matchconditions"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission import formats
from generator.checks.admission.field import Made, number
from generator.checks.admission.types.admissionregistration.expressions import expression
from generator.checks.admission.wrong import Wrong, missing, too_many
from generator.checks.cel.checker import Declared
from generator.checks.cel.requests import of_admission
from generator.json_types import JsonMap

MOST = 64


def conditions(value: JsonMap, declared: Declared) -> Iterator[Wrong]:
    items = value.get("matchConditions") or ()
    if len(items) > MOST:
        yield too_many(len(items), MOST, "conditions").below("matchConditions")
    for position, item in enumerate(items):
        for wrong in _condition(item or {}, declared):
            yield wrong.below("matchConditions", position)


def _condition(item: JsonMap, declared: Declared) -> Iterator[Wrong]:
    name, text = item.get("name"), item.get("expression")
    if not text:
        yield missing("expression")
    elif wrong := expression(text.strip(), declared):
        yield wrong.below("expression")
    if not name:
        yield missing("name")
    elif wrong := formats.qualified_name(name):
        yield wrong.below("name")


OF_WEBHOOKS = Made(lambda minor: lambda webhook: conditions(webhook, of_admission(number(minor)[1])))
"""They see the request and its objects."""
