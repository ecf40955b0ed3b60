"""A text -> the plain Secrets in it: in manifests of YAML and JSON, and in what only looks like one.

A Secret is found wherever it stands: in a stream of documents, in a List, in a patch, in the values of a chart, in a
kustomization's `secretGenerator`. Other kinds (SealedSecret, ExternalSecret) hold nothing in the clear.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

import yaml

from generator.json_types import Json
from generator.secrets.file import SECTIONS
from generator.secrets.leaks import shown
from generator.secrets.leaks.leak import Leak, is_in_the_clear, listed, place
from generator.yaml_tags import TAG

RULE = "plain-secret"
HINT = "take its values to be known if anybody else has seen them; `kubecatalog secrets import` encrypts them"

MAX_BYTES = 1_000_000
"""Of one document that is read as YAML; in what is longer, lines are looked at."""

_MAX_DEPTH = 100
_GENERATED = ("literals", "envs", "env", "files")
"""Where a `secretGenerator` takes values from (https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/secretgenerator/)."""

_DOCUMENT = re.compile(r"^---(?=\s|$)", re.MULTILINE)

WORDS = """kind["']?[ \t]*:[ \t]*([&!][^ \t]*[ \t]+)*["']?Secret([^A-Za-z]|$)|secretGenerator"""
"""One of them is in every manifest that is looked for, in the language of grep, too."""

_MARK = re.compile(WORDS, re.MULTILINE)


Beside: TypeAlias = Callable[[str], bool]
"""Whether a file, told by its path from where a text is, would be committed in the clear."""


def leaks(text: str, beside: Beside) -> list[Leak]:
    """Each with all of its keys."""
    found: dict[int, Leak] = {}
    for start, part in _parts(text) if _MARK.search(text) else ():
        if _MARK.search(part):
            for leak in (
                *_read(text, start, part, beside),
                *shown.leaks(text, start, part),
                *_too_long(text, start, part),
            ):
                found.setdefault(leak.line, leak)
    return [found[line] for line in sorted(found)]


def _too_long(text: str, start: int, part: str) -> Iterator[Leak]:
    """Of what may be a Secret on no lines of its own, in a document that is not read."""
    if len(part) > MAX_BYTES:
        for match in _MARK.finditer(part):
            end = part.find("\n", match.end() - 1)
            line = part[part.rfind("\n", 0, match.start()) + 1 : end if end >= 0 else len(part)]
            if not shown.KIND.fullmatch(line):
                message = f"there may be a plain Secret in a document of {len(part):,} characters; at most"
                hint = "divide it, or name the file in `secrets.examples` of the platform file"
                where = place(text, start + match.start())
                yield Leak("unchecked-file", f"{message} {MAX_BYTES:,} are read", hint, *where)
                return


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """The documents of a stream, each with its position."""
    starts = [0, *(match.end() for match in _DOCUMENT.finditer(text))]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        yield start, text[start:end]


def _read(text: str, start: int, part: str, beside: Beside) -> Iterator[Leak]:
    """As YAML, of which JSON is a part; else what may be JSON line by line."""
    if _is_harmless_json(part):
        return
    node = _composed(part)
    if node is not None:
        yield from _of_nodes(text, start, node, beside)
        return
    at = start
    for line in part.splitlines(keepends=True):
        if line.lstrip().startswith("{") and _MARK.search(line) and (node := _composed(line)) is not None:
            yield from _of_nodes(text, at, node, beside)
        at += len(line)


def _is_harmless_json(part: str) -> bool:
    """As schemas are, which are long and full of kinds."""
    if part.lstrip()[:1] not in ("{", "["):
        return False
    try:
        waiting: list[Json] = [json.loads(part)]
    except (ValueError, RecursionError):
        return False
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            is_secret = value.get("kind") == "Secret" and any(value.get(section) for section in SECTIONS)
            if is_secret or "secretGenerator" in value:
                return False
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return True


def _composed(part: str) -> yaml.Node | None:
    if len(part) > MAX_BYTES or _is_too_deep(part):
        return None
    try:
        return yaml.compose(part.removesuffix("---"), Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError):
        return None


def _is_too_deep(part: str) -> bool:
    """The composer recurses on the C stack."""
    depth = deepest = 0
    try:
        for event in yaml.parse(part, Loader=yaml.CSafeLoader) if len(part) > 8_000 else ():
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                deepest = max(depth, deepest)
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if deepest > _MAX_DEPTH:
                return True
    except (yaml.YAMLError, ValueError):
        return True
    return False


def _of_nodes(text: str, start: int, root: yaml.Node, beside: Beside) -> Iterator[Leak]:
    waiting, seen = [root], set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            yield from _of_map(text, start, node, beside)
            waiting += [value for _, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value


def _of_map(text: str, start: int, node: yaml.MappingNode, beside: Beside) -> Iterator[Leak]:
    fields = _fields(node)
    if _scalar(fields.get("kind")) == "Secret" and _is_core(_scalar(fields.get("apiVersion"))):
        found = [(section, *pair) for section in SECTIONS for pair in _plain(text, start, fields.get(section))]
        if found:
            keys = tuple((section, name) for section, name, _ in found)
            name = _scalar(_fields(fields.get("metadata")).get("name"))
            yield leak_of(name, keys, place(text, start + found[0][2].start_mark.index))
    generators = fields.get("secretGenerator")
    for item in generators.value if isinstance(generators, yaml.SequenceNode) else ():
        yield from _of_generator(text, start, item, beside)


def _is_core(version: str) -> bool:
    """Of a patch there may be none, and in a template it may not be known."""
    return version in ("", "v1") or "{" in version


def _plain(text: str, start: int, node: yaml.Node | None) -> Iterator[tuple[str, yaml.Node]]:
    """The keys of what is in the clear in a section."""
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        # As YAML, what a template puts in is a map in a map.
        is_text = isinstance(value, yaml.ScalarNode)
        shown = value.value if is_text else text[start + value.start_mark.index : start + value.end_mark.index]
        if value.tag != f"{TAG}null" and is_in_the_clear(shown):
            yield str(key.value) if isinstance(key, yaml.ScalarNode) else "", key


def _of_generator(text: str, start: int, item: yaml.Node, beside: Beside) -> Iterator[Leak]:
    fields = _fields(item)
    found = [(field, name, node) for field in _GENERATED for name, node in _given(fields.get(field), field, beside)]
    if found:
        keys = tuple((field, name) for field, name, _ in found)
        yield leak_of(_scalar(fields.get("name")), keys, place(text, start + found[0][2].start_mark.index))


def _given(node: yaml.Node | None, field: str, beside: Beside) -> Iterator[tuple[str, yaml.Node]]:
    """What a field of a generator takes that is in the clear: literals, or files (`FILE`, or `KEY=FILE`)."""
    for item in node.value if isinstance(node, yaml.SequenceNode) else [node] if node else ():
        name, equals, value = _scalar(item).partition("=")
        if field == "literals":
            is_plain = bool(equals) and is_in_the_clear(value.strip("'\""))
        else:
            is_plain = beside(value or name)
        if is_plain:
            yield name, item


def _fields(node: yaml.Node | None) -> dict[str, yaml.Node]:
    """Empty for anything but a map."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return {key.value: value for key, value in pairs if isinstance(key, yaml.ScalarNode)}


def _scalar(node: yaml.Node | None) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


def leak_of(name: str, keys: tuple[tuple[str, str], ...], where: tuple[int, int]) -> Leak:
    called = f'the Secret "{name}"' if name else "a Secret"
    names = listed([key for _, key in keys])
    return Leak(RULE, f"{called} holds values that are not encrypted: {names}", HINT, *where, name, keys)
