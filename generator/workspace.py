"""A repository that a command works on: where things are, one run at a time, a folder for what is not finished."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from generator.cache.index import FOLDER, WORK, cache_folder, make_folder
from generator.errors import KubecatalogError

KEY_MATERIAL = frozenset(
    (
        "SOPS_AGE_KEY",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "AZURE_CLIENT_SECRET",
        "GOOGLE_CREDENTIALS",
        "GOOGLE_OAUTH_ACCESS_TOKEN",
        "HUAWEICLOUD_SDK_SK",
        "VAULT_TOKEN",
    )
)
"""Variables that hold secrets which sops reads (https://getsops.io/docs/usage/identities/)."""


class Workspace(Struct, frozen=True):
    """`environ` is the environment of the process, read once by the command line; tools are found in it."""

    root: Path
    environ: Mapping[str, str]
    staged_since: str | None = None
    """With a commit, secrets in the clear are looked for in what git would commit and that commit has not, with none in
    all that it would commit. None: in whatever is in the working tree or the index."""

    @property
    def folder(self) -> Path:
        return self.root / FOLDER

    @property
    def cache(self) -> Path:
        """What earlier runs found out; the same folder, unless a CI keeps it elsewhere."""
        return cache_folder(self.root, self.environ)

    @property
    def tool_environ(self) -> dict[str, str]:
        """The environment of every program but sops: without what sops decrypts with."""
        return {name: text for name, text in self.environ.items() if name not in KEY_MATERIAL}

    @property
    def go_environ(self) -> dict[str, str]:
        """The environment of tools written in Go: in half a second no garbage is worth collecting until memory grows.
        That takes two fifths less CPU than by default, and no more memory than a high GOGC."""
        return {**self.tool_environ, "GOGC": "off", "GOMEMLIMIT": "128MiB"}

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """An empty folder on the repository's own file system, for one run at a time: a second one waits here.

        What a killed run left there is removed, then what this one leaves. Raises KubecatalogError where nothing can be
        written.
        """
        scratch = self.folder / WORK
        try:
            make_folder(self.folder)
            with (self.folder / "lock").open("ab") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)  # it ends with this process, however that ends
                shutil.rmtree(scratch, ignore_errors=True)
                scratch.mkdir()
                try:
                    yield scratch
                finally:
                    shutil.rmtree(scratch, ignore_errors=True)
        except OSError as error:
            message = f"{error.filename or self.folder} cannot be written: {error.strerror or error}"
            raise KubecatalogError(message, "nothing was changed; check permissions and free space") from None
