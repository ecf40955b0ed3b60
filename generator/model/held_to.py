"""The platform file's `checks` and `waivers` -> what is wrong with them beyond their schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from generator.catalog.load import Mistake
from generator.catalog.suggest import did_you_mean
from generator.json_types import Json, JsonMap, Path, as_map
from generator.language.checks import expanded
from generator.rules import RULES, Rule


def mistakes(platform: JsonMap) -> Iterator[Mistake]:
    """`platform` fits its schema."""
    shared = as_map(platform.get("checks"))
    own = set(as_map(as_map(expanded(shared)).get("expressions")))
    yield from _of_checks(shared, ("checks",), own)
    for name, fields in as_map(platform.get("environments")).items():
        checks = as_map(as_map(fields).get("checks"))
        known = own | set(as_map(as_map(expanded(checks)).get("expressions")))
        yield from _of_checks(checks, ("environments", name, "checks"), known)
        open_ended = bool(checks.get("openWaivers", shared.get("openWaivers")))
        path: Path = ("environments", name, "waivers")
        for rule, at, message, hint in faults_of(as_map(fields).get("waivers"), known, open_ended):
            yield Mistake(rule, (*path, *at), message, hint)


def faults_of(waivers: Json, expressions: set[str], open_ended: bool) -> Iterator[tuple[str, Path, str, str]]:
    """Rule, place, message and hint of each; `expressions` are the names of the platform's own rules."""
    for index, waiver in enumerate(waivers or ()):
        name = waiver["rule"]
        rule = RULES.get(name)
        if rule is None and name not in expressions:
            hint = did_you_mean(name, [*RULES, *expressions]) or "`kubecatalog rules` lists them"
            yield "unknown-rule", (index, "rule"), f'there is no rule "{name}"', hint
        elif rule and not rule.excusable:
            hint = f"correct what it is about: {_of_whom(rule)} would refuse it"
            yield "forbidden-waiver", (index, "rule"), f"findings of {name} cannot be excused", hint
        if not waiver.get("until") and not open_ended:
            hint = "add `until: 2027-01-31`, or set `openWaivers` in `checks` of the platform file"
            yield "open-waiver", (index,), f"the waiver of {name} has no end", hint


def _of_checks(checks: JsonMap, path: Path, expressions: set[str]) -> Iterator[Mistake]:
    for name in as_map(checks.get("severity")):
        place = (*path, "severity", name)
        rule = RULES.get(name)
        if rule is None and name not in expressions:
            hint = did_you_mean(name, [*RULES, *expressions]) or "`kubecatalog rules` lists them"
            yield Mistake("unknown-rule", place, f'there is no rule "{name}"', hint, at_key=True)
        elif rule and not rule.excusable:
            message = f"what {name} finds {_of_whom(rule)} refuses, so it stays as it is"
            yield Mistake("forbidden-severity", place, message, "remove it", at_key=True)
    yield from _of_expressions(checks.get("expressions"), (*path, "expressions"))


def _of_whom(rule: Rule) -> str:
    return "the catalog" if rule.category in _OF_THE_REPOSITORY else "a cluster"


_OF_THE_REPOSITORY = ("catalog", "secret", "drift", "tree")


def _of_expressions(value: Json, path: Path) -> Iterator[Mistake]:
    items: Iterable[tuple[str | int, Json]] = enumerate(value) if isinstance(value, list) else as_map(value).items()
    for step, item in items:
        name = as_map(item).get("name", step)
        if item is None:
            continue
        if name in RULES:
            yield Mistake("reserved-name", (*path, step), f"{name} is the name of a built-in rule", "rename it", True)
        for field in ("expression", "message"):
            if not as_map(item).get(field):
                yield Mistake("missing-field", (*path, step), f"{field} must be set", f"add `{field}`", at_key=True)


def severities(checks: Mapping[str, Json]) -> JsonMap:
    """What an environment's effective checks say of rules, its own expressions among them: `off`, or how they weigh."""
    of_expressions = {name: item.get("severity", "error") for name, item in (checks.get("expressions") or {}).items()}
    return {**of_expressions, **(checks.get("severity") or {})}
