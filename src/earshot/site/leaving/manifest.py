"""What a backup says of itself: made by which version, of what, with which checksums."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import Any

from earshot.kernel.errors import BadInput
from earshot.site.home import DATABASE
from earshot.site.leaving.belongings import belongs
from earshot.site.leaving.schema import Migration

FORMAT = "earshot-backup"
VERSION = 1
NAME = "manifest.json"
"""The first member of the archive."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file: its name in the archive, its place below the home (POSIX), its bytes and their SHA-256."""

    name: str
    place: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """``counts`` are rows by table; ``key_id`` names the key that opens the sealed tokens, "" where there was none."""

    earshot: str
    made_at: str
    home: str
    key_id: str
    migrations: tuple[Migration, ...]
    counts: Mapping[str, int]
    members: tuple[Member, ...]

    def as_json(self) -> str:
        """For the archive."""
        head = {"format": FORMAT, "version": VERSION}
        return json.dumps(head | asdict(self), ensure_ascii=False, indent=1)

    @property
    def bytes(self) -> int:
        """All members together, unpacked."""
        return sum(member.bytes for member in self.members)


def read_manifest(text: bytes) -> Manifest:
    """The manifest of an archive.

    Raises:
        BadInput: it is none, is of a later form, or names places outside the home.
    """
    try:
        found = json.loads(text)
        if found["format"] != FORMAT:
            raise ValueError
        if int(found["version"]) > VERSION:
            raise BadInput(
                "This backup was made by a newer version of Earshot.", "Install that version, or a newer one."
            )
        manifest = _manifest(found)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadInput("This is no backup of Earshot, or its beginning is damaged.", "Take another copy.") from None
    _check(manifest)
    return manifest


def _manifest(found: dict[str, Any]) -> Manifest:
    return Manifest(
        earshot=str(found["earshot"]),
        made_at=str(found["made_at"]),
        home=str(found["home"]),
        key_id=str(found["key_id"]),
        migrations=tuple((str(app), str(name)) for app, name in found["migrations"]),
        counts={str(name): int(number) for name, number in found["counts"].items()},
        members=tuple(
            Member(str(one["name"]), str(one["place"]), int(one["bytes"]), str(one["sha256"]))
            for one in found["members"]
        ),
    )


def _check(manifest: Manifest) -> None:
    places = [member.place for member in manifest.members]
    names = [member.name for member in manifest.members]
    if DATABASE not in places or len(set(places)) != len(places) or len(set(names)) != len(names):
        raise BadInput("This backup does not hold what it should.", "Take another copy.")
    for member in manifest.members:
        if member.bytes < 0 or not (member.place == DATABASE or is_safe(member.place)):
            raise BadInput(f"This backup would write to {member.place!r}, outside of its own.", "Do not trust it.")


def is_safe(place: str) -> bool:
    """Whether a place lies below the home and is one that backups take along."""
    path = PurePosixPath(place)
    plain = not path.is_absolute() and path.parts and ".." not in path.parts and path.as_posix() == place
    return bool(plain) and "\\" not in place and all(char.isprintable() for char in place) and belongs(path)
