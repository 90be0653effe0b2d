"""A solver's process that stands ready: to start one and to load z3 takes longer than most questions.

Only while somebody types is one kept: it is used once, as every other, and ended when nobody has asked for a minute.
It ends with this process too, however that ends: then nobody can write to it any more. A process that is made by
``fork`` takes the parent's for ended (it is not its child) and starts its own.
"""

from __future__ import annotations

import atexit
import subprocess
import threading
from collections.abc import Callable

KEPT = 60.0
"""Seconds for which it stands ready; it takes some 25 MB."""

Start = Callable[[], subprocess.Popen[str]]


class Spare:
    """At most one process that ``start`` began and nobody has taken yet. For any number of threads."""

    def __init__(self, start: Start) -> None:
        self._start = start
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._timer: threading.Timer | None = None
        atexit.register(self.drop)

    def take(self) -> subprocess.Popen[str]:
        """The one that stands ready, or a new one. Whoever takes it ends it."""
        with self._lock:
            process, self._process = self._process, None
            if process is not None and process.poll() is None:
                return process
        _end(process)
        return self._start()

    def keep(self, seconds: float = KEPT) -> None:
        """Have one ready for so long from now on."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            if self._process is None:
                self._process = self._start()
            self._timer = threading.Timer(seconds, self.drop)
            self._timer.daemon = True
            self._timer.start()

    def drop(self) -> None:
        """End the one that stands ready."""
        with self._lock:
            process, self._process = self._process, None
        _end(process)


def _end(process: subprocess.Popen[str] | None) -> None:
    """End a process that nobody has asked anything."""
    if process is None:
        return
    process.kill()  # nothing where it has ended
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()
    process.wait()
