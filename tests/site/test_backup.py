"""A backup: whole, of one instant, without the key; the newest stay."""

from __future__ import annotations

import gzip
import shutil
import subprocess
import sys
import tarfile
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from earshot.kernel.clock import HeldClock
from earshot.kernel.errors import BadInput
from earshot.site import cli
from earshot.site.home import DATABASE
from earshot.site.leaving import backup, schema
from earshot.site.leaving.archive import opened
from earshot.site.leaving.backup import make_backup, postgresql_words, verify
from earshot.site.leaving.driver import sqlite3
from earshot.site.leaving.rotation import SUFFIX, target_of
from tests.site.homes.canaries import CANARIES, SESSION

pytestmark = pytest.mark.whole

SEALED_OR_HASHED = set(CANARIES)


def _counts(folder: Path) -> dict[str, int]:
    with closing(schema.open_to_read(folder / DATABASE)) as connection:
        return schema.counts(connection)


def _text_of(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes())


def test_it_holds_every_row_and_every_file(filled_home: Path, tmp_path: Path, clock: HeldClock) -> None:
    made = make_backup(filled_home, tmp_path / "a.earshot-backup", clock)
    expected = _counts(filled_home) | {"django_session": 0}
    assert dict(made.manifest.counts) == expected
    places = {member.place for member in made.manifest.members}
    assert places == {
        DATABASE,
        "set-aside.jsonl",
        "files/imports/acme0/posts.csv",
        "files/imports/other0/posts.csv",
    }
    assert verify(made.path) == made.manifest
    assert oct(made.path.stat().st_mode & 0o777) == "0o600"


def test_neither_key_nor_secret_nor_session_is_in_it(filled_home: Path, tmp_path: Path, clock: HeldClock) -> None:
    key = (filled_home / "key").read_bytes().strip()
    (filled_home / "key.old").write_bytes(key)
    made = make_backup(filled_home, tmp_path / "a.earshot-backup", clock)
    assert SESSION.encode() in (filled_home / DATABASE).read_bytes(), "the test looks for something"
    text = _text_of(made.path)
    assert key not in text and bytes.fromhex(key.decode()) not in text
    assert not [canary for canary in CANARIES if canary.encode() in text]


def test_deleted_rows_are_not_in_it(filled_home: Path, tmp_path: Path, clock: HeldClock) -> None:
    with closing(sqlite3.connect(filled_home / DATABASE)) as connection:
        connection.execute("CREATE TABLE gone (text)")
        connection.execute("INSERT INTO gone VALUES ('erased-for-good-7731')")
        connection.commit()
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("DELETE FROM gone")
        connection.commit()
    made = make_backup(filled_home, tmp_path / "a.earshot-backup", clock)
    assert b"erased-for-good-7731" not in _text_of(made.path)


def test_it_is_an_ordinary_tar(filled_home: Path, tmp_path: Path, clock: HeldClock) -> None:
    made = make_backup(filled_home, tmp_path / "a.earshot-backup", clock)
    with tarfile.open(made.path) as archive:
        assert archive.getnames()[:2] == ["manifest.json", DATABASE]


def test_it_shows_one_instant_while_others_write(filled_home: Path, tmp_path: Path, clock: HeldClock) -> None:
    """A writer adds a row to two tables in each transaction: the copy has as many in the one as in the other."""
    with closing(sqlite3.connect(filled_home / DATABASE)) as connection:
        connection.executescript("CREATE TABLE one (n); CREATE TABLE two (n);")
    stop = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(filled_home / DATABASE, timeout=20)) as connection:
            number = 0
            while not stop.is_set():
                number += 1
                connection.execute("INSERT INTO one VALUES (?)", (number,))
                connection.execute("INSERT INTO two VALUES (?)", (number,))
                connection.commit()
                stop.wait(0.001)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            made = make_backup(filled_home, tmp_path / f"{number}{SUFFIX}", clock)
            assert made.manifest.counts["one"] == made.manifest.counts["two"]
    finally:
        stop.set()
        writer.join()
    assert _counts(filled_home)["one"] > 0


def test_links_are_not_followed(filled_home: Path, tmp_path: Path, clock: HeldClock) -> None:
    secret = tmp_path / "elsewhere" / "passwd"
    secret.parent.mkdir()
    secret.write_text("outside")
    (filled_home / "files" / "link").symlink_to(secret)
    (filled_home / "files" / "folder").symlink_to(secret.parent)
    made = make_backup(filled_home, tmp_path / "a.earshot-backup", clock)
    assert not [member for member in made.manifest.members if "link" in member.place or "folder" in member.place]
    assert b"outside" not in _text_of(made.path)


def test_a_damaged_database_is_told_and_leaves_nothing(filled_home: Path, tmp_path: Path, clock: HeldClock) -> None:
    database = filled_home / DATABASE
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with database.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\xff" * 4096 * 20)
    target = tmp_path / "out"
    target.mkdir()
    with pytest.raises(backup.BadInput, match="earshot doctor"):
        make_backup(filled_home, target / "a.earshot-backup", clock)
    assert not list(target.iterdir())


def test_a_full_disk_is_told_before_anything_is_written(
    filled_home: Path, tmp_path: Path, clock: HeldClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=1 << 20))
    with pytest.raises(backup.BadInput, match="1 MB free"):
        make_backup(filled_home, tmp_path / "a.earshot-backup", clock)


def test_a_flipped_bit_is_found(filled_home: Path, tmp_path: Path, clock: HeldClock) -> None:
    made = make_backup(filled_home, tmp_path / "a.earshot-backup", clock)
    plain = bytearray(_text_of(made.path))
    plain[len(plain) // 2] ^= 1
    made.path.write_bytes(gzip.compress(bytes(plain)))
    with pytest.raises(backup.BadInput, match="checksum"):
        verify(made.path)
    made.path.write_bytes(gzip.compress(bytes(plain[: len(plain) // 2])))
    with pytest.raises(backup.BadInput, match="damaged"):
        verify(made.path)


def test_the_command_keeps_the_newest(
    filled_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "safe"
    folder.mkdir()
    (folder / "mine.earshot-backup").write_text("not named by Earshot")
    (folder / f"earshot-20200101T000000Z{SUFFIX}").write_text("named like one, but none")
    for _ in range(4):
        assert cli.main(["backup", str(folder), "--keep", "2"]) == 0
    ours = sorted(path.name for path in folder.iterdir())
    assert len(ours) == 4 and "mine.earshot-backup" in ours
    told = capsys.readouterr().out
    assert "Not in it: the key" in told and "10 conversations" in told
    with opened(
        max(folder.glob("earshot-2[1-9]*")) if list(folder.glob("earshot-2[1-9]*")) else folder / ours[1]
    ) as one:
        assert one.manifest.counts["conversations_conversation"] == 10


def test_the_command_never_overwrites(filled_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a").write_text("precious")
    assert cli.main(["backup", str(tmp_path / "a")]) == 2
    assert (tmp_path / "a").read_text() == "precious"
    assert "exists already" in capsys.readouterr().err


def test_an_empty_home_has_nothing_to_back_up(tmp_path: Path) -> None:
    environment = {"EARSHOT_HOME": str(tmp_path / "none"), "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-m", "earshot", "backup"], env=environment, cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 2 and "There is no Earshot in" in done.stderr
    assert not (tmp_path / "none").exists(), "looking must not make a home"


def test_a_server_is_left_to_its_own_tool() -> None:
    words = postgresql_words({"NAME": "earshot", "HOST": "db", "PORT": 5432, "USER": "mei"})
    assert "pg_dump --format=custom --host=db --port=5432 --username=mei --file=earshot.pgdump earshot" in words.mend


@pytest.mark.parametrize("given", ["nightly", "nightly/", "a/b"])
def test_a_folder_that_is_not_there_is_told_instead_of_written_as_a_file(given: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as told:
        target_of(given, tmp_path, datetime(2026, 11, 23, tzinfo=UTC))
    assert "There is no folder" in told.value.message and "mkdir -p" in told.value.mend
