"""Starts the pages and the work process, keeps them running, and stops both. Light: no web framework in here."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from earshot import __version__
from earshot.adapters.db.sqlite import (
    FIXED_IN,
    dotted,
    require_sqlite,
    sqlite_is_good,
    sqlite_version,
    use_good_sqlite,
)
from earshot.kernel.clock import SystemClock
from earshot.kernel.errors import Conflict
from earshot.site.home import KEY, lost_key, prepare_home
from earshot.site.launch import command
from earshot.site.runtime import year
from earshot.site.runtime.addresses import EVERYWHERE, urls
from earshot.site.runtime.children import Child
from earshot.site.runtime.lan import Addresses, is_loopback, square_lines
from earshot.site.runtime.lock import HomeLock
from earshot.site.runtime.ports_in_use import check_free
from earshot.site.runtime.prepared import Prepared, is_prepared, prepare

LAST_URL = "url"
"""File in the home: where the pages were last served."""
FIRST_ANSWER = 60.0
"""Seconds in which the pages have to answer for the first time."""
LOOK_EVERY = 0.25


@dataclass(frozen=True, slots=True)
class Wanted:
    """What ``earshot up`` was asked for."""

    host: str
    port: int
    link: bool = True


def last_url(folder: Path) -> str:
    """Where the pages were last served."""
    try:
        return (folder / LAST_URL).read_text().strip()
    except OSError:
        return "http://127.0.0.1:8000/"


class Supervisor:
    """One run of ``earshot up``."""

    def __init__(self, wanted: Wanted, say: Callable[[str], None]) -> None:
        self._wanted = wanted
        self._say = say
        self._stopping = False
        where = ["--host", wanted.host, "--port", str(wanted.port)]
        self._web = Child("The page server", ["web", *where], say)
        self._work = Child("The work process", ["work"], say)
        self._addresses = Addresses(wanted.host, wanted.port, say)

    def run(self) -> int:
        """Until Ctrl-C or SIGTERM.

        Raises:
            EarshotError: it cannot start; says why and what to do.
        """
        os.umask(0o077)
        without_key = lost_key()
        folder = prepare_home()
        lock = HomeLock(folder, "up")
        self._take(lock, folder)
        if without_key:
            self._say(
                f"The key {folder / KEY} was missing; a new one was made. If you have a copy, stop and put it back: "
                "without it every channel with a token has to be connected again (Channels, Edit)."
            )
        self._check_clock(folder)
        check_free(self._wanted.host, self._wanted.port)
        self._check_sqlite()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)
        prepared = self._prepare(folder)
        try:
            self._start(folder, prepared)
            while not self._stopping:
                self._web.watch()
                self._work.watch()
                self._addresses.look()
                time.sleep(LOOK_EVERY)
        finally:
            self._end()
            lock.release()
        return 0

    def _take(self, lock: HomeLock, folder: Path) -> None:
        try:
            lock.take()
        except Conflict as taken:
            raise Conflict(taken.message, f"It is at {last_url(folder)} - a sign-in link: {command('link')}") from None

    def _check_clock(self, folder: Path) -> None:
        now = SystemClock().now()
        year.check(now)
        year.warn(folder, now, self._say)

    def _prepare(self, folder: Path) -> Prepared | None:
        """Migrate first where that is needed; otherwise the sign-in link is made while the pages start."""
        if is_prepared(folder):
            return None
        self._say(f"Preparing the database in {folder} ...")
        return prepare(folder, link=self._wanted.link)

    def _start(self, folder: Path, prepared: Prepared | None) -> None:
        self._web.start()
        self._work.start()
        if prepared is None:
            prepared = prepare(folder, link=self._wanted.link, migrate=False)
        if not self._wait_for_pages():
            return
        found = urls(self._wanted.host, self._wanted.port)
        (folder / LAST_URL).write_text(found[0])
        self._greet(folder, found, prepared)

    def _wait_for_pages(self) -> bool:
        host = "127.0.0.1" if self._wanted.host == EVERYWHERE else self._wanted.host
        until = time.monotonic() + FIRST_ANSWER
        while not self._stopping and time.monotonic() < until:
            if answers(host, self._wanted.port):
                return True
            self._web.watch()
            time.sleep(0.05)
        if not self._stopping:
            self._say("The pages do not answer yet; the messages above say why. Still trying.")
        return not self._stopping

    def _greet(self, folder: Path, found: list[str], prepared: Prepared) -> None:
        self._say("")
        self._say(f"Earshot {__version__} is running. Its state is in {folder}.")
        self._say("")
        for position, url in enumerate(found):
            self._say(("  Open      " if not position else "            ") + url)
        if prepared.link:
            self._say(f"  Sign in   {found[0].rstrip('/')}{prepared.link}")
            self._say(f"            once, within a day, as {prepared.email}. A new link: {command('link')}")
        if prepared.first:
            self._say("")
            self._say(f"  Your key  {folder / KEY}")
            self._say("            It was made just now. Keep a copy somewhere safe, apart from other backups: without")
            self._say("            it the stored tokens of your channels cannot be read.")
        if self._wanted.host not in ("127.0.0.1", "localhost", "::1"):
            self._say("")
            self._say(
                "  Everybody in your network can reach it. Passkeys need HTTPS: put a proxy that has it in front."
            )
            self._draw(found)
        self._say("")
        self._say("Stop with Ctrl-C.")

    def _draw(self, found: list[str]) -> None:
        """The address for a phone's camera, where somebody looks at a terminal that can draw it."""
        there = [url for url in found if not is_loopback(url)]
        encoding = (sys.stdout.encoding or "").lower()
        if there and sys.stdout.isatty() and encoding.startswith("utf"):
            self._say("")
            self._say(f"  On a phone in the same network: {there[0]}")
            for line in square_lines(there[0]):
                self._say("  " + line)

    def _check_sqlite(self) -> None:
        use_good_sqlite()
        require_sqlite()
        if not sqlite_is_good():
            self._say("!" * 78)
            version, fixed = dotted(sqlite_version()), dotted(FIXED_IN)
            self._say(
                f"WARNING: SQLite {version} can lose writes when it is killed at a bad moment (fixed in {fixed})."
            )
            self._say("Install the driver that carries a good one, where there is one for this kind of machine:")
            self._say("    .venv/bin/python -m pip install --only-binary :all: pysqlite3")
            self._say("or take a Python with a newer SQLite:  make run PYTHON=/path/to/python3")
            self._say("!" * 78)

    def _stop(self, number: int, frame: object) -> None:
        self._stopping = True

    def _end(self) -> None:
        self._say("Stopping ...")
        self._web.ask_to_stop()
        self._work.ask_to_stop()
        self._web.wait()
        self._work.wait()
        self._say("Stopped.")


def answers(host: str, port: int) -> bool:
    """Whether a page server says that it is well."""
    try:
        with socket.create_connection((host, port), timeout=5) as line:
            line.sendall(f"GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
            return b" 200 " in line.recv(64)
    except OSError:
        return False


def say(text: str) -> None:
    """A line for the person at the terminal; nobody listening is no error."""
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stdout = sys.stderr
