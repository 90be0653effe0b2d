"""PSS of all processes of ``earshot up`` (Linux): 10 s after the start, and after the minutes given (60 for the goal).

Meanwhile it works: a public stream of 50 posts a second, ten topics, and a colleague who opens a page every second.
"""

from __future__ import annotations

import http.cookiejar
import os
import re
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

from bench.stream import Stream

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
    return {pid: Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ").strip() for pid in sorted(found)}


def show(root: int, when: str) -> None:
    total = 0
    for pid, command in family(root).items():
        size = pss(pid)
        total += size
        print(f"  {size / 1e6:7.1f} MB  {command[-60:]}")
    print(f"{when}: {total / 1e6:.1f} MB PSS in all", flush=True)


class Colleague:
    """Signs in by the link and opens pages."""

    def __init__(self, address: str, link: str) -> None:
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        token = self._token(link)
        answer = self._open.open(link, urllib.parse.urlencode({"csrfmiddlewaretoken": token}).encode())
        self.home = answer.geturl()
        self.opened = 0

    def _token(self, address: str) -> str:
        page = self._open.open(address).read().decode()
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert found
        return found[1]

    def send(self, path: str, **fields: str) -> None:
        """Fill in and send the form of a page."""
        fields["csrfmiddlewaretoken"] = self._token(self.home + path)
        self._open.open(self.home + path, urllib.parse.urlencode(fields).encode()).read()

    def look(self) -> None:
        self._open.open(self.home + PAGES[self.opened % len(PAGES)]).read()
        self.opened += 1


def main(minutes: float) -> None:
    port = 18_000 + os.getpid() % 2_000
    earshot = Path(sys.executable).with_name("earshot")
    stream = Stream()
    env = {**os.environ, "EARSHOT_ALLOW_HOSTS": "127.0.0.1", "EARSHOT_LOG": "ERROR"}
    log = Path(os.environ["EARSHOT_HOME"]) / "up.log"
    with log.open("wb") as out:
        up = subprocess.Popen([str(earshot), "up", "--port", str(port)], stdout=out, env=env)
    try:
        colleague = _colleague(log, f"http://127.0.0.1:{port}")
        time.sleep(10)
        show(up.pid, "10 s after the start, nothing connected")
        for number, word in enumerate(TOPICS):
            colleague.send("topics/add/", name=f"topic{number}", query=word)
        settings = {"name": "Stream", "setting-jetstream": stream.url}
        colleague.send("channels/add/bluesky/", **settings)
        until = time.monotonic() + minutes * 60
        while time.monotonic() < until:
            colleague.look()
            time.sleep(1)
        show(up.pid, f"after {minutes:g} minutes, 50 posts and one page a second ({colleague.opened} pages)")
    finally:
        up.terminate()
        up.wait(20)


def _colleague(log: Path, address: str) -> Colleague:
    for _ in range(600):
        found = re.search(r"/sign-in/[\w-]+/", log.read_text(errors="replace"))
        if found:
            return Colleague(address, address + found[0])
        time.sleep(0.1)
    raise SystemExit("earshot did not start")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
