"""The environment of a user -> the age keys that sops finds for her (https://getsops.io/docs/#encrypting-using-age).

Private keys are read to tell their public halves, and are kept nowhere.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp

from generator.errors import KubecatalogError, ToolError
from generator.tools.run import run

KEY, FILE, COMMAND, SSH = "SOPS_AGE_KEY", "SOPS_AGE_KEY_FILE", "SOPS_AGE_KEY_CMD", "SOPS_AGE_SSH_PRIVATE_KEY_FILE"

_TIMEOUT = 60.0
"""In seconds: a password manager may ask a person."""


def key_file(environ: Mapping[str, str]) -> Path | None:
    """The file that sops reads; None where the user has no home."""
    if environ.get(FILE):
        return Path(environ[FILE])
    home = Path(environ["HOME"]) if environ.get("HOME") else None
    config = environ.get("XDG_CONFIG_HOME")
    if config:
        folder: Path | None = Path(config)
    elif sys.platform == "darwin":
        folder = home and home / "Library/Application Support"
    else:
        folder = home and home / ".config"
    return folder and folder / "sops/age/keys.txt"


def public_keys(environ: Mapping[str, str]) -> list[str]:
    """Of every private key that sops would try, the public half; those of plugins, and protected ones, aside."""
    own = (public for text in _texts(environ) for line in text.splitlines() if (public := _public(line)))
    return list(dict.fromkeys((*own, *_ssh(environ))))


def _texts(environ: Mapping[str, str]) -> Iterator[str]:
    yield environ.get(KEY, "")
    file = key_file(environ)
    if file:
        yield _read(file)
    if environ.get(COMMAND):
        with suppress(ToolError, ValueError):
            argv = shlex.split(environ[COMMAND])
            yield run(argv, tool=COMMAND, version="", timeout=_TIMEOUT, env=environ).stdout.decode(errors="replace")


def _public(line: str) -> str:
    import pyrage  # type: ignore[import-untyped]

    text = line.strip()
    if not text or text.startswith("#"):
        return ""
    try:
        return str(pyrage.x25519.Identity.from_str(text).to_public())
    except pyrage.IdentityError:
        return ""


def _ssh(environ: Mapping[str, str]) -> Iterator[str]:
    """Of a private key of ssh the public half lies beside it."""
    folder = Path(environ.get("HOME", "/nonexistent")) / ".ssh"
    named = environ.get(SSH)
    for file in [Path(named)] if named else [folder / "id_ed25519", folder / "id_rsa"]:
        words = _read(file.with_name(f"{file.name}.pub")).split()
        if len(words) > 1 and file.exists():
            yield f"{words[0]} {words[1]}"


def _read(file: Path) -> str:
    try:
        return file.read_text(errors="replace")
    except OSError:
        return ""


def make(file: Path) -> str:
    """A new key pair in a file that only its owner can read; its public key. Raises KubecatalogError where there is
    one: it is never replaced."""
    import pyrage

    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, staged = mkstemp(dir=file.parent)  # mode 600
        try:
            with os.fdopen(descriptor, "w") as opened:
                opened.write(f"# public key: {public}\n{identity}\n")
                opened.flush()
                os.fsync(opened.fileno())
            os.link(staged, file)  # unlike a rename this fails where there is a file
        finally:
            os.unlink(staged)
    except FileExistsError:
        hint = f"it is left as it is; move it away, or name another file in {FILE}"
        raise KubecatalogError(f"{file} exists, and holds no key of age that can be read", hint) from None
    except OSError as error:
        raise KubecatalogError(f"{file} cannot be written: {error.strerror}", f"name another file in {FILE}") from None
    return public
