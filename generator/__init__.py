"""kubecatalog: a service catalog becomes a validated tree of Kustomize bases and overlays."""

__version__ = "0.1.0"
