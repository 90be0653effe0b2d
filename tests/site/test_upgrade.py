"""Homes of released versions come through every migration with each row; no model changes without a migration."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from django.apps import apps as django_apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from earshot.site.leaving import schema
from earshot.site.leaving.driver import sqlite3
from earshot.site.runtime.prepared import DATABASE
from tests.site.homes.making import as_sql, from_sql, run

pytestmark = pytest.mark.whole

HOMES = sorted((Path(__file__).parent / "homes").glob("*.sql"))
NONE_YET = "no version has been released yet: python -m tests.site.homes make (tests/site/homes/__init__.py)"
FRAMEWORKS = {"django_migrations", "auth_permission", "django_content_type"}
"""Tables that the web framework fills anew."""


@pytest.mark.django_db
def test_no_model_changes_without_a_migration(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        call_command("makemigrations", "--check", "--dry-run", verbosity=1)
    except SystemExit:
        pytest.fail(f"a model has changed: add a migration\n{capsys.readouterr().out}")


Row = dict[str, object]


def _rows(folder: Path, table: str) -> list[Row]:
    with closing(schema.open_to_read(folder / DATABASE)) as connection:
        found = connection.execute(f'SELECT * FROM "{table}" ORDER BY 1')  # tables of the database itself
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found]


def lost(before: Path, after: Path) -> list[str]:
    """Tables in which a row is gone, or a value that is in both differs. A renamed table or column is told too: say in
    this file where it went, when that day comes."""
    with closing(schema.open_to_read(before / DATABASE)) as old, closing(schema.open_to_read(after / DATABASE)) as new:
        tables, left = set(schema.tables(old)) - FRAMEWORKS, set(schema.tables(new))
    found = [table for table in sorted(tables) if table not in left]
    for table in sorted(tables & left):
        had, has = _rows(before, table), _rows(after, table)
        kept = [{name: row[name] for name in first if name in row} for first, row in zip(had, has, strict=False)]
        common = [{name: value for name, value in row.items() if not has or name in has[0]} for row in had]
        if len(had) != len(has) or kept != common:
            found.append(table)
    return found


def _upgraded(sql: str, tmp_path: Path) -> tuple[Path, Path]:
    before, after = tmp_path / "before", tmp_path / "after"
    from_sql(sql, before)
    from_sql(sql, after)
    run(after, "-m", "earshot", "workspace")
    return before, after


def _check(before: Path, after: Path) -> None:
    assert not lost(before, after)
    assert not schema.damage(after / DATABASE)
    with closing(schema.open_to_read(after / DATABASE)) as connection:
        assert set(schema.applied_migrations(connection)) == schema.known_migrations()
        assert not connection.execute("PRAGMA foreign_key_check").fetchall()


@pytest.mark.skipif(not HOMES, reason=NONE_YET)
@pytest.mark.parametrize("home", HOMES, ids=lambda path: path.stem)
def test_a_released_home_comes_through_whole(home: Path, tmp_path: Path) -> None:
    before, after = _upgraded(home.read_text("utf-8"), tmp_path)
    _check(before, after)
    told = run(after, "-m", "earshot", "doctor", "--quiet")
    assert "!!" not in told


def test_todays_home_comes_through_its_text(made_home: Path, tmp_path: Path) -> None:
    """What ``make`` writes is the whole home: the same text comes out again, and it starts."""
    sql = as_sql(made_home)
    before, after = _upgraded(sql, tmp_path)
    assert as_sql(before) == sql
    _check(before, after)


def test_a_lost_row_and_a_changed_value_are_found(made_home: Path, tmp_path: Path) -> None:
    sql = as_sql(made_home)
    from_sql(sql, tmp_path / "before")
    from_sql(sql, tmp_path / "after")
    with closing(sqlite3.connect(tmp_path / "after" / DATABASE)) as connection:
        connection.execute("DELETE FROM conversations_note WHERE id = 1")
        connection.execute("UPDATE listening_topic SET query = 'other' WHERE id = 2")
        connection.execute("ALTER TABLE listening_sighting RENAME TO seen")
        connection.commit()
    found = lost(tmp_path / "before", tmp_path / "after")
    assert set(found) == {"conversations_note", "listening_sighting", "listening_topic"}


def _first_schema() -> list[str]:
    """``app migration ...`` of all apps of ours that have changed since their first migration; an app that came later,
    on top of what others had become, goes back to nothing (``zero``)."""
    ours = ("earshot.features.", "earshot.web")
    apps = {each.label for each in django_apps.get_app_configs() if each.name.startswith(ours)}
    by_app: dict[str, list[str]] = {}
    for app, name in sorted(schema.known_migrations()):
        if app in apps:
            by_app.setdefault(app, []).append(name)
    firsts = {(app, names[0]) for app, names in by_app.items()}
    on_disk = MigrationLoader(None).disk_migrations

    def came_later(first: tuple[str, str]) -> bool:
        return any(app in apps and (app, name) not in firsts for app, name in on_disk[first].dependencies)

    return [
        word
        for app, names in by_app.items()
        if len(names) > 1
        for word in (app, "zero" if came_later((app, names[0])) else names[0])
    ]


def test_a_home_of_the_first_schema_comes_through_whole(made_home: Path, tmp_path: Path) -> None:
    """A filled home is taken back to where every app began, which drops what came since, and forward again as an
    upgrade does: every row that the first schema had is there, and Earshot starts."""
    before, after = tmp_path / "before", tmp_path / "after"
    shutil.copytree(made_home, before)
    run(before, "-m", "tests.site.homes", "back", *_first_schema())
    new = _columns(made_home) - _columns(before)
    assert {("listening_gap", "id"), ("listening_topic", "watch")} < new, "the first schema knew neither"
    shutil.copytree(before, after)
    run(after, "-m", "earshot", "workspace")
    _check(before, after)
    assert _columns(after) == _columns(made_home)
    assert "!!" not in run(after, "-m", "earshot", "doctor", "--quiet")


def _columns(folder: Path) -> set[tuple[str, str]]:
    with closing(schema.open_to_read(folder / DATABASE)) as connection:
        return {
            (table, str(row[1]))
            for table in schema.tables(connection)
            for row in connection.execute(f'PRAGMA table_info("{table}")')
        }
