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
from earshot.site.launch import start_command
from earshot.site.no_home import nearest

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
NO_FILES = {"proc", "sysfs", "cgroup", "cgroup2", "devpts", "securityfs", "debugfs", "tracefs"}
"""File systems in which nobody can make a folder, though the rights say otherwise."""
SEALED = "SELECT DISTINCT name FROM listening_channel WHERE secrets <> '' AND removed_at IS NULL ORDER BY name"
LARGE_JOURNAL = 256 * MB


def can_be_made(place: Place) -> Iterator[Finding]:
    """A home that is not there yet could be made where it is wanted."""
    there = nearest(place.folder)
    mend = say("Choose another folder: %(command)s", command=f"EARSHOT_HOME=~/.earshot-2 {start_command()}")
    if place.folder.is_symlink():
        yield Finding("error", say("%(path)s is a link that leads nowhere.", path=str(place.folder)), mend)
    elif not there.is_dir():
        yield Finding("error", say("%(path)s is no folder: the home cannot lie there.", path=str(there)), mend)
    elif not os.access(there, os.W_OK | os.X_OK) or _kind_of(place) in NO_FILES:
        yield Finding("error", say("No folder can be made in %(path)s.", path=str(there)), mend)


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
        yield from _without_key(place, path)
        return
    if (mode := stat.S_IMODE(path.stat().st_mode)) & 0o077:
        yield Finding(
            "warning",
            say("Others may read the key %(path)s (mode %(mode)s).", path=str(path), mode=f"{mode:04o}"),
            say("Close it: %(command)s", command=f"chmod 600 {path}"),
        )
        return
    yield ok(say("The key is there, and only you may read it."))


def _without_key(place: Place, path: Path) -> Iterator[Finding]:
    """A damaged key keeps Earshot from starting. A missing one is made anew by the next start: then only what was
    sealed with it is lost."""
    if path.exists():
        yield Finding(
            "error",
            say("The key %(path)s is damaged: Earshot does not start with it.", path=str(path)),
            say(
                "Put your saved copy back. Or remove the file: the next start makes a new key, and channels that have "
                "tokens must be connected again."
            ),
        )
        return
    sealed = [str(name) for (name,) in place.ask(SEALED)]
    if not sealed:
        yield Finding("note", say("There is no key yet, and nothing that needs one: the next start makes it."))
        return
    yield Finding(
        "warning",
        say("The key is missing. These channels have tokens that cannot be read: %(names)s.", names=", ".join(sealed)),
        say(
            "Put your saved copy back as %(path)s. Or start Earshot, which makes a new key, and enter the tokens of "
            "these channels again; all else works.",
            path=str(path),
        ),
    )


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
