"""Where a webhook is called -> what is wrong with it: https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#contacting-the-webhook"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from generator.checks.admission import formats
from generator.checks.admission.wrong import Wrong, duplicate, malformed, missing, unsupported
from generator.json_types import Json, JsonMap

_VERSIONS = ("v1", "v1beta1")


def url(value: Json) -> Wrong | None:
    hint = "write it as https://host:port/path"
    try:
        parts = urlsplit(value)
    except ValueError:
        return malformed(value, "a URL", hint)
    if parts.scheme != "https" or not parts.netloc:
        return malformed(value, "a URL that begins with https:// and has a host", hint)
    if parts.query or parts.fragment or "@" in parts.netloc:
        return malformed(value, "a URL without user, query and fragment", hint)
    return None


def service_path(value: Json) -> Wrong | None:
    if value == "/":
        return None
    hint = "write it as /validate, of lower-case letters, digits, -, . and /"
    if not value.startswith("/"):
        return malformed(value, "a path that begins with /", hint)
    steps = value[1:].removesuffix("/").split("/")
    return malformed(value, "a path of DNS names", hint) if any(formats.dns_subdomain(step) for step in steps) else None


def review_versions(versions: Iterable[Json]) -> Iterator[Wrong]:
    """What a webhook understands: one version at least that the server can send."""
    written = [version or "" for version in versions]
    for position, version in enumerate(written):
        if wrong := formats.dns_1035_label(version):
            yield wrong.below(position)
        elif version in written[:position]:
            yield duplicate(version, "the version").below(position)
    if written and not set(written) & set(_VERSIONS):
        yield unsupported(written[0], _VERSIONS)


def own_review_versions(field: str, value: JsonMap) -> Iterator[Wrong]:
    if not value.get(field):
        yield missing(field, f"add `{field}: [v1]`")
    else:
        yield from (wrong.below(field) for wrong in review_versions(value[field]))
