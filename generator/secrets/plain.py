"""A Secret in the clear, as a dotenv file, a Kubernetes manifest or a JSON object -> its values. No message shows
anything of what was read but names."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct, field

from generator.data_files import as_dotenv
from generator.data_files.errors import Unreadable
from generator.errors import KubecatalogError
from generator.json_types import Json, JsonMap
from generator.secrets import as_json
from generator.secrets.file import SECTIONS
from generator.secrets.values import Values, is_text

FORMS = ("dotenv", "manifest", "json")

_KIND = re.compile(r"""^["'{\s]*kind["']?\s*:\s*["']?(Secret|List)\b""", re.MULTILINE)
_PLACEHOLDER = re.compile(rb"\$[{(]")


class Plain(Struct, frozen=True):
    """`binary` are keys of bytes that are meant, `type` is that of the Secret where one was said, `faults` are what is
    wrong with values, `notes` what else there is to tell."""

    form: str
    values: Values
    binary: frozenset[str] = frozenset()
    type: str = ""
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read(content: bytes, form: str, file: str, secret: str) -> Plain:
    """`form` is one of FORMS, or empty to tell it by `file`'s name and by what it holds; `secret` is the name of the
    wanted one. Raises KubecatalogError where nothing can be read."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise KubecatalogError(f"{file} is no UTF-8 text", "for one value of any bytes: `secrets set --file`") from None
    return _READERS[form or _form(file, text)](text, file, secret)


def _form(file: str, text: str) -> str:
    if _KIND.search(text) or file.endswith((".yaml", ".yml")):
        return "manifest"
    return "json" if file.endswith(".json") or text.lstrip().startswith("{") else "dotenv"


def _dotenv(text: str, file: str, _: str) -> Plain:
    try:
        data = as_dotenv.parse(text)
    except Unreadable as error:
        raise KubecatalogError(f"{file}:{error.line}: {error.message}", error.hint) from None
    values = {name: value.encode() for name, value in data.items()}
    literal = [name for name, value in values.items() if _PLACEHOLDER.search(value)]
    notes = [f"nothing is put in for the placeholders in {', '.join(literal)}"] if literal else []
    return Plain("dotenv", values, notes=notes)


def _json(text: str, file: str, secret: str) -> Plain:
    data = as_json.parsed(text)
    if isinstance(data, dict) and "apiVersion" in data and data.get("kind") in ("Secret", "List"):
        return _of_documents([data], file, secret)
    faults: list[str] = []
    values = as_json.values(data, faults)
    return Plain("json", values, frozenset(key for key, item in data.items() if isinstance(item, dict)), faults=faults)


def _manifest(text: str, file: str, secret: str) -> Plain:
    return _of_documents(_documents(text, file), file, secret)


def _of_documents(documents: list[Json], file: str, secret: str) -> Plain:
    found = list(_secrets(documents))
    if not found:
        raise KubecatalogError(f"{file} holds no Secret", "say what it is with --as")
    if len(found) > 1:
        found = [one for one in found if _name(one) == secret] or found
    if len(found) > 1:
        names = ", ".join(_name(one) or "one without a name" for one in found)
        raise KubecatalogError(f"{file} holds several Secrets: {names}", f"leave one of them, or call it {secret}")
    one = found[0]
    if isinstance(one.get("sops"), dict):
        hint = f"decrypt it on the way: `sops decrypt {file} | kubecatalog secrets import ... --as manifest`"
        raise KubecatalogError(f"{file} is encrypted by sops", hint)
    return _of_secret(one, secret)


def _documents(text: str, file: str) -> list[Json]:
    import yaml

    try:
        return list(yaml.load_all(text, Loader=yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
    except (yaml.YAMLError, ValueError, RecursionError):
        place = ""
    raise KubecatalogError(f"{file}{place}: not YAML", "`kubectl get secret NAME -o yaml` writes it as it is wanted")


def _secrets(documents: list[Json]) -> Iterator[JsonMap]:
    for document in documents:
        if isinstance(document, dict) and document.get("kind") == "Secret":
            yield document
        elif isinstance(document, dict) and isinstance(document.get("items"), list):
            yield from _secrets(document["items"])


def _name(secret: JsonMap) -> str:
    metadata = secret.get("metadata")
    return str(metadata.get("name", "")) if isinstance(metadata, dict) else ""


def _of_secret(secret: JsonMap, wanted: str) -> Plain:
    values: Values = {}
    faults: list[str] = []
    for section in SECTIONS:
        entries = secret.get(section) or {}
        if not isinstance(entries, dict):
            raise KubecatalogError(f"{section} of the Secret there holds no keys")
        for key, item in entries.items():
            try:
                values[str(key)] = _decoded(item, section)
            except (binascii.Error, ValueError, TypeError):
                what = "base64" if section == "data" else "text: put it in quotes"
                faults.append(f"the value of {section}.{key} is no {what}")
    name = _name(secret)
    notes = [f"the Secret there is called {name}, and the catalog's {wanted}"] if name != wanted else []
    binary = frozenset(key for key, value in values.items() if not is_text(value))
    return Plain("manifest", values, binary, str(secret.get("type", "")), faults, notes)


def _decoded(item: Json, section: str) -> bytes:
    if not isinstance(item, str):
        raise TypeError
    if section == "stringData":
        return item.encode()
    return base64.b64decode("".join(item.split()), validate=True)


_READERS: Mapping[str, Callable[[str, str, str], Plain]] = {"dotenv": _dotenv, "manifest": _manifest, "json": _json}
