"""Pinned tools: which versions, where their binaries are, how they are installed and run."""
