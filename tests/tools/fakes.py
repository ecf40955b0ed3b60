"""Stand-ins for programs, so that no test needs the network or a compiler."""

from __future__ import annotations

from pathlib import Path

from generator.tools.pins import PINS, Pin


def program(folder: Path, name: str, script: str) -> Path:
    """An executable shell script."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def build(folder: Path, pin: Pin, *, version: str = "", checksum: str = "", script: str = "") -> Path:
    """A program that carries what Go writes into each binary that it builds from a module."""
    module = f"path\t{pin.package}\nmod\t{pin.module}\tv{version or pin.version}\t{checksum or pin.checksum}\n"
    return program(folder, pin.name, f"{script}\nexit\n{module}")


def go(folder: Path, *, version: str = "1.26.6", before: str = "") -> Path:
    """A `go` whose `install` writes the pinned tools' builds; `before` is shell that runs first."""
    cases = "\n".join(
        f"""*{pin.package}@v{pin.version}) printf '#!/bin/sh\\nexit\\npath\\t%s\\nmod\\t%s\\tv%s\\t%s\\n' \
{pin.package} {pin.module} {pin.version} {pin.checksum} > "$GOBIN/{pin.name}"; chmod +x "$GOBIN/{pin.name}" ;;"""
        for pin in PINS.values()
    )
    script = f"""if [ "$1" = version ]; then echo go version go{version} linux/amd64; exit; fi
{before}
case "$*" in
{cases}
*) echo "no such module: $*" >&2; exit 1 ;;
esac"""
    return program(folder, "go", script)
