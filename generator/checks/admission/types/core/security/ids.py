"""Numbers of users and groups: https://kubernetes.io/docs/tasks/configure-pod-container/security-context/"""

from __future__ import annotations

from generator.checks.admission.constraints import between

identity = between(0, (1 << 31) - 1)
