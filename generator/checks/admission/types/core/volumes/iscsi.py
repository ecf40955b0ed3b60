"""What both sources of iSCSI ask for: https://www.rfc-editor.org/rfc/rfc7143#section-4.2.7.3"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checks.admission.wrong import Wrong, malformed, missing
from generator.json_types import Json, JsonMap

_FORMS = {
    "iqn": re.compile(r"iqn\.\d{4}-\d{2}\.[-.A-Za-z0-9]+:[^,;*&$|\s]+\Z", re.ASCII),
    "eui": re.compile(r"\Aeui.[A-Za-z0-9]{16}\Z"),
    "naa": re.compile(r"\Anaa.[A-Za-z0-9]{32}\Z"),
}
LONGEST = 64
"""Characters of an initiator's `<volume>:<portal>`."""


def name(value: Json) -> Wrong | None:
    form = _FORMS.get(value[:3])
    if form and form.search(value):
        return None
    hint = "write it as iqn.2006-01.com.example:name, eui. and 16 digits, or naa. and 32 digits"
    return malformed(value, "an iSCSI name", hint)


def secret(source: JsonMap) -> Iterator[Wrong]:
    chap = next((field for field in ("chapAuthDiscovery", "chapAuthSession") if source.get(field)), None)
    if chap and source.get("secretRef") is None:
        yield missing("secretRef", why=f"for {chap}")


def initiator(volume: str, source: JsonMap) -> Iterator[Wrong]:
    """Of the source of a volume of that name."""
    target = source.get("targetPortal") or ""
    if source.get("initiatorName") is not None and len(f"{volume}:{target}".encode()) > LONGEST:
        expected = f"at most {LONGEST} characters of volume and portal together, with an initiator"
        yield malformed(target, expected, "shorten the volume's name").below("targetPortal")
