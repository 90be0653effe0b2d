"""What a database holds, asked without the web framework: its migrations, its tables and their counts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

from earshot.site.leaving.driver import sqlite3

Migration = tuple[str, str]
"""App and name, as ``django_migrations`` writes them."""

PACKAGE = Path(__file__).resolve().parents[2]
OTHERS = {
    "account": "allauth.account",
    "auth": "django.contrib.auth",
    "contenttypes": "django.contrib.contenttypes",
    "sessions": "django.contrib.sessions",
}
"""Apps that are not ours, by label; a test holds this against the settings."""


def open_to_read(database: Path) -> sqlite3.Connection:
    """A connection that cannot write."""
    return sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True, timeout=20)


def known_migrations() -> set[Migration]:
    """Every migration that this version of Earshot has."""
    return {(app, path.stem) for app, folder in _folders() for path in folder.glob("[0-9]*.py")}


def _folders() -> Iterator[tuple[str, Path]]:
    for folder in (*PACKAGE.glob("features/*/migrations"), *PACKAGE.glob("*/migrations")):
        yield folder.parent.name, folder
    for app, package in OTHERS.items():
        spec = find_spec(package)
        for place in (spec.submodule_search_locations or []) if spec else []:
            yield app, Path(place) / "migrations"


def applied_migrations(connection: sqlite3.Connection) -> list[Migration]:
    """The migrations a database has had, in the order of their names; none for a database that is not ours."""
    try:
        rows = connection.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()
    except sqlite3.Error:
        return []
    return [(str(app), str(name)) for app, name in rows]


def tables(connection: sqlite3.Connection) -> list[str]:
    """Tables that hold rows of ours: not SQLite's own, nor those of the full-text index, which is made from them."""
    rows = connection.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
        "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
    )
    return [str(name) for (name,) in rows]


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    """Rows of each table."""
    return {
        name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608 - its own names
        for name in tables(connection)
    }


def damage(database: Path, most: int = 5) -> list[str]:
    """What SQLite's integrity check says of the file, at most ``most`` lines; nothing for a sound one."""
    try:
        with closing(open_to_read(database)) as connection:
            rows = connection.execute(f"PRAGMA integrity_check({most:d})").fetchall()
    except sqlite3.Error as error:
        return [str(error)]
    return [str(line) for (line,) in rows if line != "ok"]
