"""The text of a recipient -> what is wrong with it, before anything is encrypted for nobody."""

from __future__ import annotations


def recipient_mistake(text: str) -> str:
    """Why it is not the public key that it looks like; empty where nothing is wrong, and of kinds that only a plugin
    knows. A private key in its place is not repeated.
    """
    import pyrage  # type: ignore[import-untyped]

    if text.startswith("age1") and "1" not in text[4:]:
        try:
            pyrage.x25519.Recipient.from_str(text)
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
