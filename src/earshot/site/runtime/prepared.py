"""Whether the database and the static files fit this version of Earshot; if not, a short-lived process makes them.

Nothing here loads the web framework: a start with nothing to do costs a few milliseconds.
"""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from earshot import __version__
from earshot.adapters.db.sqlite import require_sqlite, use_good_sqlite
from earshot.kernel.errors import EarshotError
from earshot.site.home import DATABASE
from earshot.site.runtime.lock import HomeLock

PACKAGE = Path(__file__).resolve().parents[2]
NOTE = "prepared.json"


class NotPrepared(EarshotError):
    """Migrations or static files could not be made."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the preparation answers: the address of the one-time sign-in link, if one was asked for."""

    link: str = ""
    email: str = ""
    first: bool = False
    """The home was empty: its first workspace has just been made."""


def ensure_prepared(folder: Path) -> None:
    """Bring database and static files up to date where they are not.

    Raises:
        NotPrepared: with the last words of the process that tried.
    """
    if not is_prepared(folder):
        prepare(folder)


def is_prepared(folder: Path) -> bool:
    """Whether the last preparation was by this version, for this database."""
    try:
        note = json.loads((folder / NOTE).read_text())
    except (OSError, ValueError):
        return False
    return isinstance(note, dict) and note == fingerprint(folder) and note["schema"] != ""


def prepare(folder: Path, *, link: bool = False, migrate: bool = True) -> Prepared:
    """Run the preparation in a process of its own, one at a time a home.

    Raises:
        BadInput: the SQLite of this Python is too old.
        NotPrepared: with the last words of the process that tried.
    """
    use_good_sqlite()
    require_sqlite()
    lock = HomeLock(folder, "prepare")
    lock.wait()
    try:
        words = [sys.executable, "-m", "earshot.site.runtime.prepare"]
        words += ["--migrate"] * migrate + ["--link"] * link
        done = subprocess.run(words, capture_output=True, text=True)  # noqa: S603 - our own module
        if done.returncode:
            raise NotPrepared(_last_words(done.stderr), f"The state is in {folder}; nothing there was removed.")
        if migrate:
            (folder / NOTE).write_text(json.dumps(fingerprint(folder)))
    finally:
        lock.release()
    return Prepared(**json.loads(done.stdout.splitlines()[-1]))


def fingerprint(folder: Path) -> dict[str, str]:
    """What the preparation depends on: the program's and the framework's files, and the schema of the database."""
    seen = sha256(__version__.encode())
    for line in _program():
        seen.update(line.encode() + b"\n")
    return {"program": seen.hexdigest(), "schema": _schema(folder / DATABASE)}


def _program() -> Iterator[str]:
    site_packages = Path(sysconfig.get_path("purelib"))
    yield from sorted(path.name for path in site_packages.glob("[dDw][jh]*.dist-info"))
    yield str((PACKAGE / "site" / "settings.py").stat().st_mtime_ns)
    for pattern in ("*/migrations/*.py", "*/*/migrations/*.py", "*/static/**/*", "*/*/static/**/*"):
        for path in sorted(PACKAGE.glob(pattern)):
            if path.is_file():
                state = path.stat()
                yield f"{path.relative_to(PACKAGE)} {state.st_size} {state.st_mtime_ns}"


def _schema(database: Path) -> str:
    """Which migrations the database has had; "" where there is none. A database put back from a backup differs."""
    if not database.exists():
        return ""
    use_good_sqlite()
    import sqlite3

    try:
        connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=5)
        try:
            rows = connection.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()
        finally:
            connection.close()
    except sqlite3.Error:
        return ""
    return sha256(repr(rows).encode()).hexdigest()


def _last_words(stderr: str) -> str:
    lines = [line for line in stderr.strip().splitlines() if line.strip()]
    return lines[-1] if lines else "The database could not be prepared."
