"""Makes a filled home, in processes of their own, as an installation does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from earshot.site.home import DATABASE
from earshot.site.leaving.driver import sqlite3

ROOT = Path(__file__).resolve().parents[3]


def make_home(folder: Path) -> Path:
    """A home at ``folder`` (not there yet) with something in every table."""
    for words in (["-m", "earshot", "workspace"], ["-m", "tests.site.homes", "fill"]):
        run(folder, *words)
    return folder


def run(folder: Path, *words: str, code: int = 0, cwd: Path = ROOT) -> str:
    """What Python with these words says, for this home."""
    environment = os.environ | {
        "EARSHOT_HOME": str(folder),
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
        "LANG": "C.UTF-8",
    }
    environment.pop("LC_ALL", None)
    done = subprocess.run([sys.executable, *words], env=environment, cwd=cwd, capture_output=True, text=True)
    assert done.returncode == code, f"{words}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr


def as_sql(folder: Path) -> str:
    """The database as SQL text that ``executescript`` takes. The full-text index keeps its own tables."""
    connection = sqlite3.connect(folder / DATABASE)
    try:
        return "\n".join(["PRAGMA foreign_keys = OFF;", "BEGIN;", *_statements(connection), "COMMIT;", ""])
    finally:
        connection.close()


def _statements(connection: sqlite3.Connection) -> Iterator[str]:
    kinds = dict(connection.execute("SELECT name, type FROM pragma_table_list WHERE schema = 'main'"))
    made = connection.execute("SELECT name, type, sql FROM sqlite_master WHERE sql NOT NULL ORDER BY rowid").fetchall()
    for name, kind, sql in made:
        if kind == "table" and not name.startswith("sqlite_"):
            yield f'DELETE FROM "{name}";' if kinds[name] == "shadow" else f"{sql};"
            if kinds[name] != "virtual":
                yield from _rows(connection, name)
    if "sqlite_sequence" in kinds:
        yield "DELETE FROM sqlite_sequence;"
        yield from _rows(connection, "sqlite_sequence")
    yield from (f"{sql};" for _, kind, sql in made if kind != "table")


def _rows(connection: sqlite3.Connection, table: str) -> Iterator[str]:
    columns = [name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))]
    quoted = ", ".join(f'quote("{name}")' for name in columns)
    for row in connection.execute(f'SELECT {quoted} FROM "{table}"'):
        yield f'INSERT INTO "{table}" VALUES ({", ".join(row)});'


def from_sql(sql: str, folder: Path) -> None:
    """A database again, in the home ``folder``."""
    folder.mkdir(parents=True)
    connection = sqlite3.connect(folder / DATABASE)
    try:
        connection.executescript(sql)
    finally:
        connection.close()
