"""A long import in processes of its own: memory stays flat, progress is right, and a kill costs and doubles nothing."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from bench.imports import write_csv, write_xlsx

from tests.servers.processes import ROOT, Child

pytestmark = pytest.mark.servers
ROWS = int(os.environ.get("EARSHOT_IMPORT_ROWS", "50000"))
KILLED_ROWS = 6_000
LIMIT = 120.0
GROWTH = 24 << 20
"""Bytes. Caches fill up to their bounds; fifty thousand rows in memory would be four times that."""


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_memory_is_flat_and_progress_is_right(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"many.{form}"
    (write_xlsx if form == "xlsx" else write_csv)(path, ROWS)
    done = subprocess.run(
        [sys.executable, "-m", "tests.servers.import_home", str(path), str(ROWS)],
        cwd=ROOT,
        env={**os.environ, "EARSHOT_HOME": str(tmp_path / "home"), "EARSHOT_LOG": "ERROR"},
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout.splitlines()[-1])
    assert (told["state"], told["added"], told["posts"], told["expected"]) == ("done", ROWS, ROWS, ROWS)
    assert told["percents"] == sorted(told["percents"])
    assert told["percents"][-1] >= 97
    assert told["left"] > len(told["percents"]) / 2
    assert told["late"] - told["early"] < GROWTH


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_same_command_goes_on_at_once_after_a_kill(tmp_path: Path, form: str) -> None:
    path, home = tmp_path / f"many.{form}", tmp_path / "home"
    (write_xlsx if form == "xlsx" else write_csv)(path, KILLED_ROWS)
    env = {"EARSHOT_HOME": str(home), "EARSHOT_LOG": "ERROR"}
    _make(env)
    command = [sys.executable, "-m", "earshot", "import", str(path), "--as", "history"]
    positions = [0]
    for number in range(2):
        child = Child(command, tmp_path / f"{number}.log", cwd=ROOT, env=env)
        began = time.monotonic()
        while (here := _asked(home, "SELECT coalesce(max(position), 0) FROM listening_import")) <= positions[-1]:
            assert time.monotonic() - began < LIMIT, child.tail()
            assert child.process.poll() is None, child.tail()
            time.sleep(0.01)
        child.process.kill()
        child.process.wait()
        positions.append(here)
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **env}, capture_output=True, text=True, timeout=LIMIT)
    assert done.returncode == 0, done.stderr
    assert "Going on behind row" in done.stderr
    assert done.stdout == f"{KILLED_ROWS:,} posts added, 0 duplicates, 0 rows set aside.\n"
    assert _asked(home, "SELECT count(*) FROM listening_post") == KILLED_ROWS
    assert _asked(home, "SELECT count(*) FROM listening_import") == 1


def _make(env: dict[str, str]) -> None:
    make = (
        "import django; django.setup()\n"
        "from django.core.management import call_command; call_command('migrate', verbosity=0)\n"
        "from earshot.features.people.actions import create_workspace\n"
        "from earshot.ports.services import services\n"
        "create_workspace('Big', 'big', 'o@big.test', 'Owner', 'owner', 'UTC', 'en', services().clock)\n"
    )
    settings = {"DJANGO_SETTINGS_MODULE": "earshot.site.settings"}
    subprocess.run([sys.executable, "-c", make], cwd=ROOT, env={**os.environ, **env, **settings}, check=True)


def _asked(home: Path, question: str) -> int:
    file = next(iter(sorted(home.glob("*.sqlite3")) or sorted(home.glob("*.db"))))
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10)) as database:
        return int(database.execute(question).fetchone()[0])
