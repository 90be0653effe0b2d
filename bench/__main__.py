"""Runs the measurements, each in a process and a home of its own."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile

MEASUREMENTS = (
    "start",
    "latency",
    "road",
    "pages",
    "memory",
    "enrichers",
    "lessons",
    "diversity",
    "policy",
    "match",
    "kernel",
)


def machine() -> str:
    """One line about where the figures come from."""
    model = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo") as file:
            model = next(line.split(":")[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    return (
        f"{os.cpu_count()} cores, {model}, Python {platform.python_version()}, {platform.system()} {platform.release()}"
    )


def main(names: list[str]) -> int:
    print(f"# {machine()}", flush=True)
    for name in names or MEASUREMENTS:
        with tempfile.TemporaryDirectory(prefix="earshot-bench-") as folder:
            print(f"\n## {name}", flush=True)
            subprocess.run(
                [sys.executable, "-m", f"bench.{name.partition(':')[0]}", *name.split(":")[1:]],
                env={**os.environ, "EARSHOT_HOME": folder, "EARSHOT_LOG": "ERROR"},
                check=False,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
