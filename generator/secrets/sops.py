"""The sops binary: what is encrypted and decrypted passes through pipes, and its errors become ours.

What sops prints is never quoted: of a value that it cannot read it prints the value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Literal

from msgspec import Struct

from generator.errors import KubecatalogError, ToolError
from generator.json_types import JsonMap
from generator.secrets.key_files import key_file, public_keys
from generator.tools.pins import PINS
from generator.tools.run import Result, Stopped, attached, run

TIMEOUT = 120.0
"""In seconds: a KMS far away may be slow."""

_NO_KEY, _MAC_MISMATCH, _MAC_MISSING, _NO_RECIPIENT = 128, 51, 52, 111
_EVERY = range(256)

_FULL = re.compile(rb"no space left|quota exceeded|file too large", re.IGNORECASE)
"""As the operating system says it."""

Form = Literal["json", "yaml", "binary"]


class Undecryptable(KubecatalogError):
    """The file cannot be decrypted with the keys that are here."""


class Sops(Struct, frozen=True):
    """`environ` is that of the user, with what leads to the keys; `config` the creation rules."""

    binary: Path
    environ: Mapping[str, str]
    config: Path

    def encrypt(self, path: str, secret: JsonMap) -> bytes:
        """The encrypted file for a plain Secret; `path` decides by which rule. No private key is needed."""
        return self.encrypt_text(path, json.dumps(secret).encode(), "json")

    def encrypt_text(self, path: str, plain: bytes, form: Form) -> bytes:
        """A text that is no Secret is `binary`: it is encrypted as a whole."""
        options = ["--input-type", form, "--output-type", "yaml", "--filename-override", path]
        result = self._run(["encrypt", *options], plain)
        if result.code:
            hint = "see `secrets` of the environment in catalog/platform.yaml: a recipient may be out of reach"
            raise ToolError(f"{path} cannot be encrypted: sops failed with exit code {result.code}", hint)
        return result.stdout

    def decrypt(self, file: Path, shown: str, *, mac: bool = True) -> JsonMap:
        """The plain Secret. `shown` is the path to name in errors; `mac`: whether the file's MAC must hold."""
        options = () if mac else ("--ignore-mac",)
        secret: JsonMap = json.loads(self.decrypt_text(file, shown, "json", *options))
        return secret

    def decrypt_text(self, file: Path, shown: str, form: Form, *options: str) -> bytes:
        return self._asked(["decrypt", "--input-type", "yaml", "--output-type", form, *options, file], shown).stdout

    def replace(self, file: Path, shown: str, section: str, values: Mapping[str, str]) -> None:
        """Put `values` in the place of a section, in their order; the ciphertext of those that it had stays."""
        content = json.dumps(dict(values)).encode()
        self._asked(["set", "--value-stdin", file, json.dumps([section])], shown, stdin=content)

    def update_keys(self, file: Path, shown: str) -> None:
        """Encrypt the data key for the recipients that the rules name; needs no key where they are the same."""
        self._asked(["updatekeys", "--yes", file], shown)

    def rotate(self, file: Path, shown: str) -> None:
        """A new data key, and every value encrypted anew."""
        self._asked(["rotate", "--in-place", file], shown)

    def edit(self, file: Path, editor: str, folder: Path, end: Callable[[], None]) -> int:
        """Opens `editor` (as SOPS_EDITOR) on the plaintext, which sops writes below `folder`; its exit code. `end` ends
        the editor."""
        env = {**self._environ, "SOPS_EDITOR": editor, "TMPDIR": str(folder)}
        argv = (self.binary, "--config", self.config, "edit", file)
        return attached(argv, tool="sops", version=PINS["sops"].version, env=env, end=end)

    @property
    def _environ(self) -> dict[str, str]:
        # GOTRACEBACK: where sops itself fails, nothing of its memory is to be printed or kept.
        return {**self.environ, "GOTRACEBACK": "none", "SOPS_DISABLE_VERSION_CHECK": "1"}

    def _asked(self, arguments: Iterable[str | Path], shown: str, stdin: bytes | None = None) -> Result:
        """The result of a command that needs the data key of a file. Raises KubecatalogError."""
        result = self._run(arguments, stdin)
        if result.code == 0:
            return result
        told = result.stderr
        if result.code == _NO_KEY or b"Failed to get the data key" in told or b"failed to get the data key" in told:
            message = f"{shown} cannot be decrypted: none of your keys is one of its recipients"
            raise Undecryptable(message, self._advice())
        if result.code == _MAC_MISMATCH:
            message = f"{shown} was changed by other means than sops: its MAC is not that of its values"
            hint = "take it from the last commit (`git checkout -- FILE`) and make the change with `secrets set`"
            raise KubecatalogError(message, hint)
        if result.code == _MAC_MISSING:
            raise KubecatalogError(f"{shown} has no MAC", "take it from the last commit: `git checkout -- FILE`")
        if result.code == _NO_RECIPIENT:
            raise KubecatalogError(f"{shown} is encrypted for nobody", "take it from the last commit")
        if b"does not match sops' data format" in told:
            message = f"{shown} holds a value that is not encrypted"
            raise KubecatalogError(message, "`kubecatalog secrets check` says which one; take that value to be known")
        if b"message authentication failed" in told or b"Could not decrypt" in told:
            message = f"{shown} cannot be decrypted: a value in it was moved, renamed or damaged"
            raise KubecatalogError(message, "`kubecatalog secrets check` says which one")
        if _FULL.search(told):
            message = f"{shown} cannot be written: the disk is full"
            raise KubecatalogError(message, "nothing was changed; make room, and try again")
        raise ToolError(f"{shown}: sops failed with exit code {result.code}", "`kubecatalog secrets check` may say why")

    def _advice(self) -> str:
        """What to do where no key fits."""
        own = public_keys(self.environ)
        if own:
            return f"yours: {', '.join(key[:16] for key in own)}...; `kubecatalog secrets status` shows who can read it"
        file = key_file(self.environ)
        where = f" in {file}" if file else ""
        return f"there is no key of age{where}; `kubecatalog secrets init` makes one, for others to let you in"

    def _run(self, arguments: Iterable[str | Path], stdin: bytes | None) -> Result:
        argv = [self.binary, "--config", self.config, *arguments]
        version = PINS["sops"].version
        cwd = self.config.parent  # the paths of its rules start there
        env = self._environ
        try:
            return run(argv, tool="sops", version=version, timeout=TIMEOUT, stdin=stdin, env=env, ok=_EVERY, cwd=cwd)
        except Stopped:
            raise
        except ToolError as error:  # killed, or too slow: what it said until then is below the first line
            raise ToolError(error.message.partition("\n")[0], error.hint) from None
