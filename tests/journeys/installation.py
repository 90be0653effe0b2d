"""Earshot as a newcomer starts it: one command, an empty folder, a link on the screen."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.servers.processes import Child, ServerFailed, free_port

EARSHOT = Path(os.environ.get("EARSHOT_PROGRAM") or Path(sys.executable).with_name("earshot"))
"""The command that is tried: that of another installation, where one is named."""


class Installation:
    """A running ``earshot up`` with a home of its own. ``address`` has no slash at its end."""

    def __init__(self, **env: str) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="earshot-journey-"))
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.env = {"EARSHOT_HOME": str(self.home), "EARSHOT_ALLOW_HOSTS": "127.0.0.1,localhost", **env}
        try:
            self._child = self._start()
        except ServerFailed:  # it has said why; nobody would clear away after it
            shutil.rmtree(self.home, ignore_errors=True)
            raise

    def _start(self) -> Child:
        child = Child([EARSHOT, "up", "--port", str(self.port)], self.home / "up.log", env=self.env)
        child.wait_until(lambda: bool(re.search(r"/sign-in/\S+", self.log(child))), 60)
        return child

    def log(self, child: Child | None = None) -> str:
        """What it has printed."""
        return (child or self._child).log.read_text(errors="replace")

    @property
    def link(self) -> str:
        """The one-time sign-in link as printed, at the address of this test."""
        found = re.search(r"/sign-in/[\w-]+/?", self.log())
        assert found, self.log()
        return self.address + found.group(0)

    def command(self, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run ``earshot`` with this home."""
        return subprocess.run(
            [EARSHOT, *words], env={**os.environ, **self.env}, input=stdin, capture_output=True, text=True, timeout=300
        )

    def page_server(self) -> int:
        """The process id of ``earshot web``; 0 while there is none."""
        return self._half("web")

    def _half(self, name: str) -> int:
        supervisor = self._child.process.pid
        for child in Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text().split():
            with suppress(OSError):
                if f"\0{name}\0".encode() in Path(f"/proc/{child}/cmdline").read_bytes():
                    return int(child)
        return 0

    @contextmanager
    def work_at_rest(self) -> Iterator[None]:
        """The work process stands still until the end."""
        worker = self._half("work")
        assert worker, "no work process runs"
        os.kill(worker, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(worker, signal.SIGCONT)

    @contextmanager
    def without_pages(self) -> Iterator[None]:
        """The page server is dead, and nobody starts it again until the end."""
        supervisor = self._child.process.pid
        os.kill(supervisor, signal.SIGSTOP)
        try:
            os.kill(self.page_server(), signal.SIGKILL)
            yield
        finally:
            os.kill(supervisor, signal.SIGCONT)

    def run(self, module: str, *words: str) -> str:
        """Run a module of the tests for this home; what it printed. Fails with what it said where it fails."""
        command = [sys.executable, "-m", module, *words]
        env = {**os.environ, **self.env}
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def restart(self) -> None:
        """Stop it and start it again, as after a reboot."""
        self._child.stop()
        self._child = self._start()

    def stop(self) -> None:
        self._child.stop()
        shutil.rmtree(self.home, ignore_errors=True)
