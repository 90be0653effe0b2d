"""A child process of the supervisor: started, watched, started anew with growing pauses, stopped."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

from earshot.site.runtime.backoff import Backoff
from earshot.site.runtime.leash import VARIABLE

GRACE = 12.0
"""Seconds a child is given to finish what it is doing."""
STEADY = 60.0
"""A child that has lived for so many seconds is well again."""

_SIGNALS = {9: "killed", 11: "crashed", 15: "stopped"}


class Child:
    """``earshot <command>`` as a process of its own."""

    def __init__(self, title: str, words: Sequence[str], say: Callable[[str], None]) -> None:
        self.title = title
        self._words = [sys.executable, "-m", "earshot", *words]
        self._say = say
        self._backoff = Backoff(1.0, 30.0)
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._start_at: float | None = None

    @property
    def pid(self) -> int:
        """Its process id; 0 while it is not running."""
        return self._process.pid if self._process else 0

    def start(self) -> None:
        """Start it, held by its standard input (see ``leash``), out of reach of the terminal's Ctrl-C."""
        environment = os.environ | {VARIABLE: "1", "MALLOC_ARENA_MAX": "2"}
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            self._words, stdin=subprocess.PIPE, env=environment, process_group=0
        )
        self._started = time.monotonic()
        self._start_at = None

    def watch(self) -> None:
        """Notice its end, and start it anew when its pause is over."""
        now = time.monotonic()
        if self._process is not None and (code := self._process.poll()) is not None:
            self._close()
            if now - self._started > STEADY:
                self._backoff.reset()
            pause = self._backoff.next()
            self._start_at = now + pause
            self._say(f"{self.title} {_how(code)}. It is started again in {pause:.0f} s; nothing is lost.")
        elif self._start_at is not None and now >= self._start_at:
            self.start()

    def ask_to_stop(self) -> None:
        """SIGTERM."""
        self._start_at = None
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def wait(self, seconds: float = GRACE) -> None:
        """Wait for its end; kill it when it takes too long (it survives that at any point)."""
        if self._process is None:
            return
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._close()

    def _close(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
        self._process = None


def _how(code: int) -> str:
    if code < 0:
        return f"was {_SIGNALS.get(-code, 'ended')} (signal {-code})"
    return f"has stopped (exit code {code})"
