"""A file that is not one YAML document -> what is wrong with its text.

What the reader of YAML says may quote a value, so only words that cannot are passed on.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Finding
from generator.secrets.check.subject import Subject

_QUOTE_NOTHING = ("file-too-large", "invalid-encoding", "tab-indentation", "duplicate-key")
"""Rules of the reader whose messages hold nothing of the file but names of keys."""


def unreadable(subject: Subject) -> Iterator[Finding]:
    rule, message, hint = explained(subject)
    yield subject.at(rule, message, (), hint, subject.file.problem[2:])


def explained(subject: Subject) -> tuple[str, str, str]:
    """The rule, a message and a hint."""
    rule, told, _, _ = subject.file.problem
    if rule == "merge-conflict":
        path = subject.file.path
        hint = f"`kubecatalog secrets git` once, then `git checkout --merge -- {path}` merges it key by key"
        return rule, "a merge conflict is not resolved here", hint
    if rule == "several-documents":
        return rule, "a file holds one Secret; a second document starts here", "move it to a file of its own"
    if rule == "not-a-secret":
        return rule, "there is no Secret in it", subject.restored
    if not subject.file.content.endswith(b"\n"):
        return "truncated-secret", "the file ends in the middle of a line", subject.restored
    message = told if rule in _QUOTE_NOTHING else "from here on it is not YAML that can be read"
    return "unreadable-secret", message, subject.restored
