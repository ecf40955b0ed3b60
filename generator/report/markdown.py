"""A review -> one comment of a pull request, in Markdown that GitHub and GitLab show alike.

What the catalog says is put into `<code>`, character by character, so that nothing of it is taken for Markdown, HTML, a
mention or a link to an issue. The worst comes first, and what does not fit is counted.
https://docs.github.com/en/rest/issues/comments (65,536 characters), https://docs.gitlab.com/administration/instance_limits
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.report.text import printable
from generator.review.dangers import Danger
from generator.review.encrypted import SecretChange
from generator.review.lines import lines
from generator.review.review import Review, ServiceChange
from generator.review.words import Step

MARKER = "<!-- kubecatalog-report -->"
"""By which the comment is found again, to be replaced."""

GITHUB = 65_536
_LEAST = 2_000
_MOST_OF_ONE = 20_000
"""Characters that the manifests of one service may take."""
_RESERVE = 400
"""What the end of the comment takes, and the lines that count what was cut."""
_LONGEST = 300
_SEVERAL = 4

_PLAIN = re.compile(r"[^0-9A-Za-z .,/()+-]")
_HEAD = ["| service | change | images | replicas | what changes | look at |", "|---|---|---|---|---|---|"]
_SIGNS = {"danger": "🔴", "care": "🟡"}


def markdown(review: Review, most: int = GITHUB) -> str:
    """At most as many characters; fewer than 2,000 are not enough to say anything."""
    most = max(most, _LEAST)
    head = [MARKER, "## What this changes in each environment", "", *_summary(review)]
    head += ["No manifest changes.", ""] if review.is_empty else []
    if any((finding.severity, finding.category) == ("error", "catalog") for finding in review.findings):
        head += ["Services with errors in the catalog are not rendered, and not compared.", ""]
    text = _Text(most - _RESERVE)
    text.add(*head)
    _add_tables(text, review)
    _add_findings(text, review)
    _add_manifests(text, review)
    return text.finished()


class _Text:
    """Lines up to a number of characters."""

    def __init__(self, most: int) -> None:
        self.left = most
        self.lines: list[str] = []

    def add(self, *lines: str, of: int | None = None) -> bool:
        """Whether the lines fit, all of them, into what is left, or into a part `of` it; else none is added."""
        size = sum(len(line) + 1 for line in lines)
        if size > (self.left if of is None else min(of, self.left)):
            return False
        self.left -= size
        self.lines += lines
        return True

    def finished(self) -> str:
        return "\n".join([*self.lines, ""])


def _summary(review: Review) -> Iterator[str]:
    rows = [item for items in review.services.values() for item in items]
    names = {item.unit for item in rows}
    worst = sum(item.rank[0] == 0 for item in rows)
    errors = sum(finding.severity == "error" for finding in review.findings)
    told = [
        f"since {code(review.since)}: {_count(len(names), 'service')} in {_count(len(review.services), 'environment')}"
    ]
    told += [f"{_SIGNS['danger']} {_count(worst, 'dangerous change')}"] if worst else []
    told += [_count(errors, "error")] if errors else []
    yield f"{'; '.join(told)}."
    yield ""


def _add_tables(text: _Text, review: Review) -> None:
    """The tables take at most two thirds, so that there is room for what stands in them."""
    budget = text.left * 2 // 3
    for name in review.environments:
        rows = review.services.get(name, ())
        encrypted = review.secrets.get(name, ())
        start = text.left
        if not text.add(f"### {code(name)}", "", *_HEAD, of=budget):
            text.add("", "More environments change: they do not fit here.")
            return
        shown = 0
        for row in (*map(_row, rows), *map(_secret_row, encrypted)):
            if not text.add(row, of=budget - (start - text.left) - _RESERVE):
                break
            shown += 1
        rest = len(rows) + len(encrypted) - shown
        text.add(*([f"| {rest} more | | | | | |"] if rest else []), "")
        budget -= start - text.left
    for folder, count in sorted(review.delivery.items()):
        text.add(f"{code(folder)}: {_count(count, 'file')} of the delivery changed.", "")


def _row(service: ServiceChange) -> str:
    own = "the environment itself" if service.unit == "_environment" else code(service.unit)
    cells = [
        own,
        service.status,
        _cut([_step(step) for step in service.images]),
        _cut([_step(step) for step in service.replicas]),
        _cut([code(word) for word in service.words]),
        _cut([_danger(danger) for danger in service.dangers]),
    ]
    return f"| {' | '.join(cells)} |"


def _secret_row(secret: SecretChange) -> str:
    told = []
    for what, keys in (("added", secret.added), ("removed", secret.removed), ("changed", secret.changed)):
        told += [f"{what}: {_cut([code(key) for key in keys], ', ')}"] if keys else []
    told += ["who can read it"] if secret.recipients else []
    danger = _danger(Danger("care", "others can read it")) if secret.recipients else ""
    return f"| encrypted {code(secret.name)} | {secret.status} | | | {'<br>'.join(told)} | {danger} |"


def _step(step: Step) -> str:
    sides = [code(side) if side else "none" for side in (step.before, step.after)]
    return f"{code(step.name)}: {sides[0]} → {sides[1]}"


def _danger(danger: Danger) -> str:
    return f"{_SIGNS[danger.level]} {code(danger.text)}"


def _cut(items: Sequence[str], between: str = "<br>") -> str:
    more = [f"and {len(items) - _SEVERAL} more"] if len(items) > _SEVERAL else []
    return between.join([*items[:_SEVERAL], *more])


def _add_findings(text: _Text, review: Review) -> None:
    """What is wrong whether or not it changed: an eighth of what is left, the worst first."""
    if not review.findings:
        return
    budget = text.left // 8
    if not text.add("### Findings", "", of=budget):
        return
    start, shown = text.left, 0
    for finding in review.findings:
        place = f"{finding.source} {finding.severity}[{finding.rule}]"
        if not text.add(f"- {code(place)} {code(finding.message)}", of=budget - (start - text.left)):
            break
        shown += 1
    rest = len(review.findings) - shown
    text.add(*([f"- {rest} more"] if rest else []), "")


def _add_manifests(text: _Text, review: Review) -> None:
    ordered = sorted(
        (item for items in review.services.values() for item in items), key=lambda item: (*item.rank, item.environment)
    )
    for place, service in enumerate(ordered):
        block = _block(service, min(_MOST_OF_ONE, text.left))
        if not block or not text.add(*block):
            rest = len(ordered) - place
            text.left += _RESERVE
            text.add(f"The manifests of {rest} more do not fit here: `kubecatalog diff` shows them.", "")
            return


def _block(service: ServiceChange, most: int) -> list[str]:
    """The manifests of one service, cut after as many characters; nothing where not even a few lines fit."""
    title = f"{code(service.environment)} / {code(service.unit)}"
    frame = ["<details>", f"<summary>{title}</summary>", "", "</details>", ""]
    body = list(_diff(service))
    fence = "`" * max(3, 1 + max((len(run) for line in body for run in re.findall(r"`+", line)), default=0))
    room = most - sum(len(line) + 1 for line in frame) - 2 * len(fence) - 60
    kept: list[str] = []
    for line in body:
        room -= len(line) + 1
        if room < 0:
            break
        kept.append(line)
    if body and not kept:
        return []
    rest = len(body) - len(kept)
    more = [f"  ... {rest} more lines"] if rest else []
    return [*frame[:3], f"{fence}diff", *kept, *more, fence, "", *frame[3:]]


def _diff(service: ServiceChange) -> Iterator[str]:
    for change in service.objects:
        yield _line(f"@@ {change.label} {change.status} @@")
        for sign, line in lines(change):
            yield _line(f"{sign} {line}")


def _line(text: str) -> str:
    text = printable(text)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def code(text: str) -> str:
    """A text as it is, whatever is in it, and not longer than is read."""
    text = printable(text)
    text = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."
    return f"<code>{_PLAIN.sub(lambda match: f'&#{ord(match[0])};', text)}</code>"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
