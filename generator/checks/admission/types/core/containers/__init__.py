"""Containers, and what is in them."""
