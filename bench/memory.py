"""PSS of all processes of ``earshot up`` (Linux): at once, and after the minutes given (60 for the goal)."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path


def pss(pid: int) -> int:
    """Proportional set size in bytes."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def family(root: int) -> dict[int, str]:
    """The process and all its descendants, with their command lines."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
    found, grown = {root}, True
    while grown:
        more = {pid for pid, parent in parents.items() if parent in found} - found
        found, grown = found | more, bool(more)
    return {pid: Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ").strip() for pid in sorted(found)}


def show(root: int, when: str) -> None:
    total = 0
    for pid, command in family(root).items():
        size = pss(pid)
        total += size
        print(f"  {size / 1e6:7.1f} MB  {command[-60:]}")
    print(f"{when}: {total / 1e6:.1f} MB PSS in all", flush=True)


def main(minutes: float) -> None:
    port = 18_000 + os.getpid() % 2_000
    earshot = Path(sys.executable).with_name("earshot")
    up = subprocess.Popen([str(earshot), "up", "--port", str(port)], stdout=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/healthz")
        time.sleep(10)
        show(up.pid, "10 s after the start")
        until = time.monotonic() + minutes * 60
        while time.monotonic() < until:
            for _ in range(10):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/").read()
            time.sleep(min(30.0, max(0.0, until - time.monotonic())))
        show(up.pid, f"after {minutes:g} minutes, a page every three seconds")
    finally:
        up.terminate()
        up.wait(20)


def _wait(url: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(url).read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("earshot did not start")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
