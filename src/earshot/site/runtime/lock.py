"""One process of a kind a home, held by a file lock that ends with the process, however it ends."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import IO

from earshot.kernel.errors import Conflict


class HomeLock:
    """The lock ``<home>/<name>.lock``; its file tells the process that holds it."""

    def __init__(self, folder: Path, name: str) -> None:
        self._path = folder / f"{name}.lock"
        self._name = name
        self._file: IO[str] | None = None

    def take(self) -> None:
        """Take it, or say who has it.

        Raises:
            Conflict: another process holds it.
        """
        file = self._path.open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            file.close()
            raise Conflict(
                f"Earshot ({self._name}) is already running for {self._path.parent}, as process {holder}.",
                f"Stop that one first (kill {holder}), or choose another home: EARSHOT_HOME=~/another earshot up",
            ) from None
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        self._file = file

    def wait(self) -> None:
        """Take it once it is free."""
        self._file = self._path.open("a+")
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def release(self) -> None:
        """Give it back; the file stays, so that nobody locks a file that is being removed."""
        if self._file is not None:
            self._file.close()
            self._file = None
