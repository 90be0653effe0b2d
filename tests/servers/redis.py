"""A Redis of our own, for servers that need one: in memory, on a free loopback port."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from tests.servers.processes import Child, free_port, listens, need_program


class Redis:
    """Starts at once; ``address`` is host:port."""

    def __init__(self) -> None:
        program, port = need_program("redis-server", "redis-server"), free_port()
        self._folder = Path(tempfile.mkdtemp(prefix="earshot-redis-"))
        command: list[str | Path] = [
            program,
            "--bind",
            "127.0.0.1",
            "--port",
            str(port),
            "--dir",
            self._folder,
            "--save",
            "",
            "--appendonly",
            "no",
        ]
        self._child = Child(command, self._folder / "log")
        self._child.wait_until(lambda: listens(port), 20)
        self.address = f"127.0.0.1:{port}"

    def stop(self) -> None:
        self._child.stop()
        shutil.rmtree(self._folder, ignore_errors=True)
