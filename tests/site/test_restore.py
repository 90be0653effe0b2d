"""A restore: equal counts, whole or nothing, and nothing that the archive did not promise."""

from __future__ import annotations

import dataclasses
import gzip
import io
import json
import shutil
import tarfile
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from earshot.kernel.clock import HeldClock
from earshot.kernel.errors import BadInput, Conflict, EarshotError
from earshot.site import cli
from earshot.site.home import DATABASE
from earshot.site.leaving import restore as restoring
from earshot.site.leaving import schema
from earshot.site.leaving.archive import opened
from earshot.site.leaving.backup import make_backup
from earshot.site.leaving.manifest import Manifest
from earshot.site.leaving.restore import restore
from tests.site.homes.making import run

pytestmark = pytest.mark.whole


@pytest.fixture
def saved(filled_home: Path, tmp_path: Path, clock: HeldClock) -> Path:
    return make_backup(filled_home, tmp_path / "saved.earshot-backup", clock).path


def _ask(folder: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(schema.open_to_read(folder / DATABASE)) as connection:
        return list(connection.execute(sql).fetchall())


def test_every_table_counts_what_it_did(filled_home: Path, saved: Path, tmp_path: Path) -> None:
    new = tmp_path / "second"
    restored = restore(saved, new, filled_home / "key")
    with closing(schema.open_to_read(filled_home / DATABASE)) as connection:
        assert schema.counts(connection) | {"django_session": 0} == dict(restored.manifest.counts)
    with closing(schema.open_to_read(new / DATABASE)) as connection:
        assert schema.counts(connection) == dict(restored.manifest.counts)
    assert restored.key and (new / "key").read_text() == (filled_home / "key").read_text()
    assert (new / "files/imports/acme0/posts.csv").read_text() == (
        filled_home / "files/imports/acme0/posts.csv"
    ).read_text()
    assert oct(new.stat().st_mode & 0o777) == "0o700"
    assert not list(tmp_path.glob("*.partial"))


def test_imports_know_where_their_files_are_now(filled_home: Path, saved: Path, tmp_path: Path) -> None:
    new = tmp_path / "second"
    restore(saved, new)
    paths = [Path(str(path)) for (path,) in _ask(new, "SELECT path FROM listening_import")]
    assert len(paths) == 2 and all(path.is_file() and new in path.parents for path in paths)


def test_what_was_going_out_asks_a_person(saved: Path, tmp_path: Path) -> None:
    """It may have gone out since the backup: never twice."""
    restored = restore(saved, tmp_path / "second")
    states = _ask(tmp_path / "second", "SELECT DISTINCT state, error FROM delivery_publication")
    assert restored.held == 2 and states == [("held", restoring.MAY_HAVE_GONE)]


def test_the_restored_home_opens_its_tokens_and_finds_its_posts(filled_home: Path, saved: Path, tmp_path: Path) -> None:
    new = tmp_path / "second"
    restore(saved, new, filled_home / "key")
    told = run(
        new,
        "-c",
        "from earshot.site.commands import start_django; start_django()\n"
        "from earshot.features.listening.models import Channel\n"
        "from earshot.features.listening.queries import search_posts\n"
        "from earshot.features.people.models import Membership\n"
        "from earshot.engine.query import parse\n"
        "from earshot.ports.services import services\n"
        "for channel in Channel.objects.exclude(secrets=''):\n"
        "    print(services().vault.unseal(channel.secrets, f'channel:{channel.pk}'))\n"
        "seat = Membership.objects.get(workspace__slug='acme', handle='mei')\n"
        "print(len(search_posts(seat, parse('退費'), 10).found), 'found')\n",
    )
    assert told.count('"token": "canary-token-5f1d"') == 2 and "1 found" in told


def test_without_the_key_it_says_what_to_do(saved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["restore", str(saved), "--into", str(tmp_path / "second")]) == 0
    told = capsys.readouterr().out
    assert not (tmp_path / "second" / "key").exists()
    assert "The key is missing" in told and str(tmp_path / "second" / "key") in told
    assert "connected again" in told and "2 answers were waiting" in told


def test_a_key_put_there_before_is_kept(filled_home: Path, saved: Path, tmp_path: Path) -> None:
    new = tmp_path / "second"
    new.mkdir()
    shutil.copy(filled_home / "key", new / "key")
    assert restore(saved, new).key
    assert (new / "key").read_text() == (filled_home / "key").read_text()


@pytest.mark.parametrize(("text", "told"), [("ab" * 32, "the backup was made with"), ("no key", "is no key")])
def test_a_wrong_key_is_refused(saved: Path, tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "other-key").write_text(text)
    with pytest.raises(BadInput, match=told):
        restore(saved, tmp_path / "second", tmp_path / "other-key")
    assert not (tmp_path / "second").exists()


@pytest.mark.parametrize("name", ["notes.txt", DATABASE, "up.lock"])
def test_a_home_in_use_is_refused(saved: Path, tmp_path: Path, name: str) -> None:
    new = tmp_path / "second"
    new.mkdir()
    (new / name).write_text("")
    with pytest.raises(Conflict, match=name):
        restore(saved, new)
    assert [path.name for path in new.iterdir()] == [name]


def test_a_newer_schema_is_refused_in_words(filled_home: Path, tmp_path: Path, clock: HeldClock) -> None:
    with closing(restoring.sqlite3.connect(filled_home / DATABASE)) as connection:
        connection.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('people', '0999_later', '')")
        connection.commit()
    newer = make_backup(filled_home, tmp_path / "newer.earshot-backup", clock).path
    with pytest.raises(BadInput, match="newer than this one") as refused:
        restore(newer, tmp_path / "second")
    assert "Install Earshot" in refused.value.mend
    assert not (tmp_path / "second").exists()


def test_an_older_schema_is_brought_up_to_date(filled_home: Path, tmp_path: Path, clock: HeldClock) -> None:
    """As one that has never had sessions: they are made, all else stays."""
    with closing(restoring.sqlite3.connect(filled_home / DATABASE)) as connection:
        connection.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
        connection.execute("DROP TABLE django_session")
        connection.commit()
    old = make_backup(filled_home, tmp_path / "old.earshot-backup", clock).path
    restored = restore(old, tmp_path / "second")
    assert restored.migrated == 1
    assert _ask(tmp_path / "second", "SELECT count(*) FROM django_session") == [(0,)]
    posts = _ask(tmp_path / "second", "SELECT count(*) FROM listening_post")
    assert posts == [(restored.manifest.counts["listening_post"],)]
    assert not (tmp_path / "second" / "key").exists(), "a key made by migrating would pass for the right one"
    assert not list((tmp_path / "second").glob("*.lock"))


def test_a_killed_restore_is_told(saved: Path, tmp_path: Path) -> None:
    (tmp_path / "second.partial").mkdir()
    with pytest.raises(Conflict, match="another restore"):
        restore(saved, tmp_path / "second")


def test_a_failure_half_way_leaves_nothing(saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> int:
        raise OSError("no space left on device")

    monkeypatch.setattr(restoring, "_settle", fail)
    with pytest.raises(OSError, match="no space"):
        restore(saved, tmp_path / "second")
    assert not (tmp_path / "second").exists() and not (tmp_path / "second.partial").exists()


Change = Callable[[Manifest], Manifest]


def _forged(saved: Path, target: Path, change: Change, kind: bytes = tarfile.REGTYPE) -> Path:
    """The backup again with another manifest, a file added that it may name, and members of another kind."""
    with opened(saved) as archive:
        manifest = change(archive.manifest)
        contents = {member.name: b"".join(data) for member, data in archive.members()}
    with tarfile.open(target, "w:gz", format=tarfile.GNU_FORMAT) as forged:
        text = manifest.as_json().encode()
        forged.addfile(_info("manifest.json", len(text)), io.BytesIO(text))
        for number, member in enumerate(manifest.members):
            data = contents.get(member.name, b"evil")
            info = _info(member.name, len(data))
            if number and kind != tarfile.REGTYPE:
                info.type, info.linkname, info.size = kind, "/etc/passwd", 0
            forged.addfile(info, io.BytesIO(data))
    return target


def _info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size = size
    return info


def _placed(place: str) -> Change:
    def change(manifest: Manifest) -> Manifest:
        first, second, *rest = manifest.members
        return dataclasses.replace(manifest, members=(first, dataclasses.replace(second, place=place), *rest))

    return change


@pytest.mark.parametrize(
    "place",
    ["../evil", "/etc/evil", "files/../../evil", "files//evil", "key", "key.old", "earshot.sqlite3-wal", "a\\..\\evil",
     "files/\x00evil", "static/evil.js", "prepared.json", "", ".", "work.lock"],
)  # fmt: skip
def test_no_place_outside_of_a_backups_own(saved: Path, tmp_path: Path, place: str) -> None:
    forged = _forged(saved, tmp_path / "forged", _placed(place))
    with pytest.raises(BadInput):
        restore(forged, tmp_path / "into" / "second")
    assert not (tmp_path / "into" / "second").exists() and not list(tmp_path.rglob("evil*"))


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE])
def test_no_links_and_no_devices(saved: Path, tmp_path: Path, kind: bytes) -> None:
    forged = _forged(saved, tmp_path / "forged", lambda manifest: manifest, kind)
    with pytest.raises(BadInput, match="no plain file"):
        restore(forged, tmp_path / "second")
    assert not (tmp_path / "second").exists()


def test_no_bombs(saved: Path, tmp_path: Path) -> None:
    """What says that it is large is refused before it is unpacked; what hides it is not what the list says."""

    def large(manifest: Manifest) -> Manifest:
        first, second, *rest = manifest.members
        return dataclasses.replace(manifest, members=(first, dataclasses.replace(second, bytes=1 << 40), *rest))

    with pytest.raises(BadInput, match="Do not trust it"):
        restore(_forged(saved, tmp_path / "forged", large), tmp_path / "second")

    def small(manifest: Manifest) -> Manifest:
        first, second, *rest = manifest.members
        return dataclasses.replace(manifest, members=(first, dataclasses.replace(second, bytes=1), *rest))

    with pytest.raises(BadInput, match="where its list says"):
        restore(_forged(saved, tmp_path / "forged", small), tmp_path / "second")


def test_an_extended_header_that_would_fill_the_memory_is_not_read(saved: Path, tmp_path: Path) -> None:
    info = _info("manifest.json", 1 << 40)
    info.type = tarfile.XHDTYPE
    bomb = tmp_path / "bomb"
    bomb.write_bytes(gzip.compress(info.tobuf(tarfile.GNU_FORMAT) + b"\0" * 4096))
    with pytest.raises(BadInput, match="no plain file"):
        restore(bomb, tmp_path / "second")


def test_a_manifest_that_lies_about_rows_is_found(saved: Path, tmp_path: Path) -> None:
    def fewer(manifest: Manifest) -> Manifest:
        return dataclasses.replace(manifest, counts=dict(manifest.counts) | {"listening_post": 1})

    with pytest.raises(BadInput, match="other rows"):
        restore(_forged(saved, tmp_path / "forged", fewer), tmp_path / "second")


def test_another_database_is_no_earshot(saved: Path, tmp_path: Path) -> None:
    junk = b"SQLite format 3\0" + b"\0" * 200

    def other(manifest: Manifest) -> Manifest:
        first, *rest = manifest.members
        replaced = dataclasses.replace(first, name="junk", bytes=4, sha256=sha256(b"evil").hexdigest())
        return dataclasses.replace(manifest, members=(replaced, *rest))

    assert junk
    with pytest.raises(BadInput):
        restore(_forged(saved, tmp_path / "forged", other), tmp_path / "second")


@pytest.mark.parametrize("content", [b"", b"hello", gzip.compress(b"hello"), gzip.compress(b"\0" * 2048)], ids=range(4))
def test_what_is_no_backup(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(EarshotError, match="backup"):
        restore(tmp_path / "file", tmp_path / "second")
    assert not (tmp_path / "second").exists()


@pytest.mark.parametrize("text", ["{}", "[]", "null", '{"format": "earshot-backup", "version": 9}', "{"])
def test_a_manifest_that_is_none(tmp_path: Path, text: str) -> None:
    with tarfile.open(tmp_path / "file", "w:gz") as archive:
        archive.addfile(_info("manifest.json", len(text)), io.BytesIO(text.encode()))
    with pytest.raises(BadInput):
        restore(tmp_path / "file", tmp_path / "second")


def test_a_manifest_is_plain_json(saved: Path) -> None:
    with opened(saved) as archive:
        assert json.loads(archive.manifest.as_json())["format"] == "earshot-backup"
