"""The forms that Kubernetes gives to names, labels, paths and addresses -> constraints.

Most are those of https://kubernetes.io/docs/concepts/overview/working-with-objects/names/; others name their own page.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from functools import lru_cache

from generator.checks.admission.field import Constraint
from generator.checks.admission.wrong import Wrong, malformed, out_of_range, too_many
from generator.json_types import Json

_LABEL = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?"
_NAME_PART = re.compile(r"(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]")
_SUBDOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_HTTP_PATH = re.compile(r"[A-Za-z0-9/\-._~%!$&'()*+,;=:]+")


def pattern(expression: str, expected: str, hint: str, *, longest: int = 0) -> Constraint:
    """Text that as a whole matches a regular expression; `expected` says so in words."""
    compiled = re.compile(expression)

    def check(value: Json) -> Wrong | None:
        if longest and len(value) > longest:
            return malformed(value, f"at most {longest} characters", f"shorten it by {len(value) - longest}")
        return None if compiled.fullmatch(value) else malformed(value, expected, hint)

    return check


dns_label = pattern(
    _LABEL,
    "a DNS label",
    "use lower-case letters, digits and -, beginning and ending with a letter or digit",
    longest=63,
)
dns_1035_label = pattern(
    "[a-z](?:[-a-z0-9]*[a-z0-9])?",
    "a DNS label that begins with a letter",
    "use lower-case letters, digits and -, beginning with a letter and ending with a letter or digit",
    longest=63,
)
dns_subdomain = pattern(
    _SUBDOMAIN.pattern,
    "a DNS subdomain",
    "use lower-case letters, digits, - and ., beginning and ending with a letter or digit",
    longest=253,
)
_UNDERSCORED = "_?[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?"
subdomain_with_underscores = pattern(
    rf"{_UNDERSCORED}(?:\.{_UNDERSCORED})*",
    "a DNS subdomain",
    "use lower-case letters, digits, -, _ and ., ending with a letter or digit",
    longest=253,
)
wildcard_subdomain = pattern(
    rf"\*\.{_SUBDOMAIN.pattern}", "a DNS name that begins with *.", "write it as *.example.com", longest=253
)
env_name = pattern(
    "[ -<>-~]+", "the name of a variable", "use letters, digits and what else ASCII can print, other than ="
)
_file_name = pattern(r"[-._a-zA-Z0-9]+", "a file name", "use letters, digits, -, _ and .", longest=253)


def key_of_data(value: Json) -> Wrong | None:
    """Of a ConfigMap or Secret: a file's name, and none that leads out of its folder."""
    if wrong := _file_name(value):
        return wrong
    climbs = value == "." or value.startswith("..")
    return malformed(value, "a file name that is not . and does not begin with ..", "rename it") if climbs else None


def beginning_of_subdomain(value: Json) -> Wrong | None:
    """A DNS subdomain, or the beginning of one: it may end with -."""
    return dns_subdomain(f"{value[:-2]}a" if len(value) > 1 and value.endswith("-") else value)


def fully_qualified_name(value: Json) -> Wrong | None:
    """A DNS name of two labels at least; it may end with a dot."""
    name = value.removesuffix(".")
    labels = name.split(".")
    if dns_subdomain(name) or len(labels) < 2 or any(dns_label(label) for label in labels):
        return malformed(value, "a full DNS name", "write it as www.example.com")
    return None


def label_value(value: Json) -> Wrong | None:
    """https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set"""
    if _is_label_value(value):
        return None
    if len(value) > 63:
        return malformed(value, "at most 63 characters", f"shorten it by {len(value) - 63}")
    hint = "use letters, digits, -, _ and ., beginning and ending with a letter or digit; or leave it empty"
    return malformed(value, "a label's value", hint)


@lru_cache(maxsize=4096)
def _is_label_value(value: str) -> bool:
    """Objects share them."""
    return not value or (len(value) <= 63 and bool(_NAME_PART.fullmatch(value)))


def qualified_name(value: Json) -> Wrong | None:
    """`name` or `domain/name`, as of labels, annotations, finalizers and extended resources."""
    return None if _is_qualified(value) else _unqualified(value)


@lru_cache(maxsize=4096)
def _is_qualified(value: str) -> bool:
    """There are few keys, and every object has them."""
    return _unqualified(value) is None


def _unqualified(value: str) -> Wrong | None:
    prefix, slash, name = value.rpartition("/")
    if slash and (not prefix or "/" in prefix or dns_subdomain(prefix)):
        return malformed(value, "a name, or DNS-subdomain/name", "the part before / must be a DNS subdomain")
    if len(name) > 63:
        return malformed(value, "a name of at most 63 characters", f"shorten it by {len(name) - 63}")
    if _NAME_PART.fullmatch(name):
        return None
    hint = "use letters, digits, -, _ and ., beginning and ending with a letter or digit"
    return malformed(value, "a qualified name", hint)


def path_segment(value: Json) -> Wrong | None:
    """A name that can stand in a URL: of roles and bindings."""
    if value in (".", "..") or "/" in value or "%" in value:
        return malformed(value, "a name without / and %, other than . and ..", "use letters, digits, -, :, . and _")
    return None


def domain_prefixed_path(value: Json) -> Wrong | None:
    """`example.com/name`, as of controllers."""
    domain, _, path = value.partition("/")
    if domain and path and not dns_subdomain(domain) and _HTTP_PATH.fullmatch(path):
        return None
    return malformed(value, "a domain and a path", "write it as example.com/name")


def port_name(value: Json) -> Wrong | None:
    """https://www.rfc-editor.org/rfc/rfc6335#section-5.1"""
    if len(value) > 15:
        return malformed(value, "at most 15 characters", f"shorten it by {len(value) - 15}")
    fine = re.fullmatch(r"[-a-z0-9]+", value) and re.search("[a-z]", value) and "--" not in value
    if fine and value[0] != "-" and value[-1] != "-":
        return None
    hint = "use lower-case letters, digits and single -, at least one letter, not - at either end"
    return malformed(value, "a port's name", hint)


def port_number(value: Json) -> Wrong | None:
    return None if 1 <= value <= 65535 else out_of_range(value, "1 to 65535")


def port(value: Json) -> Wrong | None:
    """A number or a port's name."""
    return port_name(value) if isinstance(value, str) else port_number(value)


def ip_address(value: Json) -> Wrong | None:
    """An address in the form that Go reads: no leading zeros."""
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return malformed(value, "an IP address", "write it as 10.0.0.1 or 2001:db8::1")
    return None


def absolute_path(value: Json) -> Wrong | None:
    return None if value.startswith("/") else malformed(value, "an absolute path", "begin it with /")


def relative_path(value: Json) -> Wrong | None:
    """A path below some folder, which does not climb out of it."""
    if value.startswith("/"):
        return malformed(value, "a relative path", "remove the / at its beginning")
    return no_backsteps(value)


def no_backsteps(value: Json) -> Wrong | None:
    if ".." in value.split("/"):
        return malformed(value, "a path without ..", "name the file without climbing out of the folder")
    return None


def http_header_name(value: Json) -> Wrong | None:
    """https://www.rfc-editor.org/rfc/rfc9110#section-5.1, as Kubernetes narrows it"""
    if re.fullmatch(r"[-A-Za-z0-9]+", value):
        return None
    return malformed(value, "the name of an HTTP header", "use letters, digits and -")


def size(limit: int, what: str) -> Constraint:
    """At most so many items or characters."""
    return lambda value: too_many(len(value), limit, what) if len(value) > limit else None


def not_empty(value: Json) -> Wrong | None:
    return None if value else malformed(value, "some text", "fill it in, or remove it")


def file_mode(value: Json) -> Wrong | None:
    if 0 <= value <= 0o777:
        return None
    return out_of_range(value, "0 to 511, which is 0777 in octal", "write it in octal, such as 0644")


def projected_path(value: Json) -> Wrong | None:
    """The path of a file in a volume that Kubernetes writes; it keeps names that begin with two dots to itself."""
    if wrong := relative_path(value):
        return wrong
    if value.startswith(".."):
        return malformed(value, "a path that does not begin with ..", "name the file otherwise")
    return None


def csi_driver(value: Json) -> Wrong | None:
    """https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/csi-driver-v1/"""
    return size(63, "characters")(value) or dns_subdomain(value.lower())


def signer_name(value: Json) -> Wrong | None:
    """https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#signers"""
    domain, _, path = value.partition("/")
    labels = domain.split(".")
    domain_is_one = len(domain) <= 253 and len(labels) > 1 and not any(dns_label(label) for label in labels)
    if domain_is_one and len(value) <= 571 and not any(dns_subdomain(part) for part in path.split(".")):
        return None
    return malformed(value, "a signer's name", "write it as example.com/name")


def reads(read: Callable[[str], object]) -> Callable[[str], bool]:
    """Whether a reader takes a text, which it refuses with a ValueError."""

    def check(text: str) -> bool:
        try:
            read(text)
        except ValueError:
            return False
        return True

    return check
