"""Overlays -> manifests, through kustomize; and the proof that they are what the plan says."""
