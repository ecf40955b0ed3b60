"""CEL: what the language and Kubernetes' functions say, and how mistakes are told."""

from __future__ import annotations

import pytest

from generator.checks.cel import CelError, compiled, unescaped
from generator.json_types import Json

SELF: Json = {
    "name": "web",
    "replicas": 3,
    "ratio": 0.5,
    "list": [1, 2, 3],
    "map": {"x": 1},
    "labels": {"a/b": "c"},
    "namespace": "n",
    "a-b": 2,
    "x__y": 3,
    "memory": "500Mi",
    "url": "https://a.example:8080/c%2Fd?e=f&e=g",
}

TRUE = """
self.replicas == 3.0 && self.ratio < 1
!has(self.nope) || self.nope > 1
self.nope == 1 || true
self.list.map(x, x > 1, x * 2) == [4, 6]
[1, 2].all(position, value, value == position + 1)
self.?nope.orValue(3) == 3 && self.?map.?x.hasValue()
'%s-%d'.format(['a', 1]) == 'a-1'
cel.bind(x, 2, x * x) == 4
self.list.isSorted() && self.list.sum() == 6 && self.list.min() == 1 && self.list.max() == 3
!['b', 'a'].isSorted() && [].sum() == 0
self.list.indexOf(2) == 1 && [1, 2, 1].lastIndexOf(1) == 2 && self.list.indexOf(9) == -1 && [true].indexOf(1) == -1
'ab'.indexOf('b') == 1
'ab 12'.find('[0-9]+') == '12' && 'ab'.find('c') == ''
'a1b2'.findAll('[0-9]') == ['1', '2'] && 'a1b2'.findAll('[0-9]', 1) == ['1']
sets.contains([1, 2], [1]) && sets.equivalent([1, 1], [1])
isURL(self.url) && !isURL('a.example') && isURL('/a')
url(self.url).getScheme() == 'https' && url(self.url).getHost() == 'a.example:8080'
url(self.url).getHostname() == 'a.example' && url(self.url).getPort() == '8080'
url(self.url).getEscapedPath() == '/c%2Fd' && url(self.url).getQuery() == {'e': ['f', 'g']}
url('https://[::1]:80/').getHostname() == '::1' && url('https://a.example').getPort() == ''
isQuantity(self.memory) && !isQuantity('x')
quantity(self.memory).isLessThan(quantity('1Gi')) && quantity('2').isGreaterThan(quantity('1'))
quantity('1k') == quantity('1000') && quantity('1').compareTo(quantity('1000m')) == 0
quantity('1Ki').add(quantity('1')).sub(25).asInteger() == 1000 && quantity('-1').sign() == -1
!quantity('1m').isInteger() && quantity('500m').asApproximateFloat() == 0.5
isIP('10.0.0.1') && !isIP('10.0.0.01') && !isIP('fe80::1%eth0') && !isIP('::ffff:10.0.0.1')
ip('10.0.0.1').family() == 4 && ip.isCanonical('::1') && !ip.isCanonical('::01') && ip('::').isUnspecified()
ip('127.0.0.1').isLoopback() && ip('169.254.0.1').isLinkLocalUnicast() && ip('224.0.0.1').isLinkLocalMulticast()
ip('10.0.0.1').isGlobalUnicast() && !ip('ff02::1').isGlobalUnicast()
isCIDR('10.0.0.0/8') && !isCIDR('10.0.0.0') && cidr('10.0.0.1/8').masked() == cidr('10.0.0.0/8')
cidr('10.0.0.0/8').containsIP('10.1.2.3') && cidr('10.0.0.0/8').containsIP(ip('10.1.2.3'))
cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16') && !cidr('10.0.0.0/8').containsCIDR(cidr('11.0.0.0/16'))
cidr('10.0.0.1/8').prefixLength() == 8 && cidr('10.0.0.1/8').ip() == ip('10.0.0.1')
string(ip('::01')) == '::1' && string(1) == '1'
!format.dns1123Label().validate('a-b').hasValue() && format.dns1123LabelPrefix().validate('a_').hasValue()
format.named('uuid').validate('x').value().size() == 1 && !format.uri().validate(self.url).hasValue()
semver('1.2.3-rc.1').isLessThan(semver('1.2.3')) && semver('v1.0', true).major() == 1 && !isSemver('1.0')
semver('1.2.3').compareTo(semver('1.10.0')) == -1 && semver('1.2.3').minor() == 2 && semver('1.2.3').patch() == 3
self.__namespace__ == 'n' && self.a__dash__b == 2 && has(self.x__underscores__y)
self.labels['a/b'] == 'c' && 'self.__if__' == 'self.' + '__if__'
""".strip().splitlines()

MISTAKES = {
    "1 +": "Syntax error: mismatched input '<EOF>'",
    "nope == 1": "undeclared reference to 'nope' (line 1, column 1)",
    "'a' + 1 == 'a'": "found no matching overload for '_+_' applied to '(string, int)' (line 1, column 5)",
    "self.nope == 1": 'Key not found in map : "nope"',
    "1 / 0 == 1": "divide by zero",
    "quantity('x').sign() == 1": "quantities must be a number with a unit such as Mi",
    "quantity('1').isLessThan(semver('1.0.0'))": "no such overload",
    "self.list.map(a, self.many.map(b, self.many)).size() > 0": "it iterates more than 10,000 times",
}


@pytest.mark.parametrize("text", TRUE)
def test_true(text: str) -> None:
    assert compiled(text).evaluate({"self": SELF}) is True


@pytest.mark.parametrize(("text", "message"), MISTAKES.items())
def test_a_mistake_is_told_in_one_line(text: str, message: str) -> None:
    with pytest.raises(CelError) as caught:
        compiled(text).evaluate({"self": {**SELF, "many": list(range(5000))}})
    assert message in caught.value.message
    assert "\n" not in caught.value.message


def test_variables() -> None:
    assert compiled("object.a > oldObject.a", ("object", "oldObject")).evaluate(
        {"object": {"a": 2}, "oldObject": {"a": 1}}
    )


def test_the_type_of_the_result() -> None:
    assert [compiled(text).type for text in ("1 < 2", "self.a", "'a'")] == ["bool", "dyn", "string"]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("self.__in__.a", "self.`in`.a"),
        ("self.?a__dot__b", "self.?`a.b`"),
        ("self.a__slash__b__dash__c == 'x.__in__'", "self.`a/b-c` == 'x.__in__'"),
        ("self.__nothing__", "self.__nothing__"),
        ('r"""a.__in__""" == "\\".__if__"', 'r"""a.__in__""" == "\\".__if__"'),
    ],
)
def test_escaped_names(text: str, plain: str) -> None:
    assert unescaped(text) == plain
