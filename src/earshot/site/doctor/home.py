"""Is the home in order: whose it is, who may read it, its key, the disk, what was left in it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from earshot.kernel.texts import say
from earshot.site.doctor.findings import Finding, ok
from earshot.site.doctor.place import Place
from earshot.site.home import KEY

GB, MB = 1 << 30, 1 << 20
NETWORK = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "9p",
    "afs",
    "ceph",
    "fuse.sshfs",
    "fuse.glusterfs",
    "davfs",
    "fuse.davfs2",
}
"""File systems whose locks SQLite cannot rely on."""
LARGE_JOURNAL = 256 * MB


def owner(place: Place) -> Iterator[Finding]:
    """Everything in the home is ours, and can be written."""
    me = os.getuid()
    others = [path for path in (place.folder, *place.folder.iterdir()) if path.lstat().st_uid != me]
    shut = [path for path in (place.folder, *place.folder.iterdir()) if not os.access(path, os.W_OK)]
    if others or shut:
        yield Finding(
            "error" if shut else "warning",
            say("%(path)s belongs to somebody else, or cannot be written.", path=str((shut or others)[0])),
            say("Take it over, as root: %(command)s", command=f"chown -R {me} {place.folder}"),
        )
        return
    yield ok(say("The home %(path)s is yours.", path=str(place.folder)))


def permissions(place: Place) -> Iterator[Finding]:
    """Nobody else may look."""
    mode = stat.S_IMODE(place.folder.stat().st_mode)
    if mode & 0o077:
        yield Finding(
            "warning",
            say(
                "Others on this machine may look into %(path)s (mode %(mode)s).",
                path=str(place.folder),
                mode=f"{mode:04o}",
            ),
            say("Close it: %(command)s", command=f"chmod 700 {place.folder}"),
        )
        return
    yield ok(say("Nobody else may look into the home."))


def key(place: Place) -> Iterator[Finding]:
    """The key is there, whole, and shut."""
    path = place.folder / KEY
    try:
        whole = len(bytes.fromhex(path.read_text().strip())) == 32
    except (OSError, ValueError):
        whole = False
    if not whole:
        yield Finding(
            "error",
            say("The key %(path)s is missing or damaged.", path=str(path)),
            say("Put your saved copy back. Without it the channels that have tokens must be connected again."),
        )
        return
    if (mode := stat.S_IMODE(path.stat().st_mode)) & 0o077:
        yield Finding(
            "warning",
            say("Others may read the key %(path)s (mode %(mode)s).", path=str(path), mode=f"{mode:04o}"),
            say("Close it: %(command)s", command=f"chmod 600 {path}"),
        )
        return
    yield ok(say("The key is there, and only you may read it."))


def room(place: Place) -> Iterator[Finding]:
    """The disk is not nearly full."""
    disk = place.room(place.folder)
    free, share = disk.free // MB, 100 * disk.free / max(disk.total, 1)
    mend = say("Make room on the disk of %(path)s.", path=str(place.folder))
    if disk.free < 200 * MB:
        yield Finding(
            "error", say("The disk is full: %(free)s MB are left. Soon nothing can be stored.", free=free), mend
        )
    elif disk.free < GB or share < 5:
        yield Finding("warning", say("The disk is nearly full: %(free)s MB are left.", free=free), mend)
    else:
        yield ok(say("%(free)s MB of disk are free.", free=free))


def file_system(place: Place) -> Iterator[Finding]:
    """SQLite needs a disk of this machine."""
    kind = _kind_of(place)
    if kind in NETWORK:
        yield Finding(
            "error",
            say("The home lies on a network file system (%(kind)s), where the database can be damaged.", kind=kind),
            say("Move the home to a disk of this machine, and set EARSHOT_HOME to it."),
        )
        return
    yield ok(say("The home lies on a disk of this machine."))


def _kind_of(place: Place) -> str:
    """The type of the mount that holds the home: the longest mount point above it."""
    folder, found = place.folder.resolve(), ("", "")
    for line in place.mounts().splitlines():
        words = line.split()
        if len(words) < 3:
            continue
        point = Path(words[1].replace("\\040", " "))
        if (point == folder or point in folder.parents) and len(str(point)) >= len(found[0]):
            found = (str(point), words[2])
    return found[1]


def journal(place: Place) -> Iterator[Finding]:
    """The write-ahead log does not grow without end."""
    path = place.database.with_name(place.database.name + "-wal")
    size = path.stat().st_size if path.exists() else 0
    if size > LARGE_JOURNAL:
        yield Finding(
            "warning",
            say("The journal of the database has %(size)s MB: something holds it open.", size=size // MB),
            say("End long-running reads (an export, a copy), or stop Earshot and start it again."),
        )
        return
    yield ok(say("The journal of the database is small."))


def set_aside(place: Place) -> Iterator[Finding]:
    """Events that could not be stored."""
    path = place.folder / "set-aside.jsonl"
    if path.exists() and path.stat().st_size:
        with path.open("rb") as file:
            number = sum(1 for _ in file)
        yield Finding(
            "warning",
            say("%(number)s events could not be stored and are kept in %(path)s.", number=number, path=str(path)),
            say("Report the “error” of its first line to the maintainers; remove the file once that is dealt with."),
        )
        return
    yield ok(say("No event was set aside."))


def leftovers(place: Place) -> Iterator[Finding]:
    """Uploaded files that no import names."""
    base = place.folder / "files" / "imports"
    known = {str(path) for (path,) in place.ask("SELECT path FROM listening_import")}
    lost = [path for path in base.rglob("*") if path.is_file() and str(path) not in known] if base.is_dir() else []
    if lost:
        size = sum(path.stat().st_size for path in lost) // MB
        yield Finding(
            "note",
            say("%(number)s uploaded files (%(size)s MB) belong to no import.", number=len(lost), size=size),
            say(
                "They were not imported, or the home was moved. Remove what you do not need from %(path)s.",
                path=str(base),
            ),
        )


CHECKS = (owner, permissions, key, room, file_system, journal, set_aside, leftovers)
