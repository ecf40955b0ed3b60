"""Findings and counts -> text or JSON. Only this folder and the command line print."""
