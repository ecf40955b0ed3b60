"""What is known of a rule besides its page."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from generator.findings import Category, Severity

Tier = Literal["essential", "recommended", "all"]
"""The first has what is dangerous, each further one asks for more."""


class Rule(Struct, frozen=True):
    """`name` says what is at fault, `summary` does so in one line, `source` is where the fact is documented.

    `since` and `until` are the Kubernetes minors between which it holds at all, where it does not hold for all.
    """

    name: str
    category: Category
    summary: str
    source: str
    severity: Severity = "error"
    since: str = ""
    until: str = ""
    fixable: bool = False
    tier: Tier = "essential"
    """How many platforms ask for it: `checks.rules` of the platform file says up to where."""

    @property
    def excusable(self) -> bool:
        """Whether a platform may weigh it otherwise, and excuse findings: what manifests do that a cluster takes."""
        of_manifests = self.category in ("update", "admission", "lifecycle")
        return self.category in ("policy", "reference") or (of_manifests and self.severity != "error")
