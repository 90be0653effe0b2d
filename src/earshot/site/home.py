"""``EARSHOT_HOME``: the one folder that holds all state of an installation."""

from __future__ import annotations

import errno
import os
import secrets
from pathlib import Path

from earshot.kernel.errors import BadInput
from earshot.site.no_home import cannot_be_written

KEY = "key"
"""File in the home: the installation's secret."""
DATABASE = "earshot.sqlite3"
"""File in the home: everything else that is remembered."""


def home() -> Path:
    """The folder: ``$EARSHOT_HOME``, else ``~/.earshot``. It need not exist yet."""
    return Path(os.environ.get("EARSHOT_HOME") or Path.home() / ".earshot").expanduser().absolute()


def lost_key() -> bool:
    """Whether a home that has been used has no key: what was sealed with it can not be read any more."""
    try:
        return (home() / DATABASE).exists() and not (home() / KEY).exists()
    except OSError:  # it cannot even be looked for: prepare_home says why
        return False


def prepare_home() -> Path:
    """Make the folder (0700) with its key (0600) where they are missing.

    Raises:
        BadInput: it cannot be made or written, or the key is damaged; with what mends it.
    """
    folder = home()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _check_writable(folder)
        _make_key(folder / KEY)
    except OSError as error:
        raise cannot_be_written(folder, error) from None
    key()
    return folder


def _check_writable(folder: Path) -> None:
    """Before anything is begun: somebody else, root for example, may have used the folder, and left files of theirs."""
    for path in (folder, *folder.iterdir()):
        if not os.access(path, os.W_OK) and path.exists():  # SQLite's side files come and go
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))


def _make_key(path: Path) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32) + "\n")


def key() -> bytes:
    """The installation's 32 secret bytes.

    Raises:
        BadInput: the key file is missing or damaged.
    """
    path = home() / KEY
    try:
        value = bytes.fromhex(path.read_text().strip())
    except (OSError, ValueError):
        value = b""
    if len(value) != 32:
        raise BadInput(
            f"The key {path} is missing or damaged.",
            "Put your saved copy back. Without it the stored tokens of your channels cannot be read.",
        )
    return value
