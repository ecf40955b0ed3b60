"""Generated files -> the ids that git gives to their folders, so that what is committed is known without reading it.

https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
"""

from __future__ import annotations

import hashlib

from generator.tree.layout import Files

_FILE, _FOLDER = b"100644", b"40000"


def folder_ids(files: Files) -> dict[str, str]:
    """The id of each base and each overlay, by its folder."""
    found: dict[str, Files] = {}
    for path, content in files.items():
        top, *rest = path.split("/")
        depth = {"base": 1, "overlays": 2}.get(top)
        if depth:
            folder = "/".join([top, *rest[:depth]])
            found.setdefault(folder, {})["/".join(rest[depth:])] = content
    return {folder: _folder(own).hex() for folder, own in found.items()}


def _folder(files: Files) -> bytes:
    own: dict[str, bytes] = {}
    below: dict[str, Files] = {}
    for path, content in files.items():
        name, slash, rest = path.partition("/")
        if slash:
            below.setdefault(name, {})[rest] = content
        else:
            own[name] = _object(b"blob", content)
    # Folders are sorted as if their names ended with a slash.
    rows = [(name, _FILE, name, oid) for name, oid in own.items()]
    rows += [(f"{name}/", _FOLDER, name, _folder(files)) for name, files in below.items()]
    return _object(b"tree", b"".join(b"%s %s\0%s" % (mode, name.encode(), oid) for _, mode, name, oid in sorted(rows)))


def _object(kind: bytes, content: bytes) -> bytes:
    return hashlib.sha1(b"%s %d\0%s" % (kind, len(content), content), usedforsecurity=False).digest()
