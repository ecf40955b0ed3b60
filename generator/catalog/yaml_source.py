"""The text of one catalog file -> plain data and the problems of its syntax; and, when asked, the place of a value.

The C composer gives nodes with line and column, so one pass both builds the data and sees what a loader would hide:
duplicate keys, merge keys, aliases that explode, plain scalars that YAML 1.1 reads as something else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice

import yaml

from generator.json_types import Json, Path

MAX_BYTES = 1_000_000
MAX_VALUES = 50_000
MAX_DEPTH = 60
_SAFE_BYTES = 8_000
"""The composer recurses on the C stack, a level for each nested value: a text this short cannot exhaust it."""

_INT = re.compile(r"-?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with the text itself, at a 1-based line and column."""

    rule: str
    message: str
    hint: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Odd:
    """A plain scalar that YAML 1.1 reads as a value which the writer may not have meant (`on`, `1.10`, `012`, a date).

    It stays in the data, so that whoever knows the expected type can say what to write instead.
    """

    text: str
    read_as: str


@dataclass(slots=True)
class Parsed:
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
        parsed.data = _Builder(parsed.problems).build(node, 0)
    elif not parsed.problems:
        parsed.problems.append(
            Problem("empty-file", "the file is empty", "write a map of fields, or delete the file", 1, 1)
        )
    return parsed


def locate(raw: bytes, path: Path, *, key: bool = False, document: int = 0) -> tuple[int, int]:
    """The 1-based line and column of the value at `path` (of its key, with `key`), or of its nearest ancestor.

    `document` is the 0-based position of the document in the stream.
    """
    try:
        nodes = yaml.compose_all(raw.decode(), Loader=yaml.CSafeLoader)
        node = next(islice(nodes, document, None), None)
    except (yaml.YAMLError, UnicodeDecodeError):
        return 1, 1
    if node is None:
        return 1, 1
    mark = node.start_mark
    for step in path:
        found = _step(node, step)
        if found is None:
            break
        key_node, node = found
        mark = key_node.start_mark if key else node.start_mark
    return mark.line + 1, mark.column + 1


def _step(node: yaml.Node, step: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return key, value
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


def _decode(raw: bytes, parsed: Parsed) -> str | None:
    if len(raw) > MAX_BYTES:
        message = f"the file has {len(raw):,} bytes; at most {MAX_BYTES:,} are read"
        parsed.problems.append(Problem("file-too-large", message, "keep large content in files under catalog/", 1, 1))
        return None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
        message = f"byte 0x{raw[error.start]:02x} is not valid UTF-8"
        parsed.problems.append(Problem("invalid-encoding", message, "save the file as UTF-8", line, column))
        return None


def _compose(text: str, parsed: Parsed) -> yaml.Node | None:
    loader = yaml.CSafeLoader(text)
    try:
        if len(text) > _SAFE_BYTES and _too_deep(text, parsed):
            return None
        node: yaml.Node | None = loader.get_single_node()
        return node
    except yaml.composer.ComposerError as error:
        mark = error.problem_mark
        if error.context == "expected a single document in the stream":
            problem = Problem(
                "several-documents",
                "a catalog file holds one document; a second one starts here",
                "move it to a file of its own",
                *_place(mark),
            )
        else:
            problem = Problem("invalid-yaml", _lower(error.problem), "check the anchor's name", *_place(mark))
    except yaml.MarkedYAMLError as error:
        problem = _syntax(text, error)
    except yaml.YAMLError as error:  # the reader's own: a control character
        position = getattr(error, "position", 0) or 0
        line = text.count("\n", 0, position) + 1
        column = position - text.rfind("\n", 0, position)
        problem = Problem("invalid-yaml", "a control character is not allowed", "remove it", line, column)
    finally:
        loader.dispose()
    parsed.problems.append(problem)
    return None


def _too_deep(text: str, parsed: Parsed) -> bool:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                place = _place(event.start_mark)
                message = f"values are nested more than {MAX_DEPTH} levels deep"
                parsed.problems.append(Problem("too-many-values", message, "flatten the value", *place))
                return True
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return False


def _syntax(text: str, error: yaml.MarkedYAMLError) -> Problem:
    line, column = _place(error.problem_mark)
    lines = text.split("\n")
    source = lines[line - 1] if line <= len(lines) else ""
    indent = source[: len(source) - len(source.lstrip())]
    if "\t" in indent or source[column - 1 : column] == "\t":
        column = source.index("\t") + 1
        return Problem("tab-indentation", "a tab cannot indent YAML", "use spaces", line, column)
    message = _lower(error.problem or "cannot be read as YAML")
    if error.context:
        message = f"{message} {_lower(error.context)}"
    return Problem("invalid-yaml", message, "check the indentation, colons, quotes and brackets here", line, column)


def _place(mark: Json) -> tuple[int, int]:
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _lower(text: str | None) -> str:
    text = text or ""
    return text[:1].lower() + text[1:]


class _Builder:
    """Composed nodes -> data. Counts what aliases expand to, so that an anchor bomb stays small."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        self.values = 0
        self.open: set[int] = set()

    def build(self, node: yaml.Node, depth: int) -> Json:
        self.values += 1
        if self.values > MAX_VALUES or depth > MAX_DEPTH or id(node) in self.open:
            if not any(problem.rule == "too-many-values" for problem in self.problems):
                self._report(
                    node,
                    "too-many-values",
                    f"aliases and nesting expand to more than {MAX_VALUES:,} values or {MAX_DEPTH} levels",
                    "remove the anchors that refer to one another",
                )
            return None
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        self.open.add(id(node))
        try:
            if isinstance(node, yaml.MappingNode):
                return self._map(node, depth)
            return [self.build(item, depth + 1) for item in node.value]
        finally:
            self.open.discard(id(node))

    def _map(self, node: yaml.MappingNode, depth: int) -> Json:
        result: dict[str, Json] = {}
        first: dict[str, int] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._report(key, "invalid-key", "a key must be a plain word", "quote it, or write a list of maps")
            elif key.tag == "tag:yaml.org,2002:merge":
                self._report(
                    key,
                    "merge-key",
                    "YAML merge keys (<<) are not part of the catalog language",
                    "use a profile, or platform defaults, for what services share",
                )
            elif key.value in first:
                self._report(
                    key,
                    "duplicate-key",
                    f'the key "{key.value}" stands here a second time; the first is on line {first[key.value]}',
                    "keep one of them",
                )
            else:
                if _read_as(key) not in ("string", "integer"):
                    self._report(
                        key,
                        "unquoted-string",
                        f"the key {key.value} is read as a {_read_as(key)}, expected a string",
                        f'write "{key.value}"',
                    )
                first[key.value] = key.start_mark.line + 1
                result[key.value] = self.build(value, depth + 1)
        return result

    def _scalar(self, node: yaml.ScalarNode) -> Json:
        text = node.value
        read_as = _read_as(node)
        if read_as in ("string", "null"):
            return text if read_as == "string" else None
        if read_as == "boolean" and text in ("true", "false"):
            return text == "true"
        if read_as == "integer" and _INT.fullmatch(text):
            return int(text)
        if read_as == "number" and _FLOAT.fullmatch(text) and repr(float(text)) == text:
            return float(text)
        if not read_as.startswith("!"):
            return Odd(text, read_as)
        self._report(node, "unknown-tag", f"the tag {node.tag} is not known", "remove it")
        return None

    def _report(self, node: yaml.Node, rule: str, message: str, hint: str) -> None:
        line, column = _place(node.start_mark)
        self.problems.append(Problem(rule, message, hint, line, column))


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
    prefix = "tag:yaml.org,2002:"
    if node.tag.startswith(prefix) and node.tag[len(prefix) :] in _TYPES:
        return _TYPES[node.tag[len(prefix) :]]
    return f"!{node.tag}"
