"""The quicker reader of YAML gives what the other one does, or nothing."""

from __future__ import annotations

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.schemas import quickly
from generator.schemas.manifests import Loader
from generator.tools.locate import CHECKOUT

_SCALARS = """
    yes no Yes NO on off y N true True TRUE false null Null ~ 0 00 08 0777 0o7 0x1F 0b11 -0x1 +1 -1 1_000 1e3 1e400 .5
    1. 1.10 0.1 -.inf .NaN 10.0.0.1 1:30 2024-01-01 123456789012345678 12345678901234567890 << = !x &a *a * & ? % plain
    a:b a#b "yes" 'no' "0777" 'it''s' "\\n" [] {} [yes] [a,no] {a:1} {"a":yes} 500m 128Mi 25% a-01 x: -
""".split()

_FORMS = (
    "a: {0}",
    "a: {0} # c",
    "{0}: a",
    "- {0}",
    "a: [{0}, b]",
    "a: {{b: {0}}}",
    "{0}",
    "a:\n  {0}",
    "a: >\n  {0}\n  b",
)


def _agree(text: str) -> bool:
    quick = quickly.read(text)
    return quick is None or repr(quick) == repr(list(yaml.load_all(text, Loader)))


@settings(max_examples=400)
@given(
    st.lists(st.tuples(st.sampled_from(_FORMS), st.sampled_from(_SCALARS)), min_size=1, max_size=4),
    st.sampled_from(["\n", "\n---\n", "\r\n", "\n\n", "\n# c\n", "\n---\n---\n"]),
)
def test_it_agrees_or_leaves_it_to_the_other(lines: list[tuple[str, str]], between: str) -> None:
    assert _agree(between.join(form.format(scalar) for form, scalar in lines))


def test_each_scalar_alone() -> None:
    assert [text for form in _FORMS for scalar in _SCALARS if not _agree(text := form.format(scalar))] == []


def test_generated_files_are_read_quickly() -> None:
    files = sorted((CHECKOUT / "overlays").rglob("*.yaml"))
    read = [quickly.read(file.read_bytes()) for file in files]
    assert all(_agree(file.read_text()) for file in files)
    assert sum(found is not None for found in read) > len(files) // 2
