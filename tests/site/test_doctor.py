"""Each thing that can be wrong is said, with its mend; a sound installation gets no complaint; looking changes nothing."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from earshot.kernel.texts import say, stored
from earshot.site import cli
from earshot.site.doctor import clock, contents, database, examine, home, mail, program, running
from earshot.site.doctor.findings import Finding, worst
from earshot.site.doctor.hints import PARTS, Here, all_hints, here, hint
from earshot.site.doctor.place import Place, Room
from earshot.site.doctor.report import as_json, as_text
from earshot.site.doctor.speaking import Speaker
from earshot.site.leaving.driver import sqlite3
from earshot.site.leaving.schema import OTHERS, known_migrations
from earshot.site.runtime.lock import HomeLock
from tests.adapters.ways.test_mail import post_office
from tests.servers.processes import free_port
from tests.site.homes.making import run

pytestmark = pytest.mark.whole

GB, MB = 1 << 30, 1 << 20


@pytest.fixture
def place(filled_home: Path) -> Place:
    (filled_home / "set-aside.jsonl").unlink()
    _sql(filled_home, "UPDATE listening_import SET path = replace(path, ?, ?)", *_moved(filled_home))
    _sql(filled_home, "UPDATE delivery_publication SET state = 'sent'")
    (filled_home / "url").write_text(f"http://127.0.0.1:{free_port()}/")
    return Place(filled_home, datetime.now(UTC))


def _moved(folder: Path) -> tuple[str, str]:
    with closing(sqlite3.connect(folder / "earshot.sqlite3")) as connection:
        (path,) = connection.execute("SELECT path FROM listening_import LIMIT 1").fetchone()
    return str(Path(path).parents[3]), str(folder)


def _sql(folder: Path, sql: str, *values: object) -> None:
    with closing(sqlite3.connect(folder / "earshot.sqlite3")) as connection:
        connection.execute(sql, values)
        connection.commit()


def _one(findings: Iterable[Finding]) -> Finding:
    (found,) = findings
    return found


def _bad(findings: Iterable[Finding]) -> list[Finding]:
    return [one for one in findings if one.level in ("warning", "error")]


def test_a_sound_installation_gets_no_complaint(place: Place) -> None:
    assert not _bad(examine.examine(place))


def test_looking_changes_nothing_and_makes_no_home(place: Place, tmp_path: Path) -> None:
    def state() -> dict[str, tuple[int, int]]:
        found = ((path, path.stat()) for path in place.folder.rglob("*") if not path.name.endswith(("-shm", "-wal")))
        return {str(path): (seen.st_size, seen.st_mtime_ns) for path, seen in found if path.is_file()}

    before = state()
    list(examine.examine(place))
    assert state() == before
    told = list(examine.examine(Place(tmp_path / "none", place.now)))
    assert not (tmp_path / "none").exists() and "There is no Earshot" in told[-1].words


def test_an_old_sqlite_is_told(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "FIXED_IN", (99, 0, 0))
    assert "pysqlite3" in _one(program.sqlite(place)).mend


def test_an_old_python_is_told(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "OLDEST_PYTHON", (9, 9))
    assert _one(program.python(place)).level == "error"


def test_catalogues_that_are_not_compiled(place: Place, tmp_path: Path) -> None:
    (tmp_path / "django.po").write_text("")
    assert _one(program.catalogues(place, tmp_path)).level == "warning"
    (tmp_path / "django.mo").write_text("")
    assert _one(program.catalogues(place, tmp_path)).level == "ok"
    os.utime(tmp_path / "django.mo", (0, 0))
    assert _one(program.catalogues(place, tmp_path)).level == "warning"


def test_no_time_zones(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(name: str) -> None:
        raise program.ZoneInfoNotFoundError(name)

    monkeypatch.setattr(program, "ZoneInfo", gone)
    assert "tzdata" in _one(program.zones(place)).mend


def test_a_plugin_that_is_gone(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "_found", lambda module: "connector" not in module)
    assert _one(program.plugins(place)).level == "error"


def test_others_may_look(place: Place) -> None:
    place.folder.chmod(0o755)
    (place.folder / "key").chmod(0o644)
    assert "chmod 700" in _one(home.permissions(place)).mend
    assert "chmod 600" in _one(home.key(place)).mend


@pytest.mark.parametrize("text", ["", "not a key", "ab" * 31], ids=["empty", "words", "short"])
def test_a_damaged_key_stops_everything(place: Place, text: str) -> None:
    (place.folder / "key").write_text(text)
    found = _one(home.key(place))
    assert found.level == "error"
    assert "remove the file" in found.mend


def test_a_restored_home_without_its_key_works_but_for_its_tokens(place: Place) -> None:
    (place.folder / "key").unlink()
    sealed = place.ask(home.SEALED)
    found = _one(home.key(place))
    assert found.level == "warning"
    assert sealed, "the filled home has a channel with a token"
    assert all(str(name) in found.words for (name,) in sealed)
    _sql(place.folder, "UPDATE listening_channel SET secrets = ''")
    assert _one(home.key(place)).level == "note", "nothing needs it"


@pytest.mark.parametrize("below", ["file", "file/home", "gone"])
def test_a_home_that_cannot_be_made_is_an_error(place: Place, tmp_path: Path, below: str) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    found = list(examine.examine(replace(place, folder=tmp_path / below)))
    assert [one.level for one in found if one.check == "can_be_made"] == ["error"]
    assert "EARSHOT_HOME=" in next(one.mend for one in found if one.check == "can_be_made")


def test_a_home_in_a_file_system_of_the_kernel_is_an_error(place: Place) -> None:
    asked = replace(place, folder=Path("/proc/x"), mounts=lambda: "proc /proc proc rw 0 0\n")
    assert _one(home.can_be_made(asked)).level == "error"


def test_a_home_that_is_to_come_is_no_error(place: Place, tmp_path: Path) -> None:
    assert list(home.can_be_made(replace(place, folder=tmp_path / "a" / "b"))) == []


def test_files_of_somebody_else(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 4242)
    assert "chown -R 4242" in _one(home.owner(place)).mend
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert _one(home.owner(place)).level == "error"


@pytest.mark.parametrize(
    ("free", "total", "level"),
    [
        (199 * MB, 100 * GB, "error"),
        (999 * MB, 4 * GB, "warning"),
        (4 * GB, 100 * GB, "warning"),
        (6 * GB, 100 * GB, "ok"),
    ],
)
def test_room_on_the_disk(place: Place, free: int, total: int, level: str) -> None:
    told = Place(place.folder, place.now, room=lambda path: Room(total, total - free, free))
    assert _one(home.room(told)).level == level


@pytest.mark.parametrize(("kind", "level"), [("nfs4", "error"), ("cifs", "error"), ("ext4", "ok")])
def test_the_kind_of_disk(place: Place, kind: str, level: str) -> None:
    mounts = f"/dev/a / ext4 rw 0 0\nserver:/x {place.folder.resolve().parent} {kind} rw 0 0\nbad line\n"
    assert _one(home.file_system(Place(place.folder, place.now, mounts=lambda: mounts))).level == level


def test_what_lies_about(place: Place) -> None:
    (place.folder / "set-aside.jsonl").write_text("{}\n{}\n")
    assert "2 events" in _one(home.set_aside(place)).words
    lost = place.folder / "files" / "imports" / "x" / "lost.csv"
    lost.parent.mkdir(parents=True)
    lost.write_text("a")
    assert "1 uploaded files" in _one(home.leftovers(place)).words
    with (place.folder / "earshot.sqlite3-wal").open("wb") as file:
        file.truncate(300 * MB)
    assert "300 MB" in _one(home.journal(place)).words


def test_a_damaged_database_is_told_and_the_rest_goes_on(place: Place) -> None:
    with closing(sqlite3.connect(place.database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with place.database.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\xff" * 4096 * 30)
    found = list(examine.examine(place))
    assert [one.check for one in found if one.level == "error"] == ["integrity"]
    assert any(one.check == "pages" for one in found)


def test_a_row_that_names_one_that_is_gone(place: Place) -> None:
    _sql(place.folder, "DELETE FROM people_membership WHERE handle = 'jun'")
    assert _one(database.foreign_keys(place)).level == "error"


def test_migrations_that_wait_and_those_of_the_future(place: Place) -> None:
    _sql(place.folder, "DELETE FROM django_migrations WHERE app = 'audit'")
    assert "older version" in _one(database.migrations(place)).words
    _sql(place.folder, "INSERT INTO django_migrations (app, name, applied) VALUES ('audit', '0999_later', '')")
    assert _one(database.migrations(place)).level == "error"


@pytest.mark.django_db
def test_the_known_migrations_are_the_frameworks() -> None:
    from django.db.migrations.loader import MigrationLoader

    assert known_migrations() == set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    assert set(OTHERS) <= {app for app, _ in known_migrations()}


def test_the_work_process(place: Place) -> None:
    from earshot.site.runtime.work import BEAT

    assert running.BEAT == BEAT
    assert _one(running.work(place)).level == "note", "nothing runs, and nothing should"
    up, work = HomeLock(place.folder, "up"), HomeLock(place.folder, "work")
    up.take()
    assert _one(running.work(place)).level == "error", "the supervisor is there, its child is not"
    work.take()
    (place.folder / BEAT).touch()
    assert _one(running.work(place)).level == "ok"
    later = Place(place.folder, place.now + timedelta(minutes=5))
    assert "silent" in _one(running.work(later)).words
    work.release()
    up.release()


def test_a_port_that_somebody_else_took(place: Place) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        taken.settimeout(0.2)
        port = taken.getsockname()[1]
        (place.folder / "url").write_text(f"http://127.0.0.1:{port}/")
        running_answers = running.answers
        try:
            running.answers = lambda host, number: False  # it listens, and says nothing
            found = _one(running.pages(place))
        finally:
            running.answers = running_answers
    assert f"earshot up --port {port + 1}" in found.mend


def test_a_database_that_is_shared(place: Place, tmp_path: Path) -> None:
    assert _one(running.alone(place)).level == "ok"
    (tmp_path / "other").hardlink_to(place.database)
    assert _one(running.alone(place)).level == "error"


@pytest.mark.parametrize("at", [datetime(1970, 1, 1, tzinfo=UTC), datetime(2199, 1, 1, tzinfo=UTC)])
def test_a_time_that_cannot_be(place: Place, at: datetime) -> None:
    assert _one(clock.year(Place(place.folder, at))).level == "error"


def test_a_clock_that_was_set_back(place: Place) -> None:
    now = datetime.now(UTC) + timedelta(minutes=1)
    assert _one(clock.backwards(Place(place.folder, now))).level == "ok"
    earlier = Place(place.folder, now - timedelta(hours=3))
    assert _one(clock.backwards(earlier)).level == "warning"


def test_a_clock_that_is_slow(place: Place) -> None:
    _sql(place.folder, "UPDATE listening_post SET clamped = 1, received_at = ?", f"{place.now:%Y-%m-%d %H:%M:%S}")
    assert "slow" in _one(clock.slow(place)).words


def test_channels_in_trouble_speak_the_readers_language(place: Place) -> None:
    words = stored(say("Port %(port)s, where the pages were, is taken by %(holder)s.", port=1, holder="x"))
    _sql(place.folder, "UPDATE listening_channel SET active = 1, state = 'refused', error = ?", words)
    found = list(contents.channels(place))
    assert {one.level for one in found} == {"error"}
    assert "連接埠1被x占用" in Speaker("zh-hant")(found[0].words)


def test_answers_that_are_stuck(place: Place) -> None:
    for state, level in (("held", "warning"), ("unknown", "note"), ("queued", "warning")):
        _sql(place.folder, "UPDATE delivery_publication SET state = ?, not_before = '2020-01-01 00:00:00'", state)
        assert worst(contents.outbox(place)) == level


def test_policies_that_cannot_be_read_or_have_no_hours(place: Place) -> None:
    _sql(place.folder, "UPDATE responsibility_policyversion SET text = replace(text, 'days: daily', 'days: [sat]')")
    assert not _bad(contents.policies(place)), "open once a week is open"
    _sql(place.folder, "UPDATE responsibility_policyversion SET text = 'policy: x'")
    assert {one.level for one in contents.policies(place)} == {"error"}


def test_an_import_that_waits_for_its_file(place: Place) -> None:
    _sql(place.folder, "UPDATE listening_import SET state = 'waiting', path = '/nowhere/a.csv' WHERE id = 1")
    assert "/nowhere/a.csv" in _one(contents.imports(place)).words


def _wants_mail(place: Place) -> None:
    _sql(place.folder, "UPDATE notices_way SET kind = 'mail', active = 1")


def _with_server(place: Place, text: str, *, calls: bool = False) -> Place:
    return replace(place, environment={"EARSHOT_SMTP": text}, calls=calls)


def test_mail_that_somebody_wants_and_no_server_takes(place: Place) -> None:
    assert _one(mail.mail(place)).level == "ok"
    _wants_mail(place)
    found = _one(mail.mail(place))
    assert found.level == "warning" and "EARSHOT_SMTP" in found.words
    assert Speaker("zh-hant")(found.words) == "有2人要用電子郵件接收通知，但EARSHOT_SMTP沒有指定郵件伺服器。"


def test_a_mail_server_that_cannot_be_read_or_has_no_sender(place: Place) -> None:
    found = _one(mail.mail(_with_server(place, "smtp://mei:hunter2@127.0.0.1:25")))
    assert found.level == "warning" and "from=" in found.words and "hunter2" not in found.words + found.mend
    _wants_mail(place)
    assert _one(mail.mail(_with_server(place, "mail.acme.test"))).level == "error"


def test_a_mail_server_here_is_called_and_one_elsewhere_only_where_that_is_asked_for(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with post_office() as (post, port):
        here = f"smtp://127.0.0.1:{port}?tls=none&from=earshot@acme.test"
        assert "takes mail from earshot@acme.test" in _one(mail.mail(_with_server(place, here))).words
    assert post.letters == []
    _wants_mail(place)
    found = _one(mail.mail(_with_server(place, here)))
    assert found.level == "error" and "cannot be reached" in found.words and found.mend
    called: list[str] = []
    monkeypatch.setattr(mail, "try_account", lambda account: called.append(account.host))
    elsewhere = "smtps://earshot%40acme.test:secret@mail.acme.test"
    assert "earshot doctor --mail" in _one(mail.mail(_with_server(place, elsewhere))).mend
    assert called == []
    assert _one(mail.mail(_with_server(place, elsewhere, calls=True))).level == "ok"
    assert called == ["mail.acme.test"]


def test_a_check_that_fails_is_a_finding(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(place: Place) -> list[Finding]:
        raise RuntimeError("oh")

    monkeypatch.setattr(home, "CHECKS", (fails, home.key))
    found = [one for one in examine.examine(place) if one.check in ("fails", "key")]
    assert [one.level for one in found] == ["error", "ok"] and "RuntimeError: oh" in found[0].words


def test_the_command(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["doctor", "--language", "en"]) == 0
    assert capsys.readouterr().out.startswith("Earshot ")
    (place.folder / "key").chmod(0o600)
    (place.folder / "key").write_text("damaged")
    assert cli.main(["doctor", "--json", "--language", "zh-hans"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["worst"] == "error"
    (key,) = [one for one in told["findings"] if one["check"] == "key"]
    assert key["words"].startswith("密钥")


def test_it_speaks_where_the_web_framework_cannot_start(place: Place) -> None:
    (place.folder / "key").unlink()
    shutil.rmtree(place.folder / "files")
    told = run(place.folder, "-m", "earshot", "doctor", "--quiet", code=0)
    assert "The key is missing" in told and "Traceback" not in told
    assert not (place.folder / "key").exists(), "looking must not make another key"


def test_quiet_tells_only_what_is_not_well() -> None:
    found = [Finding("ok", "fine"), Finding("warning", "hm", "do")]
    assert list(as_text(found, Speaker("en"), all_of_it=False))[1:] == [
        "   !  hm",
        "      do",
        "It works, but something wants attention.",
    ]
    assert json.loads(as_json([], Speaker("en")))["worst"] == "ok"


HERE = Here("/opt/earshot/bin/earshot", "/var/lib/earshot", "earshot", 8000)


@pytest.mark.parametrize("name", PARTS)
def test_hints_name_this_place_and_leave_nothing_open(name: str) -> None:
    text = hint(name, HERE)
    assert "${" not in text and "$home" not in text and "$port" not in text
    assert "8000" in text or name == "pipx.txt"


def test_a_home_below_somebodys_stays_reachable() -> None:
    assert "ProtectHome=yes" in hint("system.service", HERE)
    assert "ProtectHome=read-only" in hint("system.service", Here(HERE.command, "/home/mei/.earshot", "mei", 8000))
    assert "ProtectHome=read-only" in hint("system.service", Here("/root/venv/earshot", "/srv/earshot", "root", 8000))


def test_the_command_prints_them(filled_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["doctor", "--install-hints"]) == 0
    assert str(filled_home) in capsys.readouterr().out
    assert all_hints(here(filled_home, 8123)).count("8123") >= 4


@pytest.mark.parametrize("name", ["user.service", "system.service"])
def test_systemd_takes_the_units(name: str, filled_home: Path, tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not here")
    unit = tmp_path / "earshot.service"
    unit.write_text(hint(name, here(filled_home, 8000)))
    words = [program, "--user"] if name.startswith("user") else [program]
    environment = os.environ | {"XDG_RUNTIME_DIR": str(tmp_path)}
    done = subprocess.run(
        [*words, "verify", "--man=no", str(unit)], capture_output=True, text=True, env=environment, timeout=60
    )
    said = [line for line in done.stderr.splitlines() if "earshot.service" in line]
    assert not said, done.stderr
