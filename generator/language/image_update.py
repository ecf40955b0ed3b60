"""Which newer tags of an image are to take its place: what Flux's image policies can say."""

from __future__ import annotations

from generator.json_types import Json, JsonMap
from generator.language.naming import one_of
from generator.language.types import Field, Reach, described, either, enum, fields, once, string

CHOICES = ("semver", "numerical", "alphabetical")
"""How the newest of several tags is told."""

_ORDER = enum("asc", "desc")

UPDATE = once(
    either(
        string("semver-range"),
        fields(
            semver=described("The highest version in this range.", string("semver-range")),
            numerical=described("The last of tags that are numbers, in this order.", _ORDER),
            alphabetical=described("The last of the tags, in this order of their letters.", _ORDER),
            pattern=described("A regular expression (of RE2) that a tag has to match.", string("regex")),
            extract=described(
                "What of a tag is compared, by the groups of `pattern`: `$name`, or `$1`; all of it by default.",
                string(),
            ),
            digest=described(
                "Whether the image gets the digest of its tag, too: `IfNotPresent` once for each tag, `Always` "
                "whenever the registry has another one. `Never` by default.",
                enum("Never", "IfNotPresent", "Always"),
            ),
        ),
    ),
    CHOICES,
)


def expanded(value: Json) -> Json:
    """As written -> all fields. One that chooses by something else also takes away the tags that the layers below look
    at: these belong to the choice."""
    if isinstance(value, str):
        value = {"semver": value}
    if isinstance(value, dict) and any(value.get(name) is not None for name in CHOICES):
        return {"pattern": None, "extract": None, **one_of(value, CHOICES)}
    return value


def _field(value: Json) -> JsonMap:
    return {"imageUpdate": expanded(value)}


FIELDS = (
    Field(
        "imageUpdate",
        UPDATE,
        "Which newer tags take the place of the image's, where the environment is delivered by Flux: a range of "
        "versions, or more. See [image updates](../delivery-flux.md#image-updates).",
        ">=1.4.0 <2.0.0",
        expand=_field,
        reach=Reach.SHARED,
    ),
)
