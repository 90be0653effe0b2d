"""Why the home cannot be made or written, and what mends just that."""

from __future__ import annotations

import errno
import os
import pwd
import shlex
from pathlib import Path

from earshot.kernel.errors import BadInput
from earshot.site.launch import start_command

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


def cannot_be_written(folder: Path, error: OSError) -> BadInput:
    """``error`` came while ``folder`` was being made, or a file in it written."""
    said, mend = _what_is_wrong(folder, error)
    return BadInput(said, mend)


def _what_is_wrong(folder: Path, error: OSError) -> tuple[str, str]:
    there = nearest(folder)
    if error.errno == errno.ENAMETOOLONG:
        return f"The name of the folder is too long: {str(folder)[:80]}...", _another()
    if folder.is_symlink() and not folder.exists():
        return (
            f"{folder} is a link that leads nowhere.",
            f"Make the folder it leads to, or remove the link. Or: {_command()}",
        )
    if not there.is_dir():
        what = (
            f"{folder} is a file, not a folder." if there == folder else f"{there} is no folder: nothing can lie in it."
        )
        return what, f"{_another()}, or move what is in the way."
    if error.errno in _NO_ROOM:
        return f"There is no room on the disk of {there}.", f"Make room there, or choose another folder: {_command()}"
    if error.errno == errno.EROFS:
        return f"{there} can only be read: its disk does not let anybody write.", _another()
    if error.errno in (errno.EACCES, errno.EPERM):
        return _not_permitted(folder, there, Path(error.filename or folder))
    if there == folder:
        return f"Earshot cannot write to {error.filename or folder} ({error.strerror or error}).", _another()
    why = "" if error.errno == errno.ENOENT else f" ({error.strerror or error})"
    return f"No folder can be made in {there}, which is no place for files{why}.", _another()


def _not_permitted(folder: Path, there: Path, path: Path) -> tuple[str, str]:
    """Somebody else's: the folder itself, or the one it would be made in."""
    who, quoted = _me(), shlex.quote(str(folder))
    if there != folder:
        said = f"You may not make a folder in {there} (it belongs to {_owner(there)})."
        if os.geteuid() == 0:  # not even root: no place for files
            return said, _another()
        return said, f"{_another()}, or make this one as root: install -d -m 700 -o {who} {quoted}"
    said = f"Earshot cannot write to {path} ({os.strerror(errno.EACCES)}; it belongs to {_owner(path)})."
    if _uid(path) == os.geteuid():
        return said, f"Open it for yourself: chmod -R u+rwX {quoted} - or choose another folder: {_command()}"
    mine = f"If it is to be yours, take it over as root: chown -R {who} {quoted}"
    return said, f"{mine} - or choose another folder: {_command()}"


def _another() -> str:
    return f"Choose another folder: {_command()}"


def _command() -> str:
    return f"EARSHOT_HOME=~/.earshot-2 {start_command()}"


def nearest(folder: Path) -> Path:
    """The folder itself, or the nearest one above it that is there (or the file that is in the way)."""
    for path in (folder, *folder.parents):
        try:
            if path.exists():
                return path
        except OSError:  # a name too long, or a folder that may not be looked into: what is above it decides
            continue
    return Path("/")


def _me() -> str:
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())


def _uid(path: Path) -> int:
    try:
        return path.lstat().st_uid
    except OSError:
        return -1


def _owner(path: Path) -> str:
    try:
        return path.owner()
    except (OSError, KeyError):
        return f"user {_uid(path)}"
