"""coordination.k8s.io."""

from generator.checks.admission.types.coordination import lease, lease_candidate, lease_candidate_spec, lease_spec

TYPES = (lease, lease_candidate, lease_candidate_spec, lease_spec)
