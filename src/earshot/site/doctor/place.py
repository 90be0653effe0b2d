"""Where the checks look: an installation, at a time. Tests make their own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from earshot.site.home import DATABASE
from earshot.site.leaving import schema
from earshot.site.leaving.driver import sqlite3


class Room(NamedTuple):
    """Bytes of a disk."""

    total: int
    used: int
    free: int


def _room(folder: Path) -> Room:
    return Room(*shutil.disk_usage(folder))


def _mounts() -> str:
    try:
        return Path("/proc/self/mounts").read_text()
    except OSError:
        return ""


@dataclass(frozen=True, slots=True)
class Place:
    """``folder`` is the home; ``now`` is UTC."""

    folder: Path
    now: datetime
    environment: Mapping[str, str] = field(default_factory=dict)
    room: Callable[[Path], Room] = _room
    mounts: Callable[[], str] = _mounts
    calls: bool = False
    """Whether servers elsewhere may be called, because somebody asked for that."""

    @property
    def database(self) -> Path:
        """The database's file."""
        return self.folder / DATABASE

    def ask(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """Rows; none where the database is not there, is older than the question, or is damaged (that is told by its
        own check)."""
        if not self.database.is_file():
            return []
        try:
            with closing(schema.open_to_read(self.database)) as connection:
                return list(connection.execute(sql, values).fetchall())
        except sqlite3.OperationalError as error:
            if "no such" in str(error):
                return []
            raise
        except sqlite3.DatabaseError:
            return []
