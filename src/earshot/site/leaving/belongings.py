"""Which files of a home a backup takes along: all but what is secret, derived, or true of this moment only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from earshot.site.home import DATABASE, KEY
from earshot.site.runtime.prepared import NOTE

DERIVED = {"static", NOTE, "work.beat", "machine.json", "clock.right", "url", "backups"}
"""Made anew by the next start, or backups themselves."""
PASSING = (".lock", ".partial", ".tmp")
TEST_DATABASE = "test.sqlite3"


def belongs(place: PurePosixPath) -> bool:
    """Whether a file at ``place``, below the home, is part of a backup. Copies of the key (``key.old``) are not."""
    first = place.parts[0]
    if first in DERIVED or first.startswith((KEY, DATABASE, TEST_DATABASE)):
        return False
    return not any(part.endswith(PASSING) for part in place.parts)


def files(folder: Path) -> Iterator[tuple[Path, PurePosixPath]]:
    """Every file that belongs, with its place; links and devices are left where they are."""
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        place = PurePosixPath(path.relative_to(folder).as_posix())
        if belongs(place) and not _through_a_link(path, folder):
            yield path, place


def _through_a_link(path: Path, folder: Path) -> bool:
    return any(parent.is_symlink() for parent in path.parents if parent != folder and folder in parent.parents)
