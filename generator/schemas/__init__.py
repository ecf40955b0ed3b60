"""Kubernetes and CRD schemas: vendored into `schemas/`, found again, and used to say what is wrong with a document."""
