"""PSS of all processes of ``earshot up`` (Linux): 10 s after the start, and after the minutes given (60 for the goal).

Meanwhile it works: a public stream of 50 posts a second, ten topics, and a colleague who opens a page every second.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from bench.installation import Up
from bench.stream import Stream
from bench.visitor import Visitor

TOPICS = ["refund", "delayed", "luggage", "外卖", "好吃", "service", "crew", "送餐", "cancelled", "gate"]
PAGES = ("", "inbox/", "inbox/open/", "topics/", "channels/", "policy/", "people/")


def pss(pid: int) -> int:
    """Proportional set size in bytes; 0 for a process that has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


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
    return {pid: command for pid in sorted(found) if (command := _command(pid))}


def _command(pid: int) -> str:
    """Its command line; "" where it has just ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ").strip()
    except OSError:
        return ""


def show(root: int, when: str) -> None:
    """Each process and their sum. A figure that leaves a process out is none: it is refused."""
    total, commands = 0, family(root)
    for pid, command in commands.items():
        size = pss(pid)
        total += size
        print(f"  {size / 1e6:7.1f} MB  {command[-60:]}")
    words = {word for command in commands.values() for word in command.split()}
    if missing := {"up", "web", "work"} - words:
        raise SystemExit(f"{when}: no figure, for {', '.join(sorted(missing))} was not running")
    print(f"{when}: {total / 1e6:.1f} MB PSS in all", flush=True)


def main(minutes: float) -> None:
    stream = Stream()
    with Up(Path(os.environ["EARSHOT_HOME"]) / "home") as up:
        up.until_page()
        up.until_link()
        colleague = Visitor(up.link)
        time.sleep(10)
        show(up.process.pid, "10 s after the start, nothing connected")
        for number, word in enumerate(TOPICS):
            colleague.send("topics/add/", name=f"topic{number}", query=word)
        settings = {"name": "Stream", "setting-jetstream": stream.url}
        colleague.send("channels/add/bluesky/", **settings)
        opened = work(colleague, minutes)
        show(up.process.pid, f"after {minutes:g} minutes, 50 posts and one page a second ({opened} pages)")


def work(colleague: Visitor, minutes: float) -> int:
    """Open a page every second; how many were opened."""
    until, opened = time.monotonic() + minutes * 60, 0
    while time.monotonic() < until:
        colleague.open(PAGES[opened % len(PAGES)])
        opened += 1
        time.sleep(1)
    return opened


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
