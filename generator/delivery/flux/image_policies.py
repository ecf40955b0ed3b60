"""The lines of a service's images -> the image policies that they follow, and how an image of them is looked up.

https://fluxcd.io/flux/components/image/imagepolicies/
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct

from generator.delivery.place import shortened
from generator.json_types import JsonMap, Path
from generator.model.catalog import Service
from generator.model.followed import Image, Line
from generator.model.merge import merge
from generator.model.plan import Environment

PULLED = ("secretRef", "serviceAccountName")
"""Where an ImageRepository may have its credentials from."""


class Policy(Struct, frozen=True):
    """What one line follows, and whose it is: of environments that share a line the first by name has the policy."""

    namespace: str
    name: str
    image: Image

    @property
    def mark(self) -> str:
        """The comment by which the controller knows the line."""
        return f'# {{"$imagepolicy": "{self.namespace}:{self.name}"}}'

    @property
    def as_json(self) -> JsonMap:
        secrets = {"pullSecrets": list(self.image.pull_secrets)} if self.image.pull_secrets else {}
        return {"name": self.name, "image": self.image.repository, "policy": self.image.policy, **secrets}


class Policies:
    """Those of one service. Images of one environment that follow the same have one policy, named for the first."""

    def __init__(self, service: Service, environments: Mapping[str, Environment], lines: Iterable[Line]) -> None:
        self._service = service
        self._environments = environments
        self._paths: dict[tuple[str, str], Path] = {}
        for line in lines:
            for image in line.images:
                self._paths.setdefault((image.environment, image.follows), image.path[:-1])

    def of(self, image: Image) -> Policy:
        environment = self._environments[image.environment]
        path = self._paths[image.environment, image.follows]
        parts = [environment.platform, environment.name, self._service.name, *map(str, path)]
        name = shortened(".".join(parts), of_service=True)
        return Policy(environment.delivery["flux"]["namespace"], name, image)

    def of_line(self, line: Line) -> Policy | None:
        """That of a line that follows something."""
        kept = [image for image in line.images if image.follows == self.kept(line)]
        return self.of(kept[0]) if kept and kept[0].policy else None

    def kept(self, line: Line) -> str:
        """What a line follows: all of its images, but for those that need a line of their own. A line of one
        environment is that environment's; in any other, what is to stay as it is has the right to."""
        if line.document is not self._service.document:
            return ""
        if line.path[:1] == ("environments",):
            own = [image.follows for image in line.images if image.environment == line.path[1]]
            if own:
                return own[0]
        wanted = Counter(image.follows for image in line.images)
        return "" if "" in wanted else max(wanted, key=lambda follows: wanted[follows])


def looked_up(environment: Environment, image: str, pull_secrets: Iterable[str]) -> tuple[JsonMap, str]:
    """The specification of the ImageRepository of an image, and its namespace: that of the pod's own Secret, where the
    platform does not say how to get in."""
    delivery: JsonMap = environment.delivery["flux"]
    own = delivery["images"].get("registries", {})
    fits = [name for name in own if image == name or image.startswith(f"{name}/")]
    spec: JsonMap = merge(delivery["images"]["repository"], own[max(fits, key=len)] if fits else {})
    secrets = list(pull_secrets)
    if not secrets or any(name in spec for name in PULLED) or spec.get("provider", "generic") != "generic":
        return {"image": image, **spec}, delivery["namespace"]
    of_flux = {"namespaceSelectors": [{"matchLabels": {"kubernetes.io/metadata.name": delivery["namespace"]}}]}
    return {"image": image, **spec, "secretRef": {"name": secrets[0]}, "accessFrom": of_flux}, environment.namespace


def updates(policies: Policies, lines: Iterable[Line]) -> dict[str, list[JsonMap]]:
    """By environment, the policies that it has."""
    found: dict[str, dict[str, JsonMap]] = {}
    for line in lines:
        policy = policies.of_line(line)
        if policy:
            found.setdefault(policy.image.environment, {})[policy.name] = policy.as_json
    return {name: [own[key] for key in sorted(own)] for name, own in found.items()}
