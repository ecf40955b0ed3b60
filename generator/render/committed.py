"""A commit and the overlays of it that are wanted -> what each rendered to."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from generator import git
from generator.errors import ToolError
from generator.git import Repository
from generator.json_types import JsonMap
from generator.render.kustomize import SHARD, build
from generator.schemas.manifests import parts
from generator.tree.folders import base_folder, overlay_folder

Before = tuple[str, str, list[JsonMap]]
"""Environment, unit, and the manifests of an overlay of a commit."""

_MARK = "kubecatalog.dev/unit"
"""A label that says, in a build of many overlays, which of them a manifest comes from."""


def rendered(
    repo: Repository,
    commit: str,
    wanted: Mapping[str, Sequence[str]],
    kustomize: Path,
    scratch: Path,
    environ: dict[str, str],
) -> Iterator[Before]:
    """Each of the overlays, which are `wanted` by environment.

    An overlay that does not build has no manifests: whoever committed it was told so.
    """
    folders = {overlay_folder(name, unit) for name, units in wanted.items() for unit in units}
    folders |= {base_folder(unit) for units in wanted.values() for unit in units}
    for path, content in git.files(repo, commit, sorted(folders)).items():
        target = scratch / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    shards = [
        (name, units[start : start + SHARD]) for name, units in wanted.items() for start in range(0, len(units), SHARD)
    ]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        jobs = [pool.submit(_shard, name, units, kustomize, scratch, environ) for name, units in shards]
        for job, (name, _) in zip(jobs, shards, strict=True):
            yield from ((name, unit, manifests) for unit, manifests in job.result().items())


def _shard(
    environment: str, units: Sequence[str], kustomize: Path, scratch: Path, environ: dict[str, str]
) -> dict[str, list[JsonMap]]:
    folder = scratch / "shards" / environment / units[0]
    for unit in units:
        _write(
            folder / "units" / unit,
            [os.path.relpath(scratch / overlay_folder(environment, unit), folder / "units" / unit)],
            unit,
        )
    _write(folder, [f"units/{unit}" for unit in units])
    try:
        output = build(kustomize, folder, environ)
    except ToolError:
        if len(units) == 1:
            return {}
        halves = units[: len(units) // 2], units[len(units) // 2 :]
        return {
            unit: found
            for half in halves
            for unit, found in _shard(environment, half, kustomize, scratch, environ).items()
        }
    found: dict[str, list[JsonMap]] = {}
    for _, manifest in parts(output.decode()):
        labels = manifest["metadata"]["labels"]
        found.setdefault(labels.pop(_MARK), []).append(manifest)
        if not labels:
            del manifest["metadata"]["labels"]
    return found


def _write(folder: Path, resources: Sequence[str], unit: str = "") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["apiVersion: kustomize.config.k8s.io/v1beta1", "kind: Kustomization", "sortOptions: {order: fifo}"]
    lines += [f"resources: [{', '.join(resources)}]"]
    lines += [f"labels: [{{pairs: {{{_MARK}: {unit}}}}}]"] if unit else []
    (folder / "kustomization.yaml").write_text("\n".join([*lines, ""]))
