"""Names of rules and categories -> which findings are told."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from generator.catalog.load import PLATFORM_FILE
from generator.catalog.suggest import did_you_mean
from generator.errors import KubecatalogError
from generator.findings import CATEGORIES, Finding
from generator.json_types import as_map
from generator.rules import RULES


class Selection(Struct, frozen=True):
    """Empty `select` stands for everything. The name of a rule is stronger than that of its category."""

    select: frozenset[str]
    ignore: frozenset[str]

    @classmethod
    def of(cls, select: Iterable[str], ignore: Iterable[str], own: Callable[[], Collection[str]]) -> Selection:
        """Names may be separated by commas; `own` gives those of the platform's rules. Raises KubecatalogError for one
        that is neither a rule nor a category."""
        chosen = [frozenset(name for text in names for name in text.split(",") if name) for names in (select, ignore)]
        for name in sorted(chosen[0] | chosen[1]):
            if name not in RULES and name not in CATEGORIES and name not in own():
                hint = did_you_mean(name, [*RULES, *CATEGORIES, *own()]) or f"categories are {', '.join(CATEGORIES)}"
                raise KubecatalogError(
                    f"there is no rule or category {name}", f"{hint}; `kubecatalog rules` lists them"
                )
        return cls(*chosen)

    def chosen(self, findings: Sequence[Finding]) -> list[Finding]:
        return [finding for finding in findings if self.takes(finding)]

    def takes(self, finding: Finding) -> bool:
        if finding.rule in self.ignore:
            return False
        if finding.rule in self.select:
            return True
        return finding.category not in self.ignore and (not self.select or finding.category in self.select)


def own_rules(root: Path) -> list[str]:
    """The names of the rules that the platform file makes, as far as it can be read."""
    from generator.catalog import yaml_source
    from generator.language.checks import expanded

    try:
        platform = as_map(yaml_source.parse((root / PLATFORM_FILE).read_bytes()).data)
    except OSError:
        return []
    levels = [platform, *map(as_map, as_map(platform.get("environments")).values())]
    checks = [as_map(expanded(level.get("checks"))) for level in levels]
    return sorted({name for own in checks for name in as_map(own.get("expressions"))})
