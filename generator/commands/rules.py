"""`rules`: what each rule means; with a name, its page."""

from __future__ import annotations

import json
from dataclasses import asdict

from generator.catalog.suggest import did_you_mean
from generator.errors import KubecatalogError
from generator.rules import RULES, page


def run(name: str, *, form: str) -> int:
    if name and name not in RULES:
        hint = did_you_mean(name, RULES) or "`kubecatalog rules` lists them"
        raise KubecatalogError(f"there is no rule {name}", hint)
    chosen = [RULES[name]] if name else sorted(RULES.values(), key=lambda rule: (rule.category, rule.name))
    if form == "json":
        found = [{**asdict(rule), **({"page": page(name)} if name else {})} for rule in chosen]
        print(json.dumps({"rules": found}, indent=2))
    elif name:
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
