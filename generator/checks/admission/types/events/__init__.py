"""events.k8s.io."""
