"""What changed, and what is wrong with it -> what a reviewer is told, environment by environment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from generator.findings import Finding, merged
from generator.review.change import OverlayChange
from generator.review.dangers import Danger, dangers
from generator.review.encrypted import SecretChange
from generator.review.objects import ObjectChange, Status, objects
from generator.review.words import Step, images, replicas, words


class ServiceChange(Struct, frozen=True):
    """One service in one environment; `_environment` stands for what belongs to the environment itself."""

    environment: str
    unit: str
    status: Status
    images: Sequence[Step]
    replicas: Sequence[Step]
    words: Sequence[str]
    dangers: Sequence[Danger]
    objects: Sequence[ObjectChange]

    @property
    def rank(self) -> tuple[int, str]:
        """What is worst comes first."""
        levels = {danger.level for danger in self.dangers}
        return (0 if "danger" in levels else 1 if "care" in levels else 2), self.unit


class Review(Struct, frozen=True):
    """`since` is what people call the commit. `services` and `secrets` are by environment, `delivery` counts the files
    of the objects of Flux and Argo CD that changed, by folder. `findings` are those that are no matter of a change."""

    since: str
    services: Mapping[str, Sequence[ServiceChange]] = field(default_factory=dict)
    secrets: Mapping[str, Sequence[SecretChange]] = field(default_factory=dict)
    delivery: Mapping[str, int] = field(default_factory=dict)
    findings: Sequence[Finding] = ()
    skipped: Mapping[str, int] = field(default_factory=dict)

    @property
    def environments(self) -> list[str]:
        """The ones with the worst first."""
        names = {*self.services, *self.secrets}
        return sorted(
            names, key=lambda name: (min([item.rank[0] for item in self.services.get(name, ())] or [2]), name)
        )

    @property
    def is_empty(self) -> bool:
        return not (self.services or self.secrets or self.delivery)


def review(
    since: str,
    changes: Sequence[OverlayChange],
    findings: Sequence[Finding],
    secrets: Sequence[SecretChange],
    delivery: Mapping[str, int],
    skipped: Mapping[str, int],
) -> Review:
    """`findings` are as the run has them."""
    of_changes = [item for item in findings if item.category == "update"]
    services: dict[str, list[ServiceChange]] = {}
    for change in changes:
        found = _service(change, of_changes)
        if found:
            services.setdefault(change.environment, []).append(found)
    by_rank = {name: sorted(items, key=lambda item: item.rank) for name, items in services.items()}
    by_environment: dict[str, list[SecretChange]] = {}
    for secret in secrets:
        by_environment.setdefault(secret.environment, []).append(secret)
    rest = merged(item for item in findings if item.category != "update" and item.severity != "info")
    return Review(since, by_rank, by_environment, delivery, rest, skipped)


def _service(change: OverlayChange, findings: Sequence[Finding]) -> ServiceChange | None:
    """None where nothing of it is another one."""
    found = objects(change.before or (), change.after or ())
    if not found and change.before is not None and change.after is not None:
        return None
    status: Status = "added" if change.before is None else "removed" if change.after is None else "changed"
    return ServiceChange(
        change.environment,
        change.unit,
        status,
        images(found),
        replicas(found),
        words(found) if status == "changed" else [],
        _dangers(change.environment, found, findings),
        found,
    )


def _dangers(environment: str, changes: Sequence[ObjectChange], findings: Sequence[Finding]) -> list[Danger]:
    found: list[Danger] = []
    for change in changes:
        told = [item for item in findings if _is_of(item, environment, change)]
        found += [Danger("danger", f"{item.rule}: {item.message}") for item in told]
        found += [item for item in dangers(change) if not (told and item.text == f"{change.label} is deleted")]
    return sorted(dict.fromkeys(found), key=lambda danger: danger.level != "danger")


def _is_of(finding: Finding, environment: str, change: ObjectChange) -> bool:
    where = finding.manifest
    if where is None or where.environment != environment or where.kind != change.kind:
        return False
    names = {side["metadata"]["name"] for side in (change.before, change.after) if side}
    return where.name in names
