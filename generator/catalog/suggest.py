"""An unknown word and the known ones -> the one that was probably meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`did you mean "image"?`, or an empty string where nothing is near."""
    near = nearest(word, known)
    return f'did you mean "{near}"?' if near else ""


def meant(hint: str) -> str:
    """The word that a hint of this form names; empty where it has another form, or says more."""
    match = _MEANT.fullmatch(hint)
    return match[1] if match else ""


_MEANT = re.compile(r'did you mean ["`]?([^"`\s]+?)["`]?\?')


def nearest(word: str, known: Iterable[str], *, cutoff: float = 0.6) -> str:
    """The known word that is most like it, whatever the case of the letters; empty where none is."""
    folded = {name.lower(): name for name in known}
    near = get_close_matches(word.lower()[:_LONGEST], folded, n=1, cutoff=cutoff)
    return folded[near[0]] if near else ""


_LONGEST = 100
"""Comparing takes time with the square of the length, and no known word is that long."""
