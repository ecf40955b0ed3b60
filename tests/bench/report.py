"""The numbers of a run -> which targets they meet, and a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from generator.json_types import JsonMap

REFERENCE = 1000
"""The number of services that the limits in seconds and MB are about."""


def targets(results: JsonMap) -> list[JsonMap]:
    """Each with its value, its limit and whether it is met; those of sizes that were not measured are left out."""
    return [
        {
            "name": name,
            "value": value,
            "limit": limit,
            "met": value >= limit if name.endswith("faster") else value <= limit,
        }
        for name, value, limit in _values(results)
    ]


def _values(results: JsonMap) -> Iterator[tuple[str, float, float]]:
    start, sizes = results["start"], results["sizes"]
    yield "ms that --help takes more than python", 1000 * (start["help"] - start["python"]), 60
    if results["secrets"]["files"] == REFERENCE:
        yield f"checks of {REFERENCE} encrypted files, s", results["secrets"]["seconds"]["all"], 0.2
    for size in sizes:
        at = f"at {size['services']}"
        yield f"{at}: cold against the naive loop, times faster", size["naive"]["seconds"] / size["cold"]["seconds"], 12
        yield f"{at}: cold, times the floor", size["cold"]["seconds"] / size["floor"]["seconds"], 1.5
        yield (
            f"{at}: cold, times the floor in processor time",
            size["cold"]["processor"] / size["floor"]["processor"],
            1.5,
        )
        alone = size["checks"]["kubeconform"]
        yield f"{at}: all checks, times kubeconform alone", size["checks"]["all"] / alone, 2
        yield f"{at}: the command `check`, times kubeconform alone", size["checks"]["check"] / alone, 2
        processor = size["checks"]["processor"]
        ratio = processor["check"] / processor["kubeconform"]
        yield f"{at}: the command `check`, times kubeconform alone in processor time", ratio, 2
        if size["services"] == REFERENCE:
            yield f"{at}: nothing changed, s", size["nothing"]["seconds"], 0.3
            yield f"{at}: one service edited, s", size["edited"]["seconds"], 0.6
            yield f"{at}: commit hook, one service edited, s", size["hook"]["seconds"], 1.0
            yield f"{at}: peak memory, MB", size["cold"]["peak"], 400
    for one, other in pairwise(sizes):
        growth = _per_service(other) / _per_service(one)
        yield f"cold per service, at {other['services']} times that at {one['services']}", growth, 1.15


def _per_service(size: JsonMap) -> float:
    return float(size["cold"]["seconds"] / size["services"])


def table(results: JsonMap) -> str:
    machine = results["machine"]
    head = ["services", "overlays", "naive s", "floor s", "cold s", "cold MB", "nothing s", "edited s", "ms/service"]
    rows = [
        [
            f"{size['services']:,}",
            f"{size['overlays']:,}",
            f"{size['naive']['seconds']:.1f}",
            f"{size['floor']['seconds']:.2f}",
            f"{size['cold']['seconds']:.2f}",
            f"{size['cold']['peak']:.0f}",
            f"{size['nothing']['seconds']:.3f}",
            f"{size['edited']['seconds']:.3f}",
            f"{1000 * _per_service(size):.1f}",
        ]
        for size in results["sizes"]
    ]
    met = [
        [item["name"], f"{item['value']:.2f}", f"{item['limit']:g}", "met" if item["met"] else "MISSED"]
        for item in results["targets"]
    ]
    parts = ", ".join(f"{name} {seconds:.3f} s" for name, seconds in results["secrets"]["seconds"].items())
    note = f"{machine['cores']} cores, load {machine['load']:.1f} at the start, Python {machine['python']}"
    encrypted = f"{results['secrets']['files']:,} encrypted files: {parts}"
    return "\n".join(
        [note, "", *_lines([head, *rows]), "", encrypted, "", *_lines([["target", "value", "limit", ""], *met])]
    )


def _lines(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        first, *rest = (
            f"{cell:<{width}}" if at == 0 else f"{cell:>{width}}"
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join([first, *rest]).rstrip()
