"""Is the program itself as it should be: Python, SQLite, catalogues, time zones, plug-ins."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from earshot.adapters.db.sqlite import FIXED_IN
from earshot.kernel.texts import say
from earshot.site.doctor.findings import Finding, ok
from earshot.site.doctor.place import Place
from earshot.site.leaving.driver import sqlite3
from earshot.site.leaving.schema import PACKAGE

OLDEST_PYTHON = (3, 11)
GROUPS = ("earshot.connectors", "earshot.enrichers")


def python(place: Place) -> Iterator[Finding]:
    """Its version."""
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < OLDEST_PYTHON:
        yield Finding(
            "error",
            say("Python %(version)s is too old.", version=version),
            say("Install Python 3.11 or newer, then Earshot anew."),
        )
        return
    yield ok(say("Python %(version)s.", version=version))


def sqlite(place: Place) -> Iterator[Finding]:
    """Its version: older ones can lose writes."""
    version = sqlite3.sqlite_version
    if tuple(sqlite3.sqlite_version_info) < FIXED_IN:
        yield Finding(
            "warning",
            say("SQLite %(version)s can lose writes when it is killed at a bad moment.", version=version),
            say(
                "Install the driver that carries a good one: %(command)s",
                command=f"{sys.executable} -m pip install pysqlite3",
            ),
        )
        return
    yield ok(say("SQLite %(version)s.", version=version))


def catalogues(place: Place, package: Path = PACKAGE) -> Iterator[Finding]:
    """Every catalogue has its compiled form, and none is older than its text."""
    bad = [path for path in package.rglob("*.po") if not _compiled(path)]
    if bad:
        yield Finding(
            "warning",
            say("%(number)s catalogues are not compiled: some texts appear in English.", number=len(bad)),
            say("In a checkout: %(command)s. Else install Earshot anew.", command="python tools/compile_messages"),
        )
        return
    yield ok(say("Every text is there in three languages."))


def _compiled(path: Path) -> bool:
    made = path.with_suffix(".mo")
    return made.is_file() and made.stat().st_mtime >= path.stat().st_mtime - 2


def zones(place: Place) -> Iterator[Finding]:
    """Time zone data."""
    try:
        ZoneInfo("Asia/Taipei")
    except (ZoneInfoNotFoundError, OSError):
        yield Finding(
            "error",
            say("There is no time zone data: deadlines cannot be reckoned."),
            say("Install it: %(command)s", command=f"{sys.executable} -m pip install tzdata"),
        )
        return
    yield ok(say("Time zone data is there."))


def plugins(place: Place) -> Iterator[Finding]:
    """Connectors and enrichers that are announced are there."""
    announced = [entry for group in GROUPS for entry in entry_points(group=group)]
    lost = [entry.name for entry in announced if not _found(entry.module)]
    if lost or not announced:
        yield Finding(
            "error",
            say("Parts of Earshot are announced but not there: %(names)s.", names=", ".join(lost) or "-"),
            say("Install Earshot anew: make setup, or pipx reinstall earshot-desk"),
        )
        return
    yield ok(say("%(number)s connectors and enrichers are installed.", number=len(announced)))


def _found(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


CHECKS = (python, sqlite, catalogues, zones, plugins)
