"""Makes a home of a backup, whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from earshot.adapters.vault import key_id
from earshot.kernel.errors import BadInput, Conflict, NotFound
from earshot.kernel.texts import N_
from earshot.site.home import DATABASE, KEY
from earshot.site.leaving import schema
from earshot.site.leaving.archive import Archive, opened
from earshot.site.leaving.driver import sqlite3
from earshot.site.leaving.manifest import Manifest
from earshot.site.runtime.prepared import NOTE, prepare

LARGEST_RATIO = 200
"""Text compresses ten times or so; what unpacks to more than this is meant to fill the disk."""
SMALL = 1 << 30
"""Bytes below which the ratio says nothing: an empty database is mostly zeros."""
SPARE = 64 << 20

MAY_HAVE_GONE = N_("It was waiting when a backup was made; whether it has gone out since, this copy cannot know.")
LOOK_FIRST = N_("Look on the network. If it is there, say so; if not, send it.")


@dataclass(frozen=True, slots=True)
class Restored:
    """``key``: the right one is in place; ``held``: answers that wait for a person's word."""

    folder: Path
    manifest: Manifest
    key: bool
    held: int
    migrated: int


def restore(backup: Path, folder: Path, key_file: Path | None = None) -> Restored:
    """Unpack ``backup`` into ``folder``, which does not exist, is empty, or holds nothing but its key.

    Raises:
        NotFound: no such backup.
        Conflict: the folder holds something, or is in use.
        BadInput: the backup is damaged, hostile, or of a newer version; the disk is too full; not its key.
    """
    if not backup.is_file():
        raise NotFound(f"There is no file {backup}.", "Name the backup: earshot restore FILE")
    _check_empty(folder)
    saved_key = _saved_key(folder, key_file)
    with _half(folder) as half, opened(backup) as archive:
        _check_fits(archive.manifest, backup, half.parent)
        _check_key(archive.manifest, saved_key)
        _unpack(archive, half)
        manifest = archive.manifest
        held = _settle(half / DATABASE, manifest, folder)
        migrated = _migrate(half, manifest)
        _place_key(half, saved_key)
        _replace(half, folder)
    return Restored(folder, manifest, saved_key is not None, held, migrated)


def _check_empty(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise Conflict(f"{folder} is a file, not a folder.", "Choose another place: --into DIR")
    if others := sorted(path.name for path in folder.iterdir() if path.name != KEY):
        raise Conflict(
            f"{folder} is in use: it holds {', '.join(others[:3])}{' ...' if len(others) > 3 else ''}.",
            "Restore into an empty folder: earshot restore FILE --into DIR - or stop Earshot and move this one away.",
        )


def _saved_key(folder: Path, key_file: Path | None) -> str | None:
    path = key_file or folder / KEY
    if not path.exists() and key_file is None:
        return None
    try:
        text = path.read_text().strip()
        key_id(bytes.fromhex(text))
    except (OSError, ValueError):
        raise BadInput(f"{path} is no key of Earshot.", "Give the file that lay in EARSHOT_HOME/key.") from None
    return text


@contextmanager
def _half(folder: Path) -> Iterator[Path]:
    """A folder beside the target that goes away, whatever happens."""
    half = folder.with_name(folder.name + ".partial")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        half.mkdir(mode=0o700)
    except FileExistsError:
        raise Conflict(
            f"{half} is there already: another restore is running, or one was killed.",
            f"If none is running, remove it: rm -r {half}",
        ) from None
    try:
        yield half
    finally:
        shutil.rmtree(half, ignore_errors=True)


def _check_fits(manifest: Manifest, backup: Path, where: Path) -> None:
    unknown = sorted(set(manifest.migrations) - schema.known_migrations())
    if unknown:
        raise BadInput(
            f"This backup was made by Earshot {manifest.earshot}, which is newer than this one "
            f"(it knows {unknown[0][0]} {unknown[0][1]}).",
            f"Install Earshot {manifest.earshot} or newer, then restore.",
        )
    packed = max(backup.stat().st_size, 1)
    if manifest.bytes > SMALL and manifest.bytes / packed > LARGEST_RATIO:
        raise BadInput(
            f"This backup would unpack to {manifest.bytes >> 20} MB out of {packed >> 20} MB.", "Do not trust it."
        )
    free = shutil.disk_usage(where).free
    if manifest.bytes + SPARE > free:
        raise BadInput(
            f"It needs {manifest.bytes >> 20} MB; {where} has {free >> 20} MB free.",
            "Make room, or choose another place: --into DIR",
        )


def _check_key(manifest: Manifest, saved_key: str | None) -> None:
    if saved_key and manifest.key_id and key_id(bytes.fromhex(saved_key)) != manifest.key_id:
        raise BadInput(
            f"This is the key {key_id(bytes.fromhex(saved_key))}; the backup was made with {manifest.key_id}.",
            "Give the right one with --key FILE, or take the key away: the channels are then connected again.",
        )


def _unpack(archive: Archive, half: Path) -> None:
    for member, data in archive.members():
        path = half / member.place
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for piece in data:
                file.write(piece)


def _settle(database: Path, manifest: Manifest, folder: Path) -> int:
    """Check what was unpacked, and make it true of its new place. How many answers now wait for a person.

    What was on its way out may have gone out since the backup: nothing is sent twice, so a person is asked.
    """
    if found := schema.damage(database):
        raise BadInput(f"The database in the backup is damaged: {found[0]}.", "Take another copy.")
    with closing(schema.open_to_read(database)) as reading:
        same_counts, same_schema = schema.counts(reading), schema.applied_migrations(reading)
    if same_counts != dict(manifest.counts) or tuple(same_schema) != manifest.migrations:
        raise BadInput("The backup holds other rows than it says.", "Take another copy.")
    with closing(sqlite3.connect(database)) as writing:
        _point_imports(writing, manifest, folder)
        held = writing.execute(
            "UPDATE delivery_publication SET state = 'held', claimed_by = '', error = ?, mend = ? "
            "WHERE state IN ('queued', 'claimed', 'unknown')",
            (MAY_HAVE_GONE, LOOK_FIRST),
        ).rowcount
        writing.commit()
    return int(held)


def _point_imports(writing: sqlite3.Connection, manifest: Manifest, folder: Path) -> None:
    """Imports name their files by the whole path: that of the home they were in, or of one it was moved from."""
    places = {member.place for member in manifest.members}
    for number, path in writing.execute("SELECT id, path FROM listening_import").fetchall():
        parts = Path(path).parts
        tails = ("/".join(parts[start:]) for start in range(1, len(parts)))
        if found := next((tail for tail in tails if tail in places), None):
            writing.execute("UPDATE listening_import SET path = ? WHERE id = ?", (str(folder / found), number))


def _migrate(half: Path, manifest: Manifest) -> int:
    """Bring an older schema up to date; how many migrations that took."""
    missing = schema.known_migrations() - set(manifest.migrations)
    if not missing:
        return 0
    before = os.environ.get("EARSHOT_HOME")
    os.environ["EARSHOT_HOME"] = str(half)  # the process that migrates reads it
    try:
        prepare(half)
    finally:
        if before is None:
            del os.environ["EARSHOT_HOME"]
        else:
            os.environ["EARSHOT_HOME"] = before
    (half / NOTE).unlink(missing_ok=True)  # the next start prepares what is at its final place
    for path in half.glob("*.lock"):
        path.unlink()
    return len(missing)


def _place_key(half: Path, saved_key: str | None) -> None:
    """The key that was given, or none: one made by migrating would look like the right one."""
    (half / KEY).unlink(missing_ok=True)
    if saved_key is not None:
        with os.fdopen(os.open(half / KEY, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(saved_key + "\n")


def _replace(half: Path, folder: Path) -> None:
    """Into place in one step; what was there is empty, or holds the key that is in ``half`` too."""
    try:
        if folder.exists():
            (folder / KEY).unlink(missing_ok=True)
            folder.rmdir()
        half.rename(folder)
    except OSError:  # a mount point, such as a container's volume: it stays, what is in it is moved, the database last
        for path in sorted(half.iterdir(), key=lambda path: path.name == DATABASE):
            shutil.move(path, folder / path.name)
