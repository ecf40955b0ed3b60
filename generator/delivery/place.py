"""What is delivered where: the targets of an environment, and the clusters that get them."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from generator.json_types import JsonMap
from generator.model.plan import Environment
from generator.tree.ownership import digest

ENVIRONMENT = "environment"
SECRETS = "secrets"
"""The names of the targets that are no services: what belongs to the environment itself, and its encrypted Secrets."""

BOOTSTRAP = "bootstrap"
"""The name of what delivers all of these."""

_LONGEST = 63
"""Both controllers write the names of their objects into a label of all that they apply."""

Kind = tuple[str, str, str]
"""Group, kind, and namespace; the latter is empty for what belongs to the cluster."""


class Target(Struct, frozen=True):
    """A folder that is built and applied by itself."""

    name: str
    """The service's, or ENVIRONMENT, or SECRETS."""
    path: str
    """The folder, in this tree."""
    reads: tuple[str, ...]
    """The folders whose files a build of it reads, itself among them."""
    source: str
    """The file of the catalog that it comes from."""
    after: tuple[str, ...] = ()
    """The keys of the targets that have to be there before (`Place.targets`)."""
    kinds: tuple[Kind, ...] = ()
    shared: tuple[tuple[str, str, str], ...] = ()
    """What belongs to the cluster, one by one: group, kind, name."""
    scaled: tuple[tuple[str, str, str], ...] = ()
    """The workloads whose number of pods an autoscaler decides: group, kind, name."""
    group: str = ""
    """The folder of the catalog that the service is in."""
    clusters: frozenset[str] = frozenset()
    deadline: int = 0
    """How long its Jobs may take, in seconds; 0 where none says it."""
    own: JsonMap = field(default_factory=dict)
    """What the service says of its delivery (`language.delivery`)."""
    updates: tuple[JsonMap, ...] = ()
    """The image policies that its lines of the catalog follow (`flux.image_policies`)."""
    is_service: bool = True


class Place(Struct, frozen=True):
    """An environment, and its targets: that of what belongs to it itself first, then the Secrets, then the services.

    The key of a service is its name; that of the others starts with a dot, which no name of a service has.
    """

    environment: Environment
    targets: Mapping[str, Target]

    @property
    def names_clusters(self) -> bool:
        """Whether its clusters are named, so that there may be several: what is there for each has its name, too."""
        return not self.environment.cluster and [*self.environment.clusters] != [self.environment.name]

    def name(self, target: Target, cluster: str = "") -> str:
        """A name that no other target of any environment has, and that stays whatever is added.

        The parts are labels without dots, so dots keep them apart; a service that is called as the Secrets are does
        not get their name.
        """
        parts = [self.environment.platform, self.environment.name]
        parts += [target.name] if target.is_service or target.name != ENVIRONMENT else []
        text = ".".join([*parts, *filter(None, [cluster])])
        return shortened(text, of_service=target.is_service, apart=target.name in (ENVIRONMENT, SECRETS, BOOTSTRAP))

    @property
    def everywhere(self) -> frozenset[str]:
        """All clusters of the environment."""
        return frozenset(self.environment.clusters)

    def groups(self) -> dict[str, list[Target]]:
        """The targets by what they are delivered with: those of a folder of the catalog together, all others alone."""
        found: dict[str, list[Target]] = {}
        for target in self.targets.values():
            found.setdefault(target.group or target.name if target.is_service else f".{target.name}", []).append(target)
        return found


def shortened(text: str, *, of_service: bool, apart: bool = False) -> str:
    """A name that is not too long; `apart`: where a service may have the name of what is none."""
    mark = digest(f"{of_service} {text}".encode())[:6]
    if len(text) > _LONGEST:
        return f"{text[: _LONGEST - 7].rstrip('.-')}-{mark}"
    return f"{text}-{mark}" if of_service and apart else text


class Document(Struct, frozen=True):
    """A generated file: one object, or a kustomization. `environment` is one whose cluster it is for."""

    data: JsonMap
    environment: str
    source: str
