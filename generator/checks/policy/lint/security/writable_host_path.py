"""Files of the node that a container may write: https://kubernetes.io/docs/concepts/storage/volumes/#hostpath"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong
from generator.checks.policy.lint.security.host_paths import host_paths
from generator.checks.policy.pods import Pod
from generator.checks.policy.settings import Settings
from generator.resources.references.maps import maps

RULE = "writable-host-path"
COVERED_BY = "baseline"


def problems(pod: Pod, settings: Settings) -> Iterator[Wrong]:
    paths = {str(name): path for _, name, path in host_paths(pod)}
    for container in pod.containers if paths else ():
        for position, mount in maps(container.value.get("volumeMounts")):
            if str(mount.get("name")) in paths and mount.get("readOnly") is not True:
                message = f"container {container.name} may write to {paths[str(mount['name'])]} of its node"
                yield Wrong(RULE, message, "set `readOnly: true`", (*container.path, "volumeMounts", position))
