"""A repository with many encrypted Secrets -> how long its checks take, each part by itself."""

from __future__ import annotations

import os
import statistics
import time
from itertools import pairwise
from pathlib import Path

from generator.cache.files import FileDigests
from generator.checks import commit, secret
from generator.inputs import Inputs
from generator.pipeline import Options, last_run, run
from generator.secrets.file import Place
from generator.secrets.inventory import Inventory
from generator.workspace import Workspace
from tests.bench import measure
from tests.secrets.age_keys import key_pair
from tests.secrets.encrypted import Vault

_SERVICE = """\
image: registry.example.com/shop/service:1.0.0
port: 8080
env: {API_KEY: {secret: api-key}, DATABASE_PASSWORD: {secret: database-password}, TOKEN: {secret: token}}
"""
_GIT = ("git", "-c", "user.name=bench", "-c", "user.email=bench@example.com")


def write(root: Path, count: int) -> None:
    """One Secret with three values for each service, rendered and committed."""
    vault = Vault(root, alice=key_pair())
    reader = f"secrets: {{people: {{alice: {vault.alice.public}, cluster: {vault.cluster.public}}}}}\n"
    (root / "catalog/services").mkdir(parents=True)
    (root / "catalog/platform.yaml").write_text(
        f"{reader}environments: {{dev: {{secrets: {{readers: [alice, cluster]}}}}}}\n"
    )
    content = vault.encrypted()
    (root / ".sops.yaml").unlink()
    for number in range(count):
        (root / f"catalog/services/s{number}.yaml").write_text(_SERVICE)
        file = root / Place("dev", f"s{number}").path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content.replace("name: orders", f"name: s{number}-secrets"))
    outcome = run(Workspace(root, dict(os.environ)), Options(write=True))
    if outcome.findings:
        raise SystemExit(f"the benchmark's own Secrets have findings: {outcome.findings[0]}")
    for arguments in (("init", "--quiet"), ("add", "."), ("commit", "--quiet", "--message", "all")):
        measure.run([*_GIT, *arguments], root)


def checks(root: Path, times: int) -> dict[str, float]:
    """Median seconds of what is done for all files when nothing is known of them: reading and judging each, holding
    all against the catalog, and asking git."""
    workspace = Workspace(root, dict(os.environ))
    known = last_run(workspace)
    inputs = Inputs(root, known, FileDigests(root, known.files))
    rules = inputs.rules
    found: dict[str, list[float]] = {"files": [], "catalog": [], "commit": [], "all": []}
    for _ in range(times):
        marks = [time.perf_counter()]
        Inventory(root, {}, FileDigests(root, {}), lambda: rules)
        marks.append(time.perf_counter())
        list(secret.standing(workspace, inputs))
        marks.append(time.perf_counter())
        list(commit.findings(workspace, inputs))
        marks.append(time.perf_counter())
        spans = [after - before for before, after in pairwise(marks)]
        for name, seconds in zip(found, [*spans, sum(spans)], strict=True):
            found[name].append(seconds)
    return {name: statistics.median(seconds) for name, seconds in found.items()}
