"""SQLite as Earshot runs it."""

from __future__ import annotations

import sys

FIXED_IN = (3, 51, 3)
"""SQLite 3.7.0 to 3.51.2 has a WAL-reset race that can lose writes."""

PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;"


def use_good_sqlite() -> None:
    """Let ``sqlite3`` mean ``pysqlite3``, whose SQLite is new enough, wherever that is installed.

    Must run before Django's SQLite back end is imported.
    """
    try:
        import pysqlite3
        import pysqlite3.dbapi2
    except ImportError:
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


def sqlite_version() -> tuple[int, ...]:
    """The version in use."""
    import sqlite3

    return tuple(sqlite3.sqlite_version_info)


def sqlite_is_good() -> bool:
    """Whether the SQLite in use is free of the WAL-reset race."""
    return sqlite_version() >= FIXED_IN
