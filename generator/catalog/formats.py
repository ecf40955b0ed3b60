"""The formats of strings in the catalog: a check each, what to say was expected, an example.

Names and quantities follow the API reference of Kubernetes
(https://kubernetes.io/docs/concepts/overview/working-with-objects/names/,
https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/).
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from msgspec import Struct

_LABEL = r"[a-z0-9]([-a-z0-9]*[a-z0-9])?"
_QUALIFIED = r"([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)"
_METRIC = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
_PLACEHOLDER = re.compile(r"\{[A-Za-z]+\}")


class Format(Struct, frozen=True):
    check: Callable[[str], bool]
    expected: str
    example: str
    longest: int = 0
    """The greatest number of characters; 0 where there is none worth saying."""


def _matching(pattern: str, longest: int = 0) -> Callable[[str], bool]:
    # `re` compiles it when it is first needed, and remembers it.
    return lambda text: re.fullmatch(pattern, text) is not None and (not longest or len(text) <= longest)


def _label_key(text: str) -> bool:
    prefix, slash, name = text.rpartition("/")
    return (
        bool(re.fullmatch(_QUALIFIED, name))
        and len(name) <= 63
        and (not slash or FORMATS["dns-subdomain"].check(prefix))
    )


_COMPUTE = r"cpu|memory|ephemeral-storage|hugepages-[0-9]+[KMG]i"
_COUNTED = (
    "pods|services(\\.(nodeports|loadbalancers))?|replicationcontrollers|resourcequotas|secrets|configmaps"
    "|persistentvolumeclaims|requests\\.storage"
)


def _quota(text: str) -> bool:
    """https://kubernetes.io/docs/concepts/policy/resource-quotas/"""
    plain = re.fullmatch(rf"((requests|limits)\.)?({_COMPUTE})|{_COUNTED}", text)
    return bool(plain) or ("/" in text and _label_key(text.removeprefix("requests.")))


def _date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _regex(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return True


def _port_name(text: str) -> bool:
    return bool(re.fullmatch(_LABEL, text)) and len(text) <= 15 and "--" not in text and any(c.isalpha() for c in text)


def _host(text: str) -> bool:
    plain = _PLACEHOLDER.sub("x", text.removeprefix("*."))
    return text == "*" or (FORMATS["dns-subdomain"].check(plain) and not re.fullmatch(r"[0-9.]+", plain))


def _image(text: str) -> bool:
    return (
        re.fullmatch(
            r"([a-zA-Z0-9]([-a-zA-Z0-9.]*[a-zA-Z0-9])?(:[0-9]+)?/)?"
            r"[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*"
            r"(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?",
            text,
        )
        is not None
        and len(text) <= 512
    )


def _relative(text: str) -> bool:
    return bool(text) and not text.startswith("/") and ".." not in text.split("/") and "\\" not in text


def _cidr(text: str) -> bool:
    try:
        return "/" in text and bool(ipaddress.ip_network(text, strict=True))
    except ValueError:
        return False


def _address(text: str) -> bool:
    try:
        return bool(ipaddress.ip_address(text))
    except ValueError:
        return False


def _time_zone(text: str) -> bool:
    return text in time_zones() if time_zones() else _matching(r"[A-Za-z_]+(/[A-Za-z0-9_+-]+){0,2}")(text)


@lru_cache(maxsize=1)
def time_zones() -> frozenset[str]:
    """The zones that this machine knows; none where it has no time zone data."""
    import zoneinfo

    return frozenset(zoneinfo.available_timezones() - {"localtime", "Factory"})


_CRON_NAMES = (
    ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
    ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"],
)
_CRON_RANGES = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 6))
CRON_MACROS = ("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly")


def _cron(text: str) -> bool:
    """A schedule of the robfig/cron v3 standard parser, which Kubernetes uses: five fields, or a macro."""
    if text in CRON_MACROS:
        return True
    if text.startswith("@every "):
        return _matching(r"([0-9]+(\.[0-9]+)?(ns|us|ms|s|m|h))+")(text.removeprefix("@every "))
    parts = text.split()
    return len(parts) == 5 and all(_cron_field(part, index) for index, part in enumerate(parts))


def _cron_field(text: str, index: int) -> bool:
    low, high = _CRON_RANGES[index]
    for item in text.split(","):
        spread, slash, step = item.partition("/")
        if slash and not int(_digits(step) or 0):
            return False
        if spread in ("*", "?"):
            continue
        first, dash, last = spread.partition("-")
        bounds = [_cron_value(value, index) for value in ((first, last) if dash else (first,))]
        if any(value is None or not low <= value <= high for value in bounds):
            return False
        if dash and (bounds[0] or 0) > (bounds[1] or 0):
            return False
    return True


def _digits(text: str) -> str:
    """The text, where it is a number that can be one of a schedule. `str.isdigit` also takes what `int` does not."""
    return text if re.fullmatch(r"[0-9]{1,4}", text) else ""


def _cron_value(text: str, index: int) -> int | None:
    if _digits(text):
        return int(text)
    names = _CRON_NAMES[index - 3] if index >= 3 else []
    return names.index(text.upper()) + (1 if index == 3 else 0) if text.upper() in names else None


_GO_DURATION = r"([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+"


_VERSION = (
    r"v?([0-9]+|[xX*])(\.([0-9]+|[xX*])){0,2}(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?"
)
_COMPARED = rf"(!=|=>|>=|=<|<=|~>|[=><~^])?\s*{_VERSION}"
_ALL_OF = rf"\s*({_VERSION}\s+-\s+{_VERSION}|{_COMPARED}((\s+|\s*,\s*){_COMPARED})*)\s*"
_SEMVER_RANGE = rf"{_ALL_OF}(\|\|{_ALL_OF})*"
"""https://github.com/Masterminds/semver#checking-version-constraints"""


FORMATS: dict[str, Format] = {
    "dns-label": Format(
        _matching(_LABEL, 63),
        "at most 63 lower-case letters, digits and dashes, with a letter or digit at both ends",
        "orders-api",
        63,
    ),
    "service-name": Format(
        _matching(r"[a-z]([-a-z0-9]*[a-z0-9])?", 63),
        "at most 63 lower-case letters, digits and dashes, with a letter first",
        "orders-api",
        63,
    ),
    "dns-subdomain": Format(
        _matching(rf"{_LABEL}(\.{_LABEL})*", 253),
        "lower-case letters, digits, dashes and dots, with a letter or digit at both ends",
        "orders-config",
        253,
    ),
    "role-name": Format(
        lambda text: bool(text) and text not in (".", "..") and not set("/%").intersection(text),
        "a name without `/` and `%`",
        "system:auth-delegator",
    ),
    "api-version": Format(
        _matching(r"([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?v[0-9]+((alpha|beta)[0-9]+)?(/[A-Z][A-Za-z0-9]*)?"),
        "an API group and version, with or without a kind",
        "monitoring.coreos.com/v1",
    ),
    "host": Format(_host, "a host name in lower case, which may start with `*.`", "orders.{domain}"),
    "gateway": Format(
        lambda text: all(FORMATS["dns-subdomain"].check(part) for part in text.split("/", 1)),
        "the name of a Gateway, which may have its namespace and a slash before it",
        "gateways/public",
    ),
    "port-name": Format(
        _port_name, "at most 15 lower-case letters, digits and dashes, with a letter among them", "http", 15
    ),
    "env-name": Format(
        _matching(r"[A-Za-z_.-][A-Za-z0-9_.-]*"), "letters, digits, `_`, `.` and `-`, with no digit first", "LOG_LEVEL"
    ),
    "variable-name": Format(_matching(r"[A-Za-z]+"), "letters", "region"),
    "config-key": Format(
        lambda text: _matching(r"[-._a-zA-Z0-9]+", 253)(text) and text != "." and not text.startswith(".."),
        "letters, digits, `-`, `_` and `.`",
        "application.yml",
    ),
    "label-key": Format(
        _label_key,
        "a name of at most 63 letters, digits, `-`, `_` and `.`, which may have a domain and a slash before it",
        "example.com/team",
    ),
    "label-value": Format(
        lambda text: not text or _matching(_QUALIFIED, 63)(_PLACEHOLDER.sub("x", text)),
        "at most 63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends",
        "backend",
        63,
    ),
    "resource-name": Format(
        lambda text: bool(re.fullmatch(_COMPUTE, text)) or ("/" in text and _label_key(text)),
        "cpu, memory, ephemeral-storage, hugepages-SIZE, or the name of a device with its domain",
        "memory",
    ),
    "quota-resource": Format(
        _quota,
        "what a ResourceQuota counts, such as `requests.cpu`, `limits.memory`, `pods` or `count/deployments.apps`",
        "requests.cpu",
    ),
    "limit-type": Format(
        lambda text: (
            text in ("name", "Container", "Pod", "PersistentVolumeClaim") or ("/" in text and _label_key(text))
        ),
        "Container, Pod or PersistentVolumeClaim",
        "Container",
    ),
    "image": Format(_image, "an image: registry, path, and a tag or digest", "registry.example.com/shop/orders:1.4.2"),
    "quantity": Format(
        _matching(r"([0-9]+(\.[0-9]*)?|\.[0-9]+)(([KMGTPE]i)|[numkMGTPE]|[eE][+-]?[0-9]+)?"),
        "a quantity: a number with one of n u m k M G T P E, or Ki Mi Gi Ti Pi Ei",
        "250m",
    ),
    "int-or-percent": Format(_matching(r"[0-9]+%"), "a whole number or a percentage", "25%"),
    "absolute-path": Format(
        lambda text: text.startswith("/") and "\x00" not in text, "a path that starts with `/`", "/var/lib/app"
    ),
    "relative-path": Format(_relative, "a path below the catalog file's folder, without `..`", "files/app.yml"),
    "json-pointer": Format(_matching(r"(/([^~/]|~0|~1)*)+"), "a JSON pointer", "/spec/replicas"),
    "cidr": Format(_cidr, "an address range whose host bits are zero", "10.20.0.0/16"),
    "pod-field": Format(
        _matching(
            r"metadata\.(name|namespace|uid|labels|annotations|(labels|annotations)\['.+'\])"
            r"|spec\.(nodeName|serviceAccountName)|status\.(hostIPs?|podIPs?)"
        ),
        "a field of the pod that containers may know",
        "metadata.name",
    ),
    "container-resource": Format(
        _matching(r"(requests|limits)\.(cpu|memory|ephemeral-storage|hugepages-[0-9]+[KMG]i)"),
        "a request or limit of the container",
        "limits.memory",
    ),
    "volume-medium": Format(_matching(r"(Memory|HugePages(-[0-9]+[KMG]i)?)?"), "`Memory`, or HugePages", "Memory"),
    "sub-path": Format(_relative, "a relative path without `..`", "data"),
    "argo-duration": Format(_matching(f"[0-9]+|{_GO_DURATION}"), "a duration", "5m"),
    "git-url": Format(
        _matching(r"(https?|ssh)://[^\s/]+/\S+"),
        "the address of a repository, as `https://...` or `ssh://...`",
        "https://git.example.com/shop/deploy.git",
    ),
    "server-url": Format(
        _matching(r"https://[^\s/]+(/\S*)?"), "the address of an API server", "https://eu-1.k8s.example.com"
    ),
    "ip-address": Format(_address, "an IP address", "10.20.0.10"),
    "capability": Format(_matching(r"(?!CAP_)[A-Z][A-Z0-9_]*"), "a capability of Linux without `CAP_`", "NET_ADMIN"),
    "cron": Format(_cron, "five cron fields, or a macro such as @daily", "*/15 * * * *"),
    "sync-schedule": Format(
        lambda text: not text.startswith("@") and _cron(text),
        "five cron fields, which Argo CD takes no macro for",
        "0 22 * * 1-5",
    ),
    "time-zone": Format(_time_zone, "a time zone of the IANA database", "Europe/Berlin"),
    "prometheus-duration": Format(
        _matching(r"([0-9]+y)?([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?(?<!^)"),
        "a duration of Prometheus",
        "30s",
    ),
    "go-duration": Format(_matching(_GO_DURATION), "a duration", "5m"),
    "rollout-pause": Format(_matching(f"pause|{_GO_DURATION}"), "a duration, or `pause`", "5m"),
    "percentage": Format(_matching(r"[0-9]+(\.[0-9]+)?%"), "a percentage", "5%"),
    "date": Format(_date, "a day, as in 2027-01-31", "2027-01-31"),
    "age": Format(_matching(r"[1-9][0-9]*[hdwy]"), "an age in hours, days, weeks or years", "90d"),
    "age-recipient": Format(
        _matching(r"age1[a-z0-9]+|ssh-(ed25519|rsa) [A-Za-z0-9+/=]+( .*)?"),
        "the public key of age, or of ssh",
        "age1kaygg98np40zql4wpjf94kx6wjmew84fxn69zhc98yp707l6p3rs6e03pa",
    ),
    "semver-range": Format(
        _matching(_SEMVER_RANGE),
        "a range of versions, such as `1.4.x` or `>=1.4.0 <2.0.0`",
        ">=1.4.0 <2.0.0",
    ),
    "reader": Format(
        _matching(r"[A-Za-z0-9]([-A-Za-z0-9_.@]*[A-Za-z0-9])?"), "a name of letters, digits, -_.@", "alice"
    ),
    "regex": Format(_regex, "a regular expression", "sk_[a-z0-9]{24}"),
    "secret-type": Format(_matching(r"[A-Za-z0-9][-A-Za-z0-9_./]*", 253), "a type of Secret", "kubernetes.io/tls"),
    "metric-name": Format(_matching(_METRIC), "the name of a metric", "http_requests_total"),
    "metric-label": Format(
        _matching(r"[a-zA-Z_][a-zA-Z0-9_]*"), "letters, digits and `_`, with no digit first", "severity"
    ),
    "rule-name": Format(
        lambda text: _matching(_METRIC)(text) if ":" in text else bool(text.strip()),
        "the name of an alert, or of a metric where it holds a colon",
        "HighErrorRate",
    ),
    "pod-security-version": Format(_matching(r"latest|v1\.[0-9]+"), "`latest`, or a version such as v1.36", "v1.36"),
    "releases": Format(
        _matching(r"\s*([<>=!]=|[<>])\s*[0-9]+(\.[0-9]+)*\s*(,\s*([<>=!]=|[<>])\s*[0-9]+(\.[0-9]+)*\s*)*"),
        "comparisons of releases with commas between them, quoted",
        ">=0.1,<0.2",
    ),
    "kubernetes-version": Format(_matching(r"1\.[0-9]{2}"), "a minor version of Kubernetes, quoted", "1.36"),
}
