"""Rules of checking itself."""

from __future__ import annotations

from generator.rules.rule import Rule

_RULES = "https://kubernetes.io/docs/concepts/overview/working-with-objects/"

RULES = (Rule("crashed-rule", "admission", "A check failed in itself: the object was not judged by it.", _RULES),)
