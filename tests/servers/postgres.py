"""A PostgreSQL of our own, for servers that need one: a temporary cluster on a free loopback port."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from tests.servers.processes import Child, free_port, listens, need_program, run


class Postgres:
    """Starts at once; ``url`` reaches its database ``postgres``. PostgreSQL refuses to run as root, so root runs it as
    its package's user."""

    def __init__(self) -> None:
        initdb, server = need_program("initdb", "postgresql"), need_program("postgres", "postgresql")
        self._as = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        self._folder = Path(tempfile.mkdtemp(prefix="earshot-postgres-"))
        if self._as:
            shutil.chown(self._folder, "postgres")
        data, port = self._folder / "data", free_port()
        run(
            [*self._as, initdb, "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C"],
            cwd=self._folder,
        )
        settings = {"port": port, "listen_addresses": "127.0.0.1", "unix_socket_directories": self._folder}
        settings |= {"fsync": "off", "max_connections": 100}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self._child = Child([*self._as, server, "-D", data, *options], self._folder / "log", cwd=self._folder)
        self._child.wait_until(lambda: listens(port) and "ready to accept" in self._child.tail(), 60)
        self.url = f"postgresql://postgres@127.0.0.1:{port}/postgres"

    def stop(self) -> None:
        self._child.stop()
        shutil.rmtree(self._folder, ignore_errors=True)
