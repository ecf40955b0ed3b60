"""YAML that every version of YAML reads alike -> its documents, by a quicker reader.

ryaml reads YAML 1.2 in a sixth of the time that PyYAML takes for 1.1. Where the two could differ, or the quicker one
refuses the text or is not installed, there is no answer, and the other one reads it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module

from generator.json_types import Json


def _reader() -> Callable[[str], Json] | None:
    """None where there is no wheel of ryaml for the machine."""
    try:
        found: Callable[[str], Json] = import_module("ryaml").loads_all
    except ImportError:
        return None
    return found


_loads_all = _reader()

_DOUBTFUL = re.compile(
    r"""
    (?:^|[,\[{]|[-?:][ ]|["'\]}]:)[ ]*                  # where a plain scalar may begin
    (?=[yYnNoOtTfF0-9+.<!&*?%~:-])                      # with one of these
    (?:
        (?i:y|n|yes|no|on|off)(?=\s*(?:$|[,\]}:\#]))    # booleans of YAML 1.1 alone
      | [-+]?0[0-9_]                                    # octal numbers of YAML 1.1
      | [-+]?[0-9]+_                                    # numbers with underscores
      | [-+]0[xbo]                                      # signed numbers of other bases
      | [-+]?[0-9]{18}                                  # more than 64 bits, perhaps
      | [-+]?[0-9.]+[eE][-+]?[0-9]{3}                   # more than a float holds, perhaps
      | (?:[-+]?[0-9.][^\s:]*|(?i:true|false|null)|~)\s*:(?=\s|$)   # keys that are no strings
      | <<                                              # merges
      | [&*](?!\s)                                      # anchors, aliases
      | [!?%:]                                          # tags, complex and empty keys, directives
    )
    """,
    re.VERBOSE | re.MULTILINE,
)
_ODD = re.compile("[\t\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
"""What counts as a space or as the end of a line in one of the two."""


def read(text: bytes | str) -> list[Json] | None:
    """The documents of a text; None where another reader has to be asked."""
    if _loads_all is None:
        return None
    try:
        text = text if isinstance(text, str) else text.decode()
        doubtful = _ODD.search(text) or _DOUBTFUL.search(text)
        found: Json = None if doubtful else _loads_all(text)
    except ValueError:
        return None
    # The two count empty documents differently.
    return found if found and None not in found else None
