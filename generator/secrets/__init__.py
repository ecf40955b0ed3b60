"""Secrets encrypted with sops: who can read them, what is in their files, how they change, what is wrong with them."""
