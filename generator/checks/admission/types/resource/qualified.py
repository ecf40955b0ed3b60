"""Names of attributes and capacities of devices: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/resource-slice-v1/"""

from __future__ import annotations

import re

from generator.checks.admission import formats
from generator.checks.admission.wrong import Wrong, malformed
from generator.json_types import Json

_LONGEST = 32
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def _identifier(value: str) -> Wrong | None:
    if len(value) <= _LONGEST and _IDENTIFIER.fullmatch(value):
        return None
    expected = f"an identifier of at most {_LONGEST} characters"
    return malformed(value, expected, "use letters, digits and _, and begin with no digit")


def name(value: Json) -> Wrong | None:
    """An identifier, with the domain of a driver before it or without. The server looks at no name of three parts."""
    domain, slash, identifier = str(value).partition("/")
    if not slash:
        return _identifier(domain)
    if "/" in identifier:
        return None
    if not domain:
        return malformed(value, "a domain before the slash", "write it as example.com/name")
    return formats.csi_driver(domain) or _identifier(identifier)


def name_with_domain(value: Json) -> Wrong | None:
    if "/" not in value:
        return malformed(value, "a domain and a name", "write it as example.com/name")
    return name(value)


def pool(value: Json) -> Wrong | None:
    """Subdomains, with slashes between them."""
    if len(value) > 253:
        return malformed(value, "at most 253 characters", "use a shorter name")
    return next((wrong for part in value.split("/") if (wrong := formats.dns_subdomain(part))), None)
