"""What git would commit -> the secrets in it that are not encrypted. No key is needed, and no value is shown.

Looked at is every file below the root that git tracks or would add, in the working tree and, where it has another
content there, in the index; outside of a repository every file but those in folders with a dot. Left out are links and
submodules, of which git commits no content, files that a sparse checkout does not have, and those that git cannot read:
it cannot add them either.

A comment cannot say that a Secret is an example: whoever puts a real value in leaves the comment as it is. The platform
file says so, which others review. For a private key of age that is not enough, as it is the same for every file.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from generator.cache.index import Known
from generator.catalog.load import PLATFORM_FILE
from generator.findings import Finding, Source
from generator.secrets.file import FOLDER
from generator.secrets.leaks import copies, manifests, private_keys
from generator.secrets.leaks.candidates import Committed, Text, committed
from generator.secrets.leaks.copies import Copies
from generator.secrets.leaks.leak import Leak

_NONE: Mapping[str, Known] = {}


def findings(
    root: Path,
    environ: Mapping[str, str],
    allowed_recipients: Collection[str],
    *,
    exempt: Sequence[str] = (),
    known: Mapping[str, Known] = _NONE,
    since: str | None = None,
) -> Iterator[Finding]:
    """`allowed_recipients` are public age keys whose private halves may be here. `exempt` are patterns of paths, of
    files that show plain Secrets on purpose. `known` are encrypted files by path: what is wrong with their Secrets in
    the working tree others tell. `since` is as a workspace has it."""
    encrypted = Copies.of(known)
    all_files = committed(root, environ, known, encrypted, since)

    def is_exempt(path: str) -> bool:
        return any(fnmatchcase(path, pattern) for pattern in exempt)

    def is_plain(path: str) -> bool:
        return path in all_files.paths and not is_exempt(path) and copies.is_plain(all_files.content(path))

    for path, versions in sorted(all_files.texts.items()):
        free = is_exempt(path)
        told: set[tuple[str, str]] = set()
        for text in versions:
            looked_at = free or (path in known and not text.staged)
            found = list(_of_keys(text, allowed_recipients, exempt=free))
            found += [] if looked_at else _values(path, text, encrypted, is_plain)
            # What is the same in the working tree and in the index is told once.
            yield from (_finding(path, text, leak) for leak in found if (leak.rule, leak.message) not in told)
            told |= {(leak.rule, leak.message) for leak in found}
    yield from (_misplaced(path) for path in _strays(all_files, known) if not is_exempt(path))


_SOPS = re.compile(r"(?:.*/)?[^./][^/]*\.sops\.(?:yaml|yml|json)")
_MANIFEST = re.compile(r"(?:.*/)?[^./][^/]*\.(?:yaml|yml|json)")
_ENVELOPE = re.compile(r"""^(?:sops|[ \t]*"sops")[ \t]*:""", re.MULTILINE)


def _strays(files: Committed, known: Mapping[str, Known]) -> list[str]:
    """Encrypted files that no rule reaches: in no folder of Secrets, neither ours nor that of a catalog further down,
    or in ours under a name that is none of an encrypted file. Of what is known others tell."""
    end = f"/{PLATFORM_FILE}"
    folders = tuple(f"{path.removesuffix(end)}/{FOLDER}/" for path in files.paths if path.endswith(end))
    by_name = {path for path in files.paths if ".sops." in path and _SOPS.fullmatch(path)}
    found = {path for path in by_name if not path.startswith((f"{FOLDER}/", *folders))}
    others = (path for path in files.texts if path not in by_name | known.keys() and _MANIFEST.fullmatch(path))
    found |= {path for path in others if not path.startswith(folders) and any(map(_is_encrypted, files.texts[path]))}
    return sorted(found)


def _is_encrypted(text: Text) -> bool:
    return text.marked and "ENC[AES256_GCM,data:" in text.text and bool(_ENVELOPE.search(text.text))


def _misplaced(path: str) -> Finding:
    message = "no rule for sops reaches this file: it is not encrypted anew for those who can read an environment"
    hint = f"move it to {FOLDER}/ENVIRONMENT/SERVICE.sops.yaml, or name it in `secrets.examples` of the platform file"
    return Finding("misplaced-secret", "secret", message, Source(path), hint, "warning")


def _of_keys(text: Text, allowed: Collection[str], *, exempt: bool) -> Iterator[Leak]:
    if text.problem and not exempt:
        hint = "keep it out of the repository, or name it in `secrets.examples` of the platform file"
        yield Leak("unchecked-file", text.problem, hint, 1, 1)
    if text.marked:
        yield from private_keys.leaks(text.text, allowed, exempt=exempt)


def _values(path: str, text: Text, encrypted: Copies, is_plain: Callable[[str], bool]) -> list[Leak]:
    def beside(name: str) -> bool:
        return is_plain(posixpath.normpath(posixpath.join(posixpath.dirname(path), name)))

    found = manifests.leaks(text.text, beside) if text.marked else []
    return [copies.named(leak, path, encrypted) for leak in found] or list(copies.leaks(path, text.text, encrypted))


def _finding(path: str, text: Text, leak: Leak) -> Finding:
    message = f"{leak.message}; this is how it is staged" if text.staged else leak.message
    return Finding(
        leak.rule, "secret", message, Source(path, leak.line, leak.column), leak.hint, manifest=leak.manifest
    )
