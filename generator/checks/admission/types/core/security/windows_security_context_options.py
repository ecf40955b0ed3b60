"""WindowsSecurityContextOptions: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#security-context

A user's name is that of https://learn.microsoft.com/troubleshoot/windows-server/active-directory/naming-conventions-for-computer-domain-site-ou
"""

from __future__ import annotations

import re

from generator.checks.admission import formats
from generator.checks.admission.field import Field
from generator.checks.admission.wrong import Wrong, malformed, too_many
from generator.json_types import Json

TYPE = "io.k8s.api.core.v1.WindowsSecurityContextOptions"

_LONGEST_SPEC = 64 * 1024
_NET_BIOS = re.compile(r"""[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}""")
_LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_DNS = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_NO_USER = re.compile(r"""[. ]*|.*["/\\:;|=,+*?<>@\[\]].*""", re.DOTALL)
_LONGEST_USER = 104
"""Bytes."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def credential_spec(value: Json) -> Wrong | None:
    if not value:
        return malformed(value, "a credential spec", "write one, or remove the field")
    length = len(value.encode())
    return too_many(length, _LONGEST_SPEC, "bytes") if length > _LONGEST_SPEC else None


def user_name(value: Json) -> Wrong | None:
    domain, backslash, user = value.rpartition("\\")
    no_user = _NO_USER.fullmatch(user) or len(user.encode()) > _LONGEST_USER
    if no_user or _CONTROL.search(value) or (backslash and not _is_domain(domain)):
        return malformed(value, "a user of Windows", r"write it as User or DOMAIN\User")
    return None


def _is_domain(domain: str) -> bool:
    return len(domain.encode()) < 256 and bool(_NET_BIOS.fullmatch(domain) or _DNS.fullmatch(domain))


FIELDS = {
    "gmsaCredentialSpecName": Field(formats.dns_subdomain, keeps=True),
    "gmsaCredentialSpec": Field(credential_spec, keeps=True),
    "runAsUserName": Field(user_name, keeps=True),
}
