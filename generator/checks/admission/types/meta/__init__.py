"""meta/v1: what objects of all groups have."""

from generator.checks.admission.types.meta import label_selector, label_selector_requirement

TYPES = (label_selector, label_selector_requirement)
