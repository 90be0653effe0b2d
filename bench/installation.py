"""A running ``earshot up`` to measure."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

EARSHOT = Path(sys.executable).with_name("earshot")
LINK = re.compile(r"/sign-in/[\w-]+/")
PATIENCE = 60.0
"""Seconds in which a start has to succeed."""


class Up:
    """``earshot up`` with this home, and with ``options`` of its own, started when this is made; ``began`` is the
    instant before (``perf_counter``)."""

    def __init__(self, home: Path, *options: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = f"http://127.0.0.1:{probe.getsockname()[1]}"
        self._port = int(self.address.rpartition(":")[2])
        self._log = home.parent / f"{home.name}.log"
        env = {**os.environ, "EARSHOT_HOME": str(home), "EARSHOT_ALLOW_HOSTS": "127.0.0.1,localhost"}
        with self._log.open("wb") as out:
            self.began = time.perf_counter()
            self.process = subprocess.Popen(
                [str(EARSHOT), "up", "--port", str(self._port), *options],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env={**env, "EARSHOT_LOG": "ERROR"},
            )

    def until_page(self) -> float:
        """Seconds from the start until a page is answered with 200: the sign-in page, a whole one from a template."""
        self._wait(lambda: self._status("/accounts/login/") == 200, "no page answers")
        return time.perf_counter() - self.began

    def until_link(self) -> float:
        """Seconds from the start until the sign-in link stood on the terminal."""
        self._wait(lambda: bool(LINK.search(self.said())), "no sign-in link was printed")
        return time.perf_counter() - self.began

    @property
    def link(self) -> str:
        """The whole sign-in link that was printed."""
        found = LINK.search(self.said())
        assert found is not None
        return self.address + found[0]

    def said(self) -> str:
        """What it has printed."""
        return self._log.read_text(errors="replace")

    def stop(self) -> None:
        """SIGTERM, and wait for its end."""
        self.process.terminate()
        self.process.wait(60)

    def __enter__(self) -> Up:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _status(self, path: str) -> int:
        """The status of an answer; 0 where nobody listens yet. A bare socket: a client library would measure itself."""
        try:
            with socket.create_connection(("127.0.0.1", self._port), timeout=PATIENCE) as line:
                line.sendall(
                    f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\nConnection: close\r\n\r\n".encode()
                )
                words = line.recv(64).split(b" ", 2)
        except OSError:
            return 0
        return int(words[1]) if len(words) > 1 and words[1].isdigit() else 0

    def _wait(self, holds: Callable[[], bool], otherwise: str) -> None:
        while not holds():
            if self.process.poll() is not None or time.perf_counter() - self.began > PATIENCE:
                raise SystemExit(f"{otherwise}:\n{self.said()[-2000:]}")
            time.sleep(0.01)
