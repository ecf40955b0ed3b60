"""The text of one catalog file -> plain data and the problems of its syntax; and, when asked, the place of a value.

The C composer gives nodes with line and column, so one pass both builds the data and sees what a loader would hide:
duplicate keys, merge keys, aliases that explode, plain scalars that YAML 1.1 reads as something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import islice
from typing import Final

import yaml
from msgspec import Struct, field

from generator.catalog import syntax
from generator.catalog.limits import MAX_BYTES, MAX_DEPTH, MAX_VALUES
from generator.catalog.syntax import Problem
from generator.json_types import Json, Path
from generator.schemas.manifests import must_be_flat
from generator.yaml_tags import MAP, SEQUENCE, STRING, TAG

_SAFE_BYTES = 8_000
"""The composer recurses on the C stack, a level for each nested value: a text this short cannot exhaust it."""

_DAYS = frozenset({"until"})
"""Fields of the language that hold a day, which is a string without quotes, too."""
_WEIGHTS = frozenset({"severity"})
"""Fields of the language that hold weights by name, of which `off` is one."""

_INT = re.compile(r"-?(0|[1-9][0-9]{0,29})")
_FLOAT = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+")
_BYTE_ORDER_MARK = "\ufeff"


class Odd(Struct, frozen=True):
    """A plain scalar that YAML 1.1 reads as a value which the writer may not have meant (`on`, `1.10`, `012`, a date).

    It stays in the data, so that whoever knows the expected type can say what to write instead.
    """

    text: str
    read_as: str


class Parsed(Struct):
    data: Json = None
    problems: list[Problem] = field(default_factory=list)


def parse(raw: bytes) -> Parsed:
    """Raw bytes -> data; with any problem in `problems`, `data` is what could be read, or None."""
    parsed = Parsed()
    text = _decode(raw, parsed)
    if text is None:
        return parsed
    node = _compose(text, parsed)
    if node is not None:
        builder = _Builder(text, parsed.problems)
        data = builder.build(node, 0)
        parsed.data = None if builder.full else data
    return parsed


def locate(raw: bytes, path: Path, *, key: bool = False, document: int = 0) -> tuple[int, int]:
    """The 1-based line and column of the value at `path` (of its key, with `key`), or of its nearest ancestor.

    `document` is the 0-based position of the document in the stream.
    """
    text, node, keys = _composed(raw, document)
    if node is None:
        return 1, 1
    position = node.start_mark.index
    for step in path:
        found = _step(node, step, keys)
        if found is None:
            break
        key_node, node = found
        position = (key_node if key else node).start_mark.index
    return syntax.place(text, position)


@lru_cache(maxsize=2)
def _composed(raw: bytes, document: int) -> tuple[str, yaml.Node | None, dict[int, _Keys]]:
    """A text and the nodes of one document of it: what has many findings is composed once.

    The last is for the keys of each map, by the map's identity, once they are needed.
    """
    try:
        text = raw.decode().removeprefix(_BYTE_ORDER_MARK)
        must_be_flat(raw)
        nodes = yaml.compose_all(text, Loader=_Untyped)
        return text, next(islice(nodes, document, None), None), {}
    except (yaml.YAMLError, UnicodeDecodeError):
        return "", None, {}


class _Untyped(yaml.CSafeLoader):
    """Places do not depend on types, and to find out those takes longer than all else."""

    def resolve(self, kind: type[yaml.Node], value: str, implicit: tuple[bool, bool]) -> str:
        return STRING

    def descend_resolver(self, parent: yaml.Node, index: object) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass


_Keys = dict[object, tuple[yaml.Node, yaml.Node]]
"""The nodes of each key and its value; of a key that stands there twice the first."""


def _step(node: yaml.Node, step: str | int, keys: dict[int, _Keys]) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        if id(node) not in keys:
            scalars = [pair for pair in node.value if isinstance(pair[0], yaml.ScalarNode)]
            keys[id(node)] = {key.value: (key, value) for key, value in reversed(scalars)}
        return keys[id(node)].get(step)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


def _decode(raw: bytes, parsed: Parsed) -> str | None:
    """The text without a byte order mark, which positions do not count."""
    if len(raw) > MAX_BYTES:
        message = f"the file has {len(raw):,} bytes; at most {MAX_BYTES:,} are read"
        parsed.problems.append(Problem("file-too-large", message, "keep large content in files under catalog/", 1, 1))
        return None
    try:
        return raw.decode("utf-8").removeprefix(_BYTE_ORDER_MARK)
    except UnicodeDecodeError as error:
        place = syntax.place(raw[: error.start].decode("utf-8"), len(raw[: error.start].decode("utf-8")))
        message = f"byte 0x{raw[error.start]:02x} is not valid UTF-8"
        parsed.problems.append(Problem("invalid-encoding", message, "save the file as UTF-8", *place))
        return None


def _compose(text: str, parsed: Parsed) -> yaml.Node | None:
    loader = yaml.CSafeLoader(text)
    try:
        if len(text) > _SAFE_BYTES and _too_deep(text, parsed):
            return None
        node: yaml.Node | None = loader.get_single_node()
        return node
    except yaml.YAMLError as error:
        parsed.problems.append(syntax.explain(text, error))
        return None
    finally:
        loader.dispose()


def _too_deep(text: str, parsed: Parsed) -> bool:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                parsed.problems.append(_depth(text, event.start_mark.index if event.start_mark else 0))
                return True
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return False


def _depth(text: str, position: int) -> Problem:
    message = f"values are nested more than {MAX_DEPTH} levels deep"
    return Problem("too-many-values", message, "flatten the value", *syntax.place(text, position))


class _Builder:
    """Composed nodes -> data. Counts what aliases expand to, so that an anchor bomb stays small."""

    def __init__(self, text: str, problems: list[Problem]) -> None:
        self.text = text
        self.problems = problems
        self.values = 0
        self.full = False
        """Whether there was too much to build all of it."""
        self.open: set[int] = set()

    def build(self, node: yaml.Node, depth: int) -> Json:
        self.values += 1
        if self.full or self._is_too_much(node, depth):
            return None
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if node.tag not in (MAP, SEQUENCE):
            self._unknown_tag(node)
        self.open.add(id(node))
        try:
            if isinstance(node, yaml.MappingNode):
                return self._map(node, depth)
            return [self.build(item, depth + 1) for item in node.value]
        finally:
            self.open.discard(id(node))

    def _is_too_much(self, node: yaml.Node, depth: int) -> bool:
        if depth > MAX_DEPTH:
            self.problems.append(_depth(self.text, node.start_mark.index))
        elif self.values > MAX_VALUES:
            message = f"aliases expand to more than {MAX_VALUES:,} values"
            self._report(node, "too-many-values", message, "remove the anchors that refer to one another")
        elif id(node) in self.open:
            self._report(node, "circular-alias", "an alias refers to this value from within it", "remove the alias")
        else:
            return False
        self.full = True
        return True

    def _map(self, node: yaml.MappingNode, depth: int) -> Json:
        result: dict[str, Json] = {}
        first: dict[str, int] = {}
        for key, value in node.value:
            if self._is_usable(key, first):
                first[key.value] = syntax.place(self.text, key.start_mark.index)[0]
                built = self.build(value, depth + 1)
                result[key.value] = _as_word(key.value, built)
        return result

    def _is_usable(self, key: yaml.Node, first: dict[str, int]) -> bool:
        if not isinstance(key, yaml.ScalarNode):
            what = "map" if isinstance(key, yaml.MappingNode) else "list"
            braces = 'quote it if it holds a placeholder, as "{domain}"'
            hint = braces if what == "map" else "write one field for each"
            self._report(key, "invalid-key", f"found a {what} as a key, expected a plain word", hint)
            return False
        if key.tag == f"{TAG}merge":
            message = "YAML merge keys (<<) are not part of the catalog language"
            hint = "use a profile, or platform defaults, for what services share"
            self._report(key, "merge-key", message, hint)
            return False
        if key.value in first:
            message = f'the key "{key.value}" stands here a second time; the first is on line {first[key.value]}'
            self._report(key, "duplicate-key", message, "keep one of them")
            return False
        read_as = _read_as(key)
        if read_as == "null":
            self._report(key, "invalid-key", "there is no key before this colon", "write `field: value`")
            return False
        if read_as.startswith("!"):
            self._unknown_tag(key)
        elif read_as not in ("string", "integer"):
            message = f"the key {key.value} is read as a {read_as}, expected a string"
            self._report(key, "unquoted-string", message, f'write "{key.value}"')
        return True

    def _scalar(self, node: yaml.ScalarNode) -> Json:
        text = node.value
        read_as = _read_as(node)
        if read_as.startswith("!"):
            self._unknown_tag(node)
            return text
        plain = _PLAIN[read_as](text) if read_as in _PLAIN else UNCLEAR
        return Odd(text, read_as) if plain is UNCLEAR else plain

    def _unknown_tag(self, node: yaml.Node) -> None:
        tag = node.tag.replace(TAG, "!!")
        self._report(node, "unknown-tag", f"the tag {tag} is not known", "remove it, or quote the value")

    def _report(self, node: yaml.Node, rule: str, message: str, hint: str) -> None:
        self.problems.append(Problem(rule, message, hint, *syntax.place(self.text, node.start_mark.index)))


def _as_word(key: str, value: Json) -> Json:
    """What YAML 1.1 takes for something else, where the field leaves no doubt."""
    if key in _DAYS and isinstance(value, Odd):
        return value.text
    if key in _WEIGHTS and isinstance(value, dict):
        return {name: "off" if isinstance(item, Odd) and item.text == "off" else item for name, item in value.items()}
    return value


UNCLEAR: Final = object()


def _boolean(text: str) -> Json:
    return text == "true" if text in ("true", "false") else UNCLEAR


def _integer(text: str) -> Json:
    return int(text) if _INT.fullmatch(text) else UNCLEAR


def _number(text: str) -> Json:
    return float(text) if _FLOAT.fullmatch(text) and repr(float(text)) == text else UNCLEAR


_PLAIN: dict[str, Callable[[str], Json]] = {
    "string": lambda text: text,
    "null": lambda text: None,
    "boolean": _boolean,
    "integer": _integer,
    "number": _number,
}
"""A scalar's text -> its value, by type; UNCLEAR where another reader may take it for something else."""

_TYPES = {
    "str": "string",
    "null": "null",
    "bool": "boolean",
    "int": "integer",
    "float": "number",
    "timestamp": "date",
    "value": "string",
    "merge": "merge key",
}


def _read_as(node: yaml.ScalarNode) -> str:
    """What YAML 1.1 takes a scalar for: string, null, boolean, integer, number or date; `!tag` if it is tagged."""
    name = node.tag.removeprefix(TAG)
    if name != node.tag and name in _TYPES:
        return _TYPES[name]
    return f"!{node.tag}"
