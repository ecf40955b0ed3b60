"""The text of a recipient -> what is wrong with it, before anything is encrypted for nobody."""

from __future__ import annotations


def recipient_mistake(text: str) -> str:
    """Why it is not the public key that it looks like; empty where nothing is wrong. Of kinds that only a plugin knows,
    the checksum alone is looked at. The schema has refused private keys."""
    import pyrage  # type: ignore[import-untyped]

    if text.startswith("age1"):
        kind = pyrage.plugin if "1" in text[4:] else pyrage.x25519
        try:
            kind.Recipient.from_str(text)
        except pyrage.RecipientError:
            return f"{_short(text)} is no public key of age: a character is wrong or missing"
    elif text.startswith("ssh-"):
        try:
            pyrage.ssh.Recipient.from_str(text)
        except pyrage.RecipientError:
            return f"{_short(text)} is no public key of ssh that age can use"
    return ""


def _short(text: str) -> str:
    return text if len(text) <= 70 else f"{text[:67]}..."
