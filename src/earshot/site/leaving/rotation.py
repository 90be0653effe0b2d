"""Names of backups, and which of them go when only the newest are kept."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from earshot.kernel.errors import BadInput
from earshot.site.leaving.archive import opened

SUFFIX = ".earshot-backup"
_OURS = re.compile(r"earshot-\d{8}T\d{6}Z(-\d+)?" + re.escape(SUFFIX))


def target_of(given: str, here: Path, at: datetime) -> Path:
    """The file to write: as given; in the folder given; else in ``here``. ``at`` (UTC) names it.

    Raises:
        BadInput: what is given looks like a folder, and there is none.
    """
    path = (here / given).expanduser() if given else here
    if given and not path.is_dir():
        if not path.exists() and (given.endswith("/") or not path.suffix):
            raise BadInput(
                f"There is no folder {path}.", f"Make it first: mkdir -p {path} - or name a file: {path}{SUFFIX}"
            )
        return path
    name = f"earshot-{at:%Y%m%dT%H%M%SZ}"
    candidates = [path / f"{name}{SUFFIX}", *(path / f"{name}-{number}{SUFFIX}" for number in range(2, 100))]
    return next(one for one in candidates if not one.exists())


def rotate(folder: Path, keep: int, key_id: str) -> list[Path]:
    """Remove all but the ``keep`` newest backups in a folder; those removed. Only files that bear the names Earshot
    gives, and were made of the installation with this key, are touched."""
    ours = sorted(path for path in folder.iterdir() if _OURS.fullmatch(path.name) and _is_of(path, key_id))
    old = ours[:-keep]
    for path in old:
        path.unlink()
    return old


def _is_of(path: Path, key_id: str) -> bool:
    try:
        with opened(path) as archive:
            return archive.manifest.key_id == key_id
    except (BadInput, OSError):
        return False
