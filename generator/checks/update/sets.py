"""What the cluster has and what it is to have, by object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from generator.checks.subject import Cluster, Subject
from generator.checks.update.pairs import Key, key


class Sets(Struct, frozen=True):
    before: Mapping[Key, Subject]
    after: Mapping[Key, Subject]

    @classmethod
    def of(cls, subjects: Sequence[Subject], cluster: Cluster) -> Sets:
        return cls(_by_key(cluster.before or (), cluster), _by_key(subjects, cluster))

    def both(self, *kinds: tuple[str, str]) -> Iterator[tuple[Key, Subject, Subject]]:
        """Objects of these groups and kinds that stay and are not what they were."""
        for found, subject in self.after.items():
            old = self.before.get(found)
            if old is not None and found[:2] in kinds and old.manifest != subject.manifest:
                yield found, old, subject

    def gone(self) -> Iterator[tuple[Key, Subject]]:
        return ((found, subject) for found, subject in self.before.items() if found not in self.after)

    def added(self) -> Iterator[tuple[Key, Subject]]:
        return ((found, subject) for found, subject in self.after.items() if found not in self.before)


def _by_key(subjects: Sequence[Subject], cluster: Cluster) -> dict[Key, Subject]:
    return {key(subject, cluster.namespace): subject for subject in subjects if subject.name}
