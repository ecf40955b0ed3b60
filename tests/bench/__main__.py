"""Measures all in one run, so that the machine is the same: `python -m tests.bench --sizes 100 1000 3000`."""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.json_types import JsonMap
from tests.bench import catalog, checks, hook, measure, report, secrets
from tests.bench.rivals import Rivals


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 3000], help="numbers of services")
    parser.add_argument("--sample", type=int, default=40, help="overlays from which the naive loop is extrapolated")
    parser.add_argument(
        "--rounds", type=int, default=2, help="cold runs, and runs of the floor, of which the best is taken"
    )
    parser.add_argument("--times", type=int, default=7, help="other runs, of which the median is taken")
    parser.add_argument("--secrets", type=int, default=1000, help="number of encrypted files")
    parser.add_argument("--json", metavar="FILE", help="write the numbers there too, - for standard output instead")
    options = parser.parse_args(arguments)
    results: JsonMap = {
        "machine": {"cores": measure.CORES, "load": os.getloadavg()[0], "python": platform.python_version()},
        "start": measure.starts(2 * options.times),
        "secrets": _secrets(options.secrets, options.times),
        "sizes": [_size(count, options.sample, options.rounds, options.times) for count in sorted(options.sizes)],
    }
    results["targets"] = report.targets(results)
    text = json.dumps(results, indent=2) + "\n"
    if options.json == "-":
        sys.stdout.write(text)
        return 0
    if options.json:
        Path(options.json).write_text(text)
    print(report.table(results))
    return 0


def _secrets(count: int, times: int) -> JsonMap:
    print(f"{count} encrypted files", file=sys.stderr)
    with TemporaryDirectory(prefix="kubecatalog-bench-") as folder:
        secrets.write(Path(folder), count)
        return {"files": count, "seconds": secrets.checks(Path(folder), times)}


def _size(count: int, sample: int, rounds: int, times: int) -> JsonMap:
    print(f"{count} services", file=sys.stderr)
    with TemporaryDirectory(prefix="kubecatalog-bench-") as folder:
        root = Path(folder)
        catalog.write(root, count)
        colds = [measure.render_with_peak(root)]
        rivals = Rivals(root)
        way = rivals.best_way()
        floors = [rivals.floor(way)]
        for _ in range(rounds - 1):
            measure.forget(root)
            colds.append(measure.render_with_peak(root))
            floors.append(rivals.floor(way))
        (cold, peak), floor = (
            min(colds, key=lambda found: found[0].seconds),
            min(floors, key=lambda found: found.seconds),
        )
        measure.render(root)  # What was written just before a run is looked at once more in the next one.
        nothing = [measure.render(root).seconds for _ in range(times)]
        edited = [_edited(root, count // 2, 11 + time) for time in range(times)]
        judged = [checks.round_of(root) for _ in range(rounds)]
        return {
            "services": count,
            "overlays": len(rivals.overlays),
            "naive": {"seconds": rivals.naive(sample), "sample": min(sample, len(rivals.overlays))},
            "floor": {
                "seconds": floor.seconds, "processor": floor.processor, "shard": way.shard, "settings": way.settings
            },
            "cold": {"seconds": cold.seconds, "processor": cold.processor, "peak": peak},
            "nothing": {"seconds": statistics.median(nothing), "runs": nothing},
            "checks": min(judged, key=lambda found: found["all"] / found["kubeconform"]),
            "edited": {"seconds": statistics.median(edited), "runs": edited},
            "hook": hook.round_of(root, count // 2, times),
        }  # fmt: skip


def _edited(root: Path, index: int, replicas: int) -> float:
    """Seconds of a render after an edit that changes the Deployment in one environment."""
    file = catalog.service_file(root, index)
    file.write_text(catalog.edited(index, replicas))
    return measure.render(root).seconds


if __name__ == "__main__":
    sys.exit(main())
