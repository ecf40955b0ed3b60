"""A secret that stands in a manifest: https://kubernetes.io/docs/concepts/configuration/secret/"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.pods import Pod
from generator.checks.policy.settings import Settings
from generator.resources.references.maps import maps

RULE = "secret-in-environment"
_NAMES = re.compile(
    r"(^|[_-])(password|passwd|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|secret[_-]?key"
    r"|encryption[_-]?key|client[_-]?secret|credentials?)$",
    re.IGNORECASE,
)
_NO_SECRETS = re.compile(r"\$\(.*|/.*|[a-z]+://[^:@]*|true|false|[0-9]{1,5}|", re.IGNORECASE)
"""References to other variables, paths, addresses, switches: what a variable of such a name may hold in the clear."""


def problems(pod: Pod, settings: Settings) -> Iterator[Wrong]:
    for container in pod.containers:
        for position, variable in maps(container.value.get("env")):
            name, value = variable.get("name"), variable.get("value")
            if not isinstance(value, str) or not _NAMES.search(str(name)) or _NO_SECRETS.fullmatch(value):
                continue
            message = f"the value of {name} of container {container.name} stands in the clear"
            hint = "put it into a Secret, and refer to it with `valueFrom.secretKeyRef`"
            yield Wrong(RULE, message, hint, (*container.path, "env", position, "value"))
