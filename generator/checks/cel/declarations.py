"""What an expression can call in a Kubernetes version: https://kubernetes.io/docs/reference/using-api/cel/#cel-options-language-features-and-libraries

A server lets new expressions use only what the minor version before its own has, too, so that it can be rolled back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from generator.checks.cel.checker import Overload
from generator.checks.cel.types import (
    BOOL,
    BYTES,
    DOUBLE,
    DURATION,
    INT,
    NULL,
    STRING,
    TIMESTAMP,
    UINT,
    Type,
    type_of,
)

_STANDARD = """
!_(bool) bool
-_(int) int | (double) double
_&&_(bool, bool) bool
_||_(bool, bool) bool
_?_:_(bool, A, A) A
_==_(A, A) bool
_!=_(A, A) bool
_+_(int, int) int | (uint, uint) uint | (double, double) double | (string, string) string | (bytes, bytes) bytes
_+_(list(A), list(A)) list(A) | (duration, duration) duration | (duration, timestamp) timestamp
_+_(timestamp, duration) timestamp
_-_(int, int) int | (uint, uint) uint | (double, double) double | (duration, duration) duration
_-_(timestamp, duration) timestamp | (timestamp, timestamp) duration
_*_(int, int) int | (uint, uint) uint | (double, double) double
_/_(int, int) int | (uint, uint) uint | (double, double) double
_%_(int, int) int | (uint, uint) uint
_[_](list(A), int) A | (map(A, B), A) B
_[_](optional_type(list(V)), int) optional_type(V) | (optional_type(map(K, V)), K) optional_type(V)
_[?_](list(V), int) optional_type(V) | (map(K, V), K) optional_type(V)
_[?_](optional_type(list(V)), int) optional_type(V) | (optional_type(map(K, V)), K) optional_type(V)
@in(A, list(A)) bool | (A, map(A, B)) bool
@not_strictly_false(bool) bool
bool(bool) bool | (string) bool
bytes(bytes) bytes | (string) bytes
double(double) double | (int) double | (string) double | (uint) double
duration(duration) duration | (int) duration | (string) duration
dyn(A) dyn
int(double) int | (duration) int | (timestamp) int | (int) int | (string) int | (uint) int
matches(string, string) bool
size(bytes) int | (list(A)) int | (map(A, B)) int | (string) int
string(bool) string | (bytes) string | (double) string | (duration) string | (timestamp) string | (int) string
string(string) string | (uint) string | (net.IP) string | (net.CIDR) string
timestamp(timestamp) timestamp | (int) timestamp | (string) timestamp
type(A) type(A)
uint(double) uint | (int) uint | (string) uint | (uint) uint
.size(bytes) int | (list(A)) int | (map(A, B)) int | (string) int
.contains(string, string) bool
.endsWith(string, string) bool
.matches(string, string) bool
.startsWith(string, string) bool
.getHours(duration) int | (timestamp) int | (timestamp, string) int
.getMilliseconds(duration) int | (timestamp) int | (timestamp, string) int
.getMinutes(duration) int | (timestamp) int | (timestamp, string) int
.getSeconds(duration) int | (timestamp) int | (timestamp, string) int
.getDate(timestamp) int | (timestamp, string) int
.getDayOfMonth(timestamp) int | (timestamp, string) int
.getDayOfWeek(timestamp) int | (timestamp, string) int
.getDayOfYear(timestamp) int | (timestamp, string) int
.getFullYear(timestamp) int | (timestamp, string) int
.getMonth(timestamp) int | (timestamp, string) int
"""
"""https://github.com/google/cel-spec/blob/master/doc/langdef.md#list-of-standard-definitions"""

_OPTIONALS = """
optional.none() optional_type(V)
optional.of(V) optional_type(V)
optional.ofNonZeroValue(V) optional_type(V)
.hasValue(optional_type(V)) bool
.or(optional_type(V), optional_type(V)) optional_type(V)
.orValue(optional_type(V), V) V
.value(optional_type(V)) V
"""

_STRINGS_AND_SETS = """
.charAt(string, int) string
.format(string, list(dyn)) string
.indexOf(string, string) int | (string, string, int) int
.join(list(string)) string | (list(string), string) string
.lastIndexOf(string, string) int | (string, string, int) int
.lowerAscii(string) string
.replace(string, string, string) string | (string, string, string, int) string
.split(string, string) list(string) | (string, string, int) list(string)
.substring(string, int) string | (string, int, int) string
.trim(string) string
.upperAscii(string) string
strings.quote(string) string
sets.contains(list(T), list(T)) bool
sets.equivalent(list(T), list(T)) bool
sets.intersects(list(T), list(T)) bool
"""

_KUBERNETES = """
.indexOf(list(A), A) int
.lastIndexOf(list(A), A) int
.sum(list(int)) int | (list(uint)) uint | (list(double)) double | (list(duration)) duration
.find(string, string) string
.findAll(string, string) list(string) | (string, string, int) list(string)
isURL(string) bool
url(string) kubernetes.URL
.getEscapedPath(kubernetes.URL) string
.getHost(kubernetes.URL) string
.getHostname(kubernetes.URL) string
.getPort(kubernetes.URL) string
.getQuery(kubernetes.URL) map(string, list(string))
.getScheme(kubernetes.URL) string
isQuantity(string) bool
quantity(string) kubernetes.Quantity
sign(kubernetes.Quantity) int
.add(kubernetes.Quantity, kubernetes.Quantity) kubernetes.Quantity | (kubernetes.Quantity, int) kubernetes.Quantity
.sub(kubernetes.Quantity, kubernetes.Quantity) kubernetes.Quantity | (kubernetes.Quantity, int) kubernetes.Quantity
.asApproximateFloat(kubernetes.Quantity) double
.asInteger(kubernetes.Quantity) int
.compareTo(kubernetes.Quantity, kubernetes.Quantity) int
.isGreaterThan(kubernetes.Quantity, kubernetes.Quantity) bool
.isInteger(kubernetes.Quantity) bool
.isLessThan(kubernetes.Quantity, kubernetes.Quantity) bool
isIP(string) bool
ip(string) net.IP
ip.isCanonical(string) bool
.family(net.IP) int
.isGlobalUnicast(net.IP) bool
.isLinkLocalMulticast(net.IP) bool
.isLinkLocalUnicast(net.IP) bool
.isLoopback(net.IP) bool
.isUnspecified(net.IP) bool
isCIDR(string) bool
cidr(string) net.CIDR
.containsCIDR(net.CIDR, net.CIDR) bool | (net.CIDR, string) bool
.containsIP(net.CIDR, net.IP) bool | (net.CIDR, string) bool
.ip(net.CIDR) net.IP
.masked(net.CIDR) net.CIDR
.prefixLength(net.CIDR) int
format.named(string) optional_type(kubernetes.NamedFormat)
.validate(kubernetes.NamedFormat, string) optional_type(list(string))
"""

_AUTHORIZER = """
.allowed(authorization.Decision) bool
.check(authorization.PathCheck, string) authorization.Decision
.check(authorization.ResourceCheck, string) authorization.Decision
.error(authorization.Decision) string
.errored(authorization.Decision) bool
.fieldSelector(authorization.ResourceCheck, string) authorization.ResourceCheck
.group(authorization.Authorizer, string) authorization.GroupCheck
.labelSelector(authorization.ResourceCheck, string) authorization.ResourceCheck
.name(authorization.ResourceCheck, string) authorization.ResourceCheck
.namespace(authorization.ResourceCheck, string) authorization.ResourceCheck
.path(authorization.Authorizer, string) authorization.PathCheck
.reason(authorization.Decision) string
.resource(authorization.GroupCheck, string) authorization.ResourceCheck
.serviceAccount(authorization.Authorizer, string, string) authorization.Authorizer
.subresource(authorization.ResourceCheck, string) authorization.ResourceCheck
""".replace("authorization.", "kubernetes.authorization.")
"""https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-authorizer-library"""

_SEMVER = """
.compareTo(kubernetes.Semver, kubernetes.Semver) int
.isGreaterThan(kubernetes.Semver, kubernetes.Semver) bool
.isLessThan(kubernetes.Semver, kubernetes.Semver) bool
.major(kubernetes.Semver) int
.minor(kubernetes.Semver) int
.patch(kubernetes.Semver) int
isSemver(string) bool | (string, bool) bool
semver(string) kubernetes.Semver | (string, bool) kubernetes.Semver
"""

_LISTS = """
.distinct(list(T)) list(T)
.flatten(list(list(T))) list(T) | (list(dyn), int) list(dyn)
.reverse(list(T)) list(T)
.slice(list(T), int, int) list(T)
lists.range(int) list(int)
"""

_MAPS = "cel.@mapInsert(map(K, V), K, V) map(K, V) | (map(K, V), map(K, V)) map(K, V)"
_ENDS = """
.first(list(V)) optional_type(V)
.last(list(V)) optional_type(V)
.unwrapOpt(list(optional_type(V))) list(V)
optional.unwrap(list(optional_type(V))) list(V)
"""
"""These came with the library that the server is built of."""

_SINCE_ENDS = 33
_JSON_PATCH = "jsonpatch.escapeKey(string) string"

_COMPARED = (BOOL, INT, UINT, DOUBLE, STRING, BYTES, TIMESTAMP, DURATION)
_NUMBERS = (INT, UINT, DOUBLE)
_FORMATS = (
    "byte date datetime dns1035Label dns1035LabelPrefix dns1123Label dns1123LabelPrefix dns1123Subdomain "
    "dns1123SubdomainPrefix labelValue qualifiedName uri uuid"
).split()

TYPE_NAMES: Mapping[str, Type] = {
    **{str(own): Type("type", (own,)) for own in (NULL, BOOL, INT, UINT, DOUBLE, STRING, BYTES, TIMESTAMP, DURATION)},
    "list": type_of("type(list(dyn))"),
    "map": type_of("type(map(dyn, dyn))"),
    "type": type_of("type(type)"),
    "optional_type": type_of("type(optional_type(dyn))"),
    **{name: type_of(f"type({name})") for name in ("net.IP", "net.CIDR", "kubernetes.Quantity", "kubernetes.URL")},
}
"""Types are values, too: `type(self.port) == int`."""


@cache
def functions(minor: int, patches: bool = False) -> Mapping[str, Sequence[Overload]]:
    """Of new expressions on a server of Kubernetes 1.`minor`, with what makes JSON patches if asked for."""
    before = minor - 1
    texts = [_STANDARD, _OPTIONALS, _STRINGS_AND_SETS, _KUBERNETES, _AUTHORIZER]
    texts += [text for since, text in ((32, _MAPS), (33, _SEMVER), (34, _LISTS)) if before >= since]
    texts += [_ENDS] * (minor >= _SINCE_ENDS) + [_JSON_PATCH] * patches
    found: dict[str, list[Overload]] = {}
    for name, overload in (*_declared("\n".join(texts)), *_families(sorts=before >= 34)):
        found.setdefault(name, []).append(overload)
    return found


def macros(minor: int) -> tuple[str, ...]:
    """The libraries that add to the syntax."""
    names = (("optional", 0), ("two-var-comprehensions", 33), ("lists", 35))
    return tuple(name for name, since in names if minor >= since)


def _declared(text: str) -> Iterator[tuple[str, Overload]]:
    for line in filter(None, text.splitlines()):
        name, parenthesis, rest = line.partition("(")
        member = name.startswith(".")
        for form in f"{parenthesis}{rest}".split(" | "):
            *parameters, result = _types(form)
            yield name.removeprefix("."), Overload(tuple(parameters), result, member)


def _types(form: str) -> Iterator[Type]:
    """`(string, list(A)) bool` -> its types."""
    depth = 0
    for at, character in enumerate(form):
        depth += (character == "(") - (character == ")")
        if not depth:
            yield from type_of(f"x{form[: at + 1]}").parameters
            yield type_of(form[at + 1 :].strip())
            return


def _families(*, sorts: bool) -> Iterator[tuple[str, Overload]]:
    """Functions of many types, each in the same way."""
    pairs = [(own, own) for own in _COMPARED] + [(a, b) for a in _NUMBERS for b in _NUMBERS if a != b]
    for name in ("_<_", "_<=_", "_>_", "_>=_"):
        yield from ((name, Overload(pair, BOOL, member=False)) for pair in pairs)
    for own in _COMPARED:
        whole = Type("list", (own,))
        yield "isSorted", Overload((whole,), BOOL, member=True)
        yield from ((name, Overload((whole,), own, member=True)) for name in ("min", "max"))
        if sorts:
            yield "sort", Overload((whole,), whole, member=True)
            yield "@sortByAssociatedKeys", Overload((type_of("list(T)"), whole), type_of("list(T)"), member=True)
    for name in _FORMATS:
        yield f"format.{name}", Overload((), type_of("kubernetes.NamedFormat"), member=False)
