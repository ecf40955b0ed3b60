"""The one error type: a message for the user, a hint, an exit code."""

from __future__ import annotations

FINDINGS = 1
USAGE = 2
TOOL = 3
INTERRUPTED = 130


class KubecatalogError(Exception):
    """Stops the command. `message` says what is wrong, `hint` what to do about it.

    A problem of the catalog is not an error: it is a `Finding`, collected with all the others.
    """

    def __init__(self, message: str, hint: str = "", *, code: int = USAGE) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code


class ToolError(KubecatalogError):
    """A tool is missing, has the wrong version, failed or ran into its time limit."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint, code=TOOL)
