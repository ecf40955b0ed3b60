"""catalog -> plan -> tree -> render -> check: the whole run, for `render` and `validate` alike.

What did not change since the last run is taken from the index; a run in which nothing changed reads no YAML at all.
"""

from __future__ import annotations

import gc
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct, field

from generator import git
from generator.cache import index as index_module
from generator.cache.committed import Committed, committed
from generator.cache.files import FileDigests, stat_of
from generator.cache.graph import Graph
from generator.cache.graph import load as load_graph
from generator.cache.index import Connected, Entry, Index
from generator.cache.manifests import Manifests
from generator.catalog import load
from generator.catalog.suggest import did_you_mean
from generator.errors import KubecatalogError
from generator.findings import Finding
from generator.inputs import DELIVERY_UNIT, SECRETS_UNIT, Inputs, unit_of, written_before
from generator.on_disk import OnDisk, look, vouched
from generator.schemas import locations
from generator.secrets.file import service_of
from generator.tools.pins import PINS
from generator.tree import write
from generator.tree.folders import GENERATED, INPUTS
from generator.tree.write import Changes, Owners
from generator.workspace import Workspace

if TYPE_CHECKING:  # needed where only a part is judged
    from generator.make import Maker
    from generator.part import Part
    from generator.review.change import OverlayChange
    from generator.shard import Shard

T = TypeVar("T")

_OF_THE_TREE = ("catalog", "schema", "admission", "drift", "tree")

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much."""


class Options(Struct, frozen=True):
    """`write`: bring the tree up to date; else what is not up to date is a finding.

    `kubernetes` is a minor version that every environment is judged for, as a preview: nothing is compared or kept.
    `against` names the revision that changes are judged by, the last commit by default.
    `services` and `environments` restrict what is looked at; empty for everything.
    """

    write: bool = False
    overwrite: bool = False
    against: str = ""
    kubernetes: str = ""
    services: Collection[str] = ()
    environments: Collection[str] = ()
    changed_since: str = ""
    """A revision: only what changed since a branch left it is judged, and what that may have broken elsewhere."""
    shard: Shard | None = None
    """One of several shares of all."""
    in_index: bool = False
    """What a run reads of the working tree is as git's index has it: git has looked."""
    review: bool = False
    """Make all that changed, and give back what it was and is (`Outcome.review`)."""
    progress: Progress = lambda what, done, total: None

    @property
    def partial(self) -> bool:
        return bool(self.services or self.environments or self.kubernetes)


class Outcome(Struct):
    """What a run found and did. `reused` of the units were known from an earlier run; `skipped` says what was not
    checked, with the reason."""

    findings: list[Finding] = field(default_factory=list)
    services: int = 0
    environments: int = 0
    overlays: int = 0
    manifests: int = 0
    reused: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    review: list[OverlayChange] = field(default_factory=list)
    """What each overlay that changed was and is, where that was asked for."""
    excused: int = 0
    """Findings that the catalog's waivers take out."""
    seconds: float = 0.0

    @property
    def errors(self) -> int:
        return sum(finding.severity == "error" for finding in self.findings)

    @property
    def blocked(self) -> bool:
        """Whether nothing is to be written: what is wrong between objects, or with a Secret, is not wrong with the
        tree."""
        return any(finding.severity == "error" and finding.category in _OF_THE_TREE for finding in self.findings)


class _Judged(Struct):
    """What a run judges, and what it finds where that takes more than the index: `gone` of units that are no more."""

    connected: dict[str, Connected]
    stack: ExitStack
    """What is closed when the run ends, however it does."""
    maker: Maker | None = None
    """Who makes what is to be made; None as long as that is nothing."""
    part: Part | None = None
    """None for all of the repository, or for what is named by service or environment."""
    had: Committed | None = None
    """What changes are judged by."""
    graph: Graph | None = None
    gone: list[Finding] = field(default_factory=list)
    review: list[OverlayChange] = field(default_factory=list)


def run(workspace: Workspace, options: Options) -> Outcome:
    """Raises KubecatalogError; then nothing was written."""
    started = time.monotonic()
    root = workspace.root
    _must_be_there(workspace)
    with workspace.scratch() as scratch, _hardly_collecting(), ThreadPoolExecutor(2) as pool, ExitStack() as stack:
        in_part = bool(options.changed_since or options.shard)
        index = _beside(pool, not options.kubernetes, partial(index_module.read, workspace.cache))
        made_by = fingerprint(workspace)
        manifests = Manifests(workspace.folder, made_by)
        asked = None if in_part else pool.submit(_committed, workspace, manifests, options, None)
        staged = pool.submit(_staged, asked) if asked and options.in_index else None
        known = Index() if options.kubernetes else index_module.parsed(*index(), made_by)
        digests = FileDigests(root, known.files)
        inputs = Inputs(root, known, digests, options.kubernetes)
        # It is large: read while the tree is looked at, where it will be needed.
        graph = _beside(pool, inputs.stale or in_part, partial(load_graph, workspace.cache, known.graph))
        _must_exist("service", options.services, inputs.files)
        _must_exist("environment", options.environments, _environments(inputs, options))
        judged = _Judged(known.connected, stack)
        if not (in_part or options.services):
            _begin(workspace, inputs, options, scratch, judged)
        if in_part:
            from generator.part import part_of

            judged.graph = graph()
            judged.part = part_of(workspace, inputs, judged.graph, options, scratch)
        judged.had = had = asked.result() if asked else _committed(workspace, manifests, options, judged.part)
        sure = vouched(inputs.entries, had, staged.result()) if had and staged else {}
        there = look(root, GENERATED, workspace.cache, sure)
        tree = there.files
        todo = _to_make(inputs, tree, _compared_anew(inputs, had), options, judged.part)
        if todo or inputs.changed or inputs.surveyed or (had and had.gone(inputs.entries)):
            _judge(workspace, inputs, todo, judged, options, tree, scratch, graph)
        outcome = _collect(workspace, inputs, todo, judged, options)
        if options.kubernetes:
            outcome.skipped["drift and changes: this is a preview"] = 1
        elif outcome.blocked or _is_broken(inputs):
            outcome.skipped["drift: the catalog has errors"] = 1
        else:
            changes = _changes(root, inputs, tree, known, options, judged.part)
            _apply(root, changes, scratch, there.digests, outcome, options)
            if judged.maker and had and options.write and not (options.partial or changes.blocked):
                from generator.make import remember

                remember(inputs, had, judged.maker.made)
        news = todo or inputs.changed or digests.changed or there.digests.changed or judged.graph
        if news and not options.partial:
            _save(workspace.cache, made_by, known, inputs, digests, there, judged)
            if inputs.changed:
                manifests.drop_but({*inputs.entries, *(had.units if had else ())})
    outcome.findings.sort(key=Finding.sort_key)
    outcome.seconds = time.monotonic() - started
    return outcome


def _must_be_there(workspace: Workspace) -> None:
    """Raises KubecatalogError where there is no catalog, or git keeps it out of the working tree."""
    try:
        load.must_exist(workspace.root)
    except KubecatalogError:
        repo = git.repository(workspace.root, workspace.tool_environ)
        if repo:
            git.must_be_there(repo, INPUTS)
        raise


def _is_broken(inputs: Inputs) -> bool:
    """Whether a file of the catalog says nothing: what its neighbours make of it is then another thing."""
    return any(entry.broken for entry in inputs.entries.values())


@contextmanager
def _hardly_collecting() -> Iterator[None]:
    """What is read of the last run stays to the end: to look through it for garbage takes a tenth of a short run."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _committed(workspace: Workspace, manifests: Manifests, options: Options, part: Part | None) -> Committed | None:
    """What changes are judged by, where this run judges them."""
    if options.kubernetes or (part and not part.between):
        return None
    had = committed(workspace, manifests, options.against or (part.commit if part else ""))
    if had:
        git.must_be_there(had.repo, INPUTS)
    return had


def _begin(workspace: Workspace, inputs: Inputs, options: Options, scratch: Path, judged: _Judged) -> None:
    """With what is sure to be made, where it is little: kustomize works while all else is looked at."""
    stale = [name for name in inputs.entries if name in inputs.stale and name != DELIVERY_UNIT]
    if 0 < len(stale) < _FEW:
        _maker(workspace, inputs, options, scratch, judged).begin(stale)


def _maker(workspace: Workspace, inputs: Inputs, options: Options, scratch: Path, judged: _Judged) -> Maker:
    """One for the whole run, made when it is first needed."""
    if judged.maker is None:
        from generator.make import Maker

        judged.maker = judged.stack.enter_context(closing(Maker(workspace, inputs, scratch, options)))
    return judged.maker


def _beside(pool: ThreadPoolExecutor, now: object, job: Callable[[], T]) -> Callable[[], T]:
    """The result of a job, when it is asked for; where that is sure to happen, it begins `now`."""
    return pool.submit(job).result if now else job


def _staged(asked: Future[Committed | None]) -> Collection[str]:
    """The paths of the tree that git's index has not as the commit has them."""
    had = asked.result()
    return git.staged_since(had.repo, had.commit, ("base", "overlays")) if had else ()


def _judge(
    workspace: Workspace,
    inputs: Inputs,
    todo: list[str],
    judged: _Judged,
    options: Options,
    tree: Mapping[str, str],
    scratch: Path,
    last_graph: Callable[[], Graph],
) -> None:
    """Make what is `todo`, and judge what lies between units. `last_graph` gives that of the last run."""
    from generator.make import compare, connect

    part, had = judged.part, judged.had
    graph = judged.graph = judged.graph or last_graph()
    todo += graph.unknown(inputs.entries, but_for=todo) if not options.partial and not part else []
    if len(todo) > _FEW:
        gc.enable()
    maker = _maker(workspace, inputs, options, scratch, judged)
    finish = maker.run([name for name in todo if name != DELIVERY_UNIT], had)
    made = maker.made
    if part and not part.between:
        from generator.checks.connected import note

        note(graph, inputs, made)
        finish()
        return
    from generator.deliver import deliver

    deliver(workspace, inputs, tree, scratch)
    if had:
        judged.gone, changed = compare(workspace, inputs, had, made, part.around if part else None)
        if options.review:
            from generator.review.change import changes_of

            judged.review = changes_of(had, changed, made)
    judged.connected = connect(workspace, inputs, graph, judged.connected, made, options)
    finish()


def secret_findings(workspace: Workspace, inputs: Inputs) -> list[Finding]:
    """What a run finds wrong with encrypted Secrets: of units that changed only the plan is made."""
    stale = [name for name in inputs.entries if name in inputs.stale]
    if stale:
        from generator.make import plan

        plan(inputs, stale)
    _check_secrets(workspace, inputs, anew=bool(stale))
    found = [finding for entry in inputs.entries.values() for finding in entry.findings]
    found += _uncommitted(workspace, inputs)
    of_secrets = dict.fromkeys(finding for finding in found if finding.category == "secret")
    return sorted(of_secrets, key=Finding.sort_key)


def _check_secrets(workspace: Workspace, inputs: Inputs, *, anew: bool) -> None:
    """Fills in the findings of all encrypted Secrets together, `anew` or where something else changed."""
    if SECRETS_UNIT in inputs.entries and (anew or inputs.changed):
        from generator.checks import secret

        inputs.entries[SECRETS_UNIT].findings = list(secret.standing(workspace, inputs))


def _uncommitted(workspace: Workspace, inputs: Inputs) -> list[Finding]:
    """What is wrong about secrets in what would be committed: git is asked each time. A platform that encrypts nothing
    here has its own ways."""
    if SECRETS_UNIT not in inputs.entries:
        return []
    from generator.checks import commit

    return list(commit.findings(workspace, inputs))


def _must_exist(what: str, wanted: Collection[str], known: Collection[str]) -> None:
    for name in wanted:
        if name not in known:
            hint = did_you_mean(name, known) or f"there are {', '.join(known)}"
            raise KubecatalogError(f'there is no {what} "{name}"', hint)


def _environments(inputs: Inputs, options: Options) -> Collection[str]:
    """The environments that there are; the catalog is read only where one was asked for."""
    return inputs.catalog.environments if options.environments else ()


def last_run(workspace: Workspace) -> Index:
    """What the last run left, where it still holds."""
    return index_module.load(workspace.cache, fingerprint(workspace))


def fingerprint(workspace: Workspace) -> str:
    """Of what may make something else of the same files: our code, the tools, the schemas."""
    versions = [f"{pin.name} {pin.version}" for pin in PINS.values()]
    return index_module.fingerprint(workspace.cache, locations.digest(workspace.root), *versions)


_FEW = 100
"""Units that may be made without looking for garbage."""

_SAME = {
    "blocked-drain": "blocking-budget",
    "competing-autoscalers": "two-autoscalers",
    "fixed-replicas": "replicas-of-autoscaler",
}
"""Rules on objects that find what a rule on the catalog has found, at the line that says so."""


def _between(entry: Entry, found: Iterable[Finding]) -> list[Finding]:
    """What was `found` between a unit's objects and others, or with its change, but for what the catalog has told."""
    told = {finding.rule for finding in entry.findings}
    return [*entry.changes, *(finding for finding in found if _SAME.get(finding.rule) not in told)]


def _not_excused(entry: Entry, found: Iterable[Finding], *, between: bool, complete: bool) -> tuple[list[Finding], int]:
    """Each of the `found` once, without what a waiver of the unit excuses, and how many those are."""
    own = list(dict.fromkeys(found))
    if not entry.waivers:
        return own, 0
    from generator.checks.excuses import excused

    return excused(own, entry.waivers, between=between, complete=complete)


def _unconnected(inputs: Inputs, connected: Mapping[str, Connected], options: Options) -> int:
    """The number of environments whose objects were not held against one another."""
    there = {name for entry in inputs.entries.values() for name in entry.graph}
    return len((there & set(options.environments) if options.environments else there) - connected.keys())


def _unjudged(connected: Mapping[str, Connected], options: Options) -> Counter[str]:
    """Of the environments that are looked at, what their objects name and nothing knows of."""
    wanted = (known for name, known in connected.items() if not options.environments or name in options.environments)
    return sum((Counter(known.unjudged) for known in wanted), Counter[str]())


def _compared_anew(inputs: Inputs, had: Committed | None) -> set[str]:
    """The units that differ from the commit, and were not compared with it. What is as it was has no changes."""
    found = set()
    for name, entry in inputs.entries.items():
        key = had.key(name, entry) if had else ""
        if not key:
            entry.since, entry.changes = "", []
        elif key != entry.since:
            found.add(name)
    return found


def _to_make(
    inputs: Inputs,
    tree: Mapping[str, str],
    compared_anew: Collection[str],
    options: Options,
    part: Part | None,
) -> list[str]:
    """The units that must be made: changed ones, those that were compared with another commit, and when writing those
    whose files are not as they should be."""
    return [
        name
        for name, entry in inputs.entries.items()
        if (not options.services or name in options.services)
        and (not part or part.makes(name))
        and (
            name in inputs.stale
            or options.review
            or name in compared_anew
            or (options.write and not entry.outputs.items() <= tree.items())
        )
    ]


def _collect(
    workspace: Workspace,
    inputs: Inputs,
    todo: Collection[str],
    judged: _Judged,
    options: Options,
) -> Outcome:
    """The findings of all that is looked at, and the counts."""
    part = judged.part
    names = part.units if part else options.services or inputs.entries
    looked_at = {name: entry for name, entry in inputs.entries.items() if name in names}
    outcome = Outcome(review=judged.review)
    if part is None or part.between:
        around = inputs.entries if part else looked_at
        _collect_between(workspace, inputs, around, judged, options, outcome, anew=bool(todo))
    for entry in looked_at.values():
        wrong = any(finding.severity == "error" for finding in entry.findings)
        complete = not options.partial and entry.made and not wrong
        found, count = _not_excused(entry, entry.findings, between=False, complete=complete)
        outcome.findings += found
        outcome.excused += count
        outcome.manifests += entry.manifests
        outcome.overlays += sum(len(environments) for environments, _ in entry.ids if entry.outputs)
    outcome.skipped |= part.left if part else {}
    if options.environments:
        outcome.findings = [
            item for item in outcome.findings if not item.manifest or item.manifest.environment in options.environments
        ]
    outcome.services = sum(name in inputs.files for name in looked_at)
    outcome.environments = len({name for entry in looked_at.values() for group, _ in entry.ids for name in group})
    outcome.reused = len(looked_at.keys() - set(todo))
    unrendered = sum(not entry.made for entry in looked_at.values())
    if outcome.errors and unrendered:
        outcome.skipped["rendering: the catalog has errors"] = unrendered
    return outcome


def _collect_between(
    workspace: Workspace,
    inputs: Inputs,
    looked_at: Mapping[str, Entry],
    judged: _Judged,
    options: Options,
    outcome: Outcome,
    *,
    anew: bool,
) -> None:
    """What is wrong between units, and of the catalog as a whole. `anew`: some unit was made."""
    _check_secrets(workspace, inputs, anew=anew)
    outcome.findings += [*inputs.findings, *inputs.duplicates(), *judged.gone, *_uncommitted(workspace, inputs)]
    if options.services and SECRETS_UNIT in inputs.entries:
        files = {inputs.files[name] for name in options.services}
        outcome.findings += [
            finding
            for finding in inputs.entries[SECRETS_UNIT].findings
            if finding.source.file in files or service_of(finding.source.file) in options.services
        ]
    unconnected = _unconnected(inputs, judged.connected, options)
    between: dict[str, list[Finding]] = defaultdict(list)
    for _, known in sorted(judged.connected.items()):
        for unit, _, finding in known.rows:
            between[unit].append(finding)
    for name, entry in looked_at.items():
        complete = not options.partial and not unconnected
        found, count = _not_excused(entry, _between(entry, between[name]), between=True, complete=complete)
        outcome.findings += found
        outcome.excused += count
    outcome.skipped |= _unjudged(judged.connected, options)
    if unconnected:
        outcome.skipped["references: not every service is rendered as it is meant"] = unconnected


def _changes(
    root: Path,
    inputs: Inputs,
    tree: Mapping[str, str],
    known: Index,
    options: Options,
    part: Part | None,
) -> Changes:
    """What the tree lacks of what the catalog generates. Files of units that are not looked at are left alone."""
    expected: dict[str, str] = {}
    for name, entry in inputs.entries.items():
        if name in part.units if part else not options.services or name in options.services:
            expected.update(entry.outputs)
    orphans = [] if options.partial else sorted(tree.keys() - expected.keys() - inputs.secrets.files.keys())
    if part:
        orphans = [path for path in orphans if part.owns(unit_of(path), inputs.entries)]
    owners = Owners(root, written_before(root, known.entries))
    return write.changes(expected, tree, orphans, owners, overwrite=options.overwrite)


def _apply(
    root: Path, changes: Changes, scratch: Path, digests: FileDigests, outcome: Outcome, options: Options
) -> None:
    if not options.write:
        outcome.findings += changes.drift
        return
    outcome.findings += changes.blocked
    if changes.blocked:
        return
    if changes.write or changes.delete:
        index_module.announce(root, {path: changes.expected[path] for path in changes.write}, changes.delete)
        write.carry_out(root, changes, scratch / "tree", scratch / "attic")
    write.remove_empty(root, index_module.announced(root))
    index_module.settle(root)
    outcome.written, outcome.deleted = changes.write, changes.delete
    for path in changes.write:
        digests.record(path, stat_of((root / path).stat()), changes.expected[path])


def _save(
    folder: Path, made_by: str, known: Index, inputs: Inputs, digests: FileDigests, there: OnDisk, judged: _Judged
) -> None:
    """The tree is done: without the index the next run only takes longer."""
    graph = judged.graph
    with suppress(OSError, ValueError):
        index = Index(
            files=digests.seen,
            platform=inputs.platform,
            entries=inputs.entries,
            secrets=inputs.secrets.files,
            connected=judged.connected,
            graph=graph.save(folder) if graph and graph.changed else known.graph,
        )
        index_module.save(folder, made_by, index)
        there.save(folder)
