"""batch/v1."""

TYPES = ()
