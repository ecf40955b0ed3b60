"""The platform file's `checks` for an environment -> what the rules read of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from generator.json_types import Json, JsonMap, as_map


class Settings(Struct, frozen=True):
    allowed_registries: Sequence[str] = ()
    """Empty for all."""
    required_labels: Mapping[str, str] = field(default_factory=dict)
    """By key, the pattern of the value; empty where any value will do."""
    required_annotations: Mapping[str, str] = field(default_factory=dict)
    least_replicas: int = 2

    @classmethod
    def of(cls, settings: JsonMap) -> Settings:
        return cls(
            tuple(settings.get("allowedRegistries") or ()),
            _patterns(settings.get("requiredLabels")),
            _patterns(settings.get("requiredAnnotations")),
            settings.get("minReplicas") or 2,
        )


def _patterns(value: Json) -> dict[str, str]:
    """A list of keys, or a map with patterns of their values."""
    if isinstance(value, list):
        return dict.fromkeys(value, "")
    return {key: pattern or "" for key, pattern in as_map(value).items()}
