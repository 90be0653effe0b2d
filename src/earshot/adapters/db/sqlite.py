"""SQLite as Earshot runs it."""

from __future__ import annotations

import sys

from earshot.kernel.errors import BadInput

NEEDED = (3, 43, 0)
"""The first whose full-text index can forget a post without keeping its text (``contentless_delete``)."""
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


def require_sqlite() -> None:
    """Say in words that the SQLite in use cannot carry the schema.

    Raises:
        BadInput: it is older than ``NEEDED``.
    """
    if sqlite_version() < NEEDED:
        raise BadInput(
            f"SQLite {dotted(sqlite_version())} is too old: Earshot needs {dotted(NEEDED)} or newer.",
            "Install a newer one for this Python: .venv/bin/python -m pip install --only-binary :all: pysqlite3 - or, "
            "where this machine has none, take a Python with a newer one: make run PYTHON=/path/to/python3",
        )


def dotted(version: tuple[int, ...]) -> str:
    """3.51.3"""
    return ".".join(map(str, version))
