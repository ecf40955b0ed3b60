"""meta/v1: what objects of all groups have."""
