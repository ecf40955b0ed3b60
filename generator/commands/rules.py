"""`rules`: what each rule means; with a name, its page; with a category, the rules in it."""

from __future__ import annotations

import json

from msgspec.structs import asdict

from generator.catalog.suggest import did_you_mean
from generator.errors import KubecatalogError
from generator.findings import CATEGORIES
from generator.rules import RULES, Rule, page


def run(name: str, *, form: str) -> int:
    """Raises KubecatalogError for a name that is neither a rule's nor a category's."""
    chosen = _chosen(name)
    if form == "json":
        found = [{**asdict(rule), **({"page": page(name)} if name in RULES else {})} for rule in chosen]
        print(json.dumps({"rules": found}, indent=2))
    elif name in RULES:
        (rule,) = chosen
        minors = " ".join(
            part for part in (rule.since and f"since {rule.since}", rule.until and f"until {rule.until}") if part
        )
        tier = "" if rule.tier == "essential" else f", with `checks.rules: {rule.tier}`"
        when = f", Kubernetes {minors}" if minors else ""
        print(f"{page(name).rstrip()}\n\n{rule.category}, {rule.severity}{tier}{when}")
    else:
        width = max(len(rule.name) for rule in chosen)
        for rule in chosen:
            print(f"{rule.category:9}  {rule.severity:7}  {rule.name:{width}}  {rule.summary}")
    return 0


def _chosen(name: str) -> list[Rule]:
    if name in RULES:
        return [RULES[name]]
    if name and name not in CATEGORIES:
        hint = did_you_mean(name, [*RULES, *CATEGORIES]) or "`kubecatalog rules` lists them"
        raise KubecatalogError(f"there is no rule or category {name}", hint)
    rules = (rule for rule in RULES.values() if name in ("", rule.category))
    return sorted(rules, key=lambda rule: (CATEGORIES.index(rule.category), rule.name))
