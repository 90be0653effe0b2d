"""A backup in one file, made while Earshot runs, without the key."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from earshot import __version__
from earshot.adapters.vault import key_id
from earshot.kernel.clock import Clock
from earshot.kernel.errors import BadInput, NotFound
from earshot.site.home import DATABASE, key
from earshot.site.leaving import schema
from earshot.site.leaving.archive import opened, write_archive
from earshot.site.leaving.belongings import files
from earshot.site.leaving.checksums import checksum
from earshot.site.leaving.driver import sqlite3
from earshot.site.leaving.manifest import Manifest, Member

SPARE = 64 << 20
"""Bytes that must stay free beside what a backup needs."""
PASSES = ("django_session", "account_emailconfirmation")
"""Tables whose rows open doors: who signed in before a restore signs in again."""


@dataclass(frozen=True, slots=True)
class Made:
    """A finished backup."""

    path: Path
    manifest: Manifest
    bytes: int


def make_backup(folder: Path, target: Path, clock: Clock) -> Made:
    """Copy the home ``folder`` to the new file ``target``, and read it back.

    Raises:
        NotFound: there is nothing to copy.
        BadInput: the target exists, the disk is too full, or the database is damaged.
    """
    if not (folder / DATABASE).is_file():
        raise NotFound(f"There is no Earshot in {folder}.", "Set EARSHOT_HOME to the folder of its state.")
    if target.exists():
        raise BadInput(f"{target} exists already.", "Name another file, or leave the name out.")
    target.parent.mkdir(parents=True, exist_ok=True)
    _check_room(folder, target.parent)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".earshot-backup-") as work:
        copy = Path(work) / DATABASE
        copy_database(folder / DATABASE, copy)
        manifest, sources = _listed(folder, copy, clock)
        half = target.with_name(target.name + ".partial")
        try:
            _write(half, manifest, sources)
            verify(half)
            half.rename(target)
        except BaseException:
            half.unlink(missing_ok=True)
            raise
    return Made(target, manifest, target.stat().st_size)


def _check_room(folder: Path, where: Path) -> None:
    need = 2 * (folder / DATABASE).stat().st_size + sum(path.stat().st_size for path, _ in files(folder)) + SPARE
    free = shutil.disk_usage(where).free
    if free < need:
        raise BadInput(
            f"{where} has {free >> 20} MB free; this backup may need {need >> 20} MB.",
            "Make room, or name a file on another disk.",
        )


def copy_database(source: Path, copy: Path) -> None:
    """A copy at one instant that holds neither deleted rows nor open sessions. Writers are not held up.

    Raises:
        BadInput: the database is damaged.
    """
    try:
        with closing(schema.open_to_read(source)) as reading:
            reading.execute("VACUUM INTO ?", (str(copy),))
        with closing(sqlite3.connect(copy)) as writing:
            writing.execute("PRAGMA secure_delete = ON")
            for table in set(PASSES) & set(schema.tables(writing)):
                writing.execute(f'DELETE FROM "{table}"')  # noqa: S608 - names of ours
            writing.commit()
    except sqlite3.DatabaseError as error:
        raise BadInput(f"{source} cannot be copied: {error}.", "See what is wrong with it: earshot doctor") from None
    if found := schema.damage(copy):
        raise BadInput(f"The copy of {source} is damaged: {found[0]}.", "See what is wrong with it: earshot doctor")


def _listed(folder: Path, copy: Path, clock: Clock) -> tuple[Manifest, dict[str, Path]]:
    places = {DATABASE: (copy, PurePosixPath(DATABASE))}
    places |= {f"files/{number:06d}": pair for number, pair in enumerate(files(folder), 1)}
    members = []
    for name, (path, place) in places.items():
        digest, size = checksum(path)
        members.append(Member(name, place.as_posix(), size, digest))
    with closing(schema.open_to_read(copy)) as connection:
        manifest = Manifest(
            earshot=__version__,
            made_at=clock.now().isoformat(timespec="seconds"),
            home=str(folder),
            key_id=_key_id(),
            migrations=tuple(schema.applied_migrations(connection)),
            counts=schema.counts(connection),
            members=tuple(members),
        )
    return manifest, {name: path for name, (path, _) in places.items()}


def _key_id() -> str:
    try:
        return key_id(key())
    except BadInput:
        return ""


def _write(path: Path, manifest: Manifest, sources: Mapping[str, Path]) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        write_archive(file, manifest, dict(sources))
        file.flush()
        os.fsync(file.fileno())


def verify(path: Path) -> Manifest:
    """Read a backup from end to end.

    Raises:
        BadInput: it is damaged.
    """
    with opened(path) as archive:
        for _, data in archive.members():
            for _piece in data:
                pass
        return archive.manifest


def postgresql_words(database: Mapping[str, object]) -> BadInput:
    """What to do where the database is a server: its own tool copies it while it runs."""
    options = [
        f"--{option}={database[name]}"
        for name, option in (("HOST", "host"), ("PORT", "port"), ("USER", "username"))
        if database.get(name)
    ]
    words = " ".join(["pg_dump", "--format=custom", *options, "--file=earshot.pgdump", str(database["NAME"])])
    return BadInput(
        "The database of this home is PostgreSQL: its own tool copies it.",
        f"Run: {words} - and copy the folder files/ of the home beside it. Put back: pg_restore --clean --if-exists",
    )
