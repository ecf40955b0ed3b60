"""Resource -> files: each resource's variants over the environments become one base and minimal patches."""
