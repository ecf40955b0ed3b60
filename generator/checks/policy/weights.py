"""The table of rules and what the platform file says of them -> the rules that are asked for."""

from __future__ import annotations

from generator.checks.subject import Cluster
from generator.rules import RULES

_TIERS = ("essential", "recommended", "all")


def active_rules(cluster: Cluster) -> frozenset[str]:
    """Those up to a tier, and those that the platform file gives a weight."""
    wanted = _TIERS[: _TIERS.index(cluster.settings.get("rules") or "essential") + 1]
    return frozenset(
        name
        for name, rule in RULES.items()
        if name not in cluster.off and (rule.tier in wanted or name in cluster.severities)
    )
