"""A start that cannot succeed says so once, in words, with what mends it; nothing is left running."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from earshot.adapters.db import sqlite
from earshot.kernel.errors import BadInput
from earshot.site.home import KEY
from earshot.site.runtime.prepared import prepare
from tests.servers.processes import free_port


def up(home: Path) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "earshot", "up", "--port", str(free_port())]
    env = {**os.environ, "EARSHOT_HOME": str(home)}
    return subprocess.run(words, env=env, capture_output=True, text=True, timeout=60)


def test_a_damaged_key_is_told_once_before_anything_is_started(tmp_path: Path) -> None:
    (tmp_path / KEY).write_text("not a key")
    told = up(tmp_path)
    assert told.returncode == 2
    assert told.stdout == ""
    assert told.stderr.splitlines() == [
        f"earshot: The key {tmp_path / KEY} is missing or damaged.",
        "         Put your saved copy back. Without it the stored tokens of your channels cannot be read.",
    ]


def test_a_damaged_database_is_told_with_what_mends_it(tmp_path: Path) -> None:
    database = tmp_path / "earshot.sqlite3"
    database.write_text("something that somebody wrote over it" * 100)
    told = up(tmp_path)
    assert told.returncode == 2
    first, second = told.stderr.splitlines()
    assert first.startswith(f"earshot: The database {database} cannot be used (file is not a database).")
    assert "put your copy back" in first
    assert second.strip() == f"The state is in {tmp_path}; nothing there was removed."
    assert "Traceback" not in told.stderr
    assert database.read_text().startswith("something")


def test_an_sqlite_that_is_too_old_is_told_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "sqlite_version", lambda: (3, 40, 1))  # Debian 12's own
    with pytest.raises(BadInput, match=r"SQLite 3\.40\.1 is too old: Earshot needs 3\.43\.0 or newer") as refused:
        prepare(tmp_path)
    assert "make run PYTHON=" in refused.value.mend
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setattr(sqlite, "sqlite_version", lambda: sqlite.NEEDED)
    sqlite.require_sqlite()
